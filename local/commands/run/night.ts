import { randomUUID } from 'node:crypto';
import type { Account } from '../../../lambda/config/account.ts';
import type { CalendarDate } from '../../../lambda/core/time/day.ts';
import { dueFor, lastDue } from '../../../lambda/core/time/last-due.ts';
import { run } from '../../../lambda/night/night.ts';
import { type OutcomeDocument, toOutcomeDocument } from '../../../lambda/night/outcome.ts';
import type { Delivery } from '../../embedded-aws/sns/outbox.ts';
import type { Machine } from '../../machine/machine.ts';

/** A night on this machine may take as long as a deployed one, milliseconds. */
const nightMs = 5 * 60_000;

/** What a night came to, what of it failed, and what was delivered meanwhile. */
export type NightReport = {
  readonly summary: OutcomeDocument;
  readonly failures: readonly Error[];
  readonly deliveries: readonly Delivery[];
};

/** Runs the night that was due last, or the one that reports `date`. */
export async function runNight(
  account: Account,
  date: CalendarDate | undefined,
  machine: Machine,
): Promise<NightReport> {
  const nowMs = Date.now();
  const deadlineMs = nowMs + nightMs;
  const ports = machine.connect(account, { deadlineMs });
  const { timeZone, time } = account;
  const dueMs = date === undefined ? lastDue(nowMs, timeZone, time) : dueFor(date, timeZone);
  const before = machine.deliveries().length;
  const { stack } = machine;
  const night = { account, dueMs, holder: randomUUID(), deadlineMs, stack };
  const outcome = await run(night, ports);
  return {
    summary: toOutcomeDocument(outcome),
    failures: outcome.failures,
    deliveries: machine.deliveries().slice(before),
  };
}
