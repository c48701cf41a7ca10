import { randomUUID } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { connectFrom } from './adapters/connect.ts';
import {
  type BackfillEvent,
  type CheckEvent,
  type FunctionEvent,
  type NightEvent,
  parseEvent,
} from './config/event.ts';
import { buildFunctionMetrics } from './core/metrics.ts';
import { NightFailedError } from './errors.ts';
import { run } from './night/night.ts';
import { type OutcomeDocument, toMetrics, toOutcomeDocument } from './night/outcome.ts';

/** Left to the platform between the end of a night and the end of the invocation, milliseconds. */
const shutdownReserveMs = 2_000;

/** Straight to stdout: Lambda would wrap what goes through the console, and CloudWatch would find no metrics in it. */
const write = (line: string) => process.stdout.write(`${line}\n`);
const connect = connectFrom(process.env, write);

/** Refuses an event of nothing that the function does, with all its faults, before anything is asked or written. */
const validateEvent: MiddlewareObj<unknown> = {
  before: (request) => {
    request.event = parseEvent(request.event);
  },
};

/**
 * One night for the account in the event. Throws what failed, so that Lambda, or a fleet's state machine, counts it and runs it
 * again. A night of a fleet has no metrics of its account's own: of ten thousand they would cost more than all the rest.
 */
async function runNight(
  { account, scheduledTime, shift }: NightEvent,
  deadlineMs: number,
): Promise<OutcomeDocument> {
  const ports = connect(account, { deadlineMs, logFields: { account: account.name } });
  const { telemetry, clock } = ports;
  const startedMs = clock.now();
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = process.env;
  const dueMs = Date.parse(scheduledTime);
  const start = { account, dueMs, holder: randomUUID(), deadlineMs, stack, runbookUrl, shift };
  const outcome = await run(start, ports);
  const document = toOutcomeDocument(outcome);
  telemetry.info('night', { summary: document });
  const ofAccount = shift === undefined ? toMetrics(outcome, startedMs, clock.now()) : [];
  for (const metrics of ofAccount) write(JSON.stringify(metrics));
  if (outcome.undelivered > 0) countForAll({ NoticesUndelivered: outcome.undelivered });
  for (const failure of outcome.failures) telemetry.error('failed', failure);
  if (outcome.failures.length > 0) throw new NightFailedError(account.name, outcome.failures);
  return document;
}

/** The check of the morning, for which the start of a night does not wait. Throws what it could not tell, as a night does. */
async function runCheck({ check: { accounts, scheduledTime } }: CheckEvent, deadlineMs: number) {
  const { checkNights } = await import('./check/check.ts');
  const ports = connect(accounts[0], { deadlineMs });
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = process.env;
  const check = { accounts, dueMs: Date.parse(scheduledTime), stack, runbookUrl };
  const { summary, failures } = await checkNights(check, ports);
  ports.telemetry.info('check', { summary });
  countForAll({ CheckCompleted: Number(failures.length === 0), AccountsMissed: summary.missed.length });
  for (const failure of failures) ports.telemetry.error('failed', failure);
  if (failures.length > 0) throw new AggregateError(failures, 'the check could not tell all that it found');
  return summary;
}

/** Goes on with the past of the account in the event, as far as the deadline lets it. Throws what failed. */
async function runBackfill(event: BackfillEvent, deadlineMs: number) {
  const { backfillAccount } = await import('./backfill/backfill-account.ts');
  const ports = connect(event.account, { deadlineMs, logFields: { account: event.account.name } });
  const progress = await backfillAccount(event, ports, { deadlineMs });
  ports.telemetry.info('backfill', { progress });
  return progress;
}

/** Writes metrics of all accounts together; on a machine that is no Lambda function there is nobody who would watch them. */
function countForAll(values: Parameters<typeof buildFunctionMetrics>[1]): void {
  const { AWS_LAMBDA_FUNCTION_NAME: name } = process.env;
  if (name !== undefined) write(JSON.stringify(buildFunctionMetrics(name, values, Date.now())));
}

/** The Lambda function. */
export const handler = middy<FunctionEvent, object, Error, Context>({ timeoutEarlyInMillis: 0 })
  .use(validateEvent)
  .handler((event, context) => {
    const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - shutdownReserveMs;
    if ('check' in event) return runCheck(event, deadlineMs);
    if ('backfill' in event) return runBackfill(event, deadlineMs);
    return runNight(event, deadlineMs);
  });
