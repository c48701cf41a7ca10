import { randomUUID } from 'node:crypto';
import type { NightEvent } from '../config/event.ts';
import { type AskedAhead, askAhead } from '../night/ask-ahead.ts';
import type { NightStart } from '../night/context.ts';
import type { Ports } from '../ports.ts';
import { placeOf, type Surroundings } from './surroundings.ts';

/** A night whose first question is on its way. */
export type BegunNight = {
  readonly start: NightStart;
  /** Epoch milliseconds. */
  readonly startedMs: number;
  readonly ports: Ports;
  readonly ahead: AskedAhead;
};

/** Begins the night of the account in the event: asks the vendor, and leaves what needs more code to whoever waits for the answer. */
export function beginNight(
  { account, scheduledTime, shift }: NightEvent,
  deadlineMs: number,
  surroundings: Surroundings,
): BegunNight {
  const ports = surroundings.connect(account, { deadlineMs, logFields: { account: account.name } });
  const startedMs = ports.clock.now();
  const dueMs = Date.parse(scheduledTime);
  const start = { account, dueMs, holder: randomUUID(), deadlineMs, shift, ...placeOf(surroundings) };
  return { start, startedMs, ports, ahead: askAhead(start, ports) };
}
