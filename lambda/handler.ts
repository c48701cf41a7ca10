import { randomUUID } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { connectFrom } from './adapters/connect.ts';
import { type NightEvent, parseNightEvent } from './config/event.ts';
import { NightFailedError } from './errors.ts';
import { run } from './night/night.ts';
import { type OutcomeDocument, toMetrics, toOutcomeDocument } from './night/outcome.ts';

/** Left to the platform between the end of a night and the end of the invocation, milliseconds. */
const shutdownReserveMs = 2_000;

/** Straight to stdout: Lambda would wrap what goes through the console, and CloudWatch would find no metrics in it. */
const write = (line: string) => process.stdout.write(`${line}\n`);
const connect = connectFrom(process.env, write);

/** Refuses an event that is no night, with all its faults, before anything is asked or written. */
const validateEvent: MiddlewareObj<unknown> = {
  before: (request) => {
    request.event = parseNightEvent(request.event);
  },
};

/** One night for the account in the event. Throws what failed, so that Lambda counts it and runs it again. */
async function runNight(event: NightEvent, context: Context): Promise<OutcomeDocument> {
  const { account, scheduledTime } = event;
  const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - shutdownReserveMs;
  const ports = connect(account, { deadlineMs });
  const { telemetry, clock } = ports;
  const startedMs = clock.now();
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = process.env;
  const dueMs = Date.parse(scheduledTime);
  const outcome = await run({ account, dueMs, holder: randomUUID(), deadlineMs, stack, runbookUrl }, ports);
  const document = toOutcomeDocument(outcome);
  telemetry.info('night', { summary: document });
  for (const metrics of toMetrics(outcome, startedMs, clock.now())) write(JSON.stringify(metrics));
  for (const failure of outcome.failures) telemetry.error('failed', failure);
  if (outcome.failures.length > 0) throw new NightFailedError(account.name, outcome.failures);
  return document;
}

/** The Lambda function. */
export const handler = middy<NightEvent, OutcomeDocument, Error, Context>({ timeoutEarlyInMillis: 0 })
  .use(validateEvent)
  .handler(runNight);
