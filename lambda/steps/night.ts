import { randomUUID } from 'node:crypto';
import type { Connect, ConnectFleet, Environment } from '../adapters/connect.ts';
import type { NightEvent } from '../config/event.ts';
import { buildFunctionMetrics } from '../core/metrics.ts';
import { NightFailedError } from '../errors.ts';
import { run } from '../night/night.ts';
import { type OutcomeDocument, toMetrics, toOutcomeDocument } from '../night/outcome.ts';

/** What a step is done with: in the function, or in a process that stands in for it. */
export type Surroundings = {
  readonly connect: Connect;
  readonly connectFleet: ConnectFleet;
  readonly environment: Environment;
  /** Takes metrics, a line each. */
  readonly write: (line: string) => void;
};

/**
 * One night for the account in the event. Throws what failed, so that Lambda, or a fleet's state machine, counts it and runs it
 * again. A night of a fleet has no metrics of its account's own: of ten thousand they would cost more than all the rest.
 */
export async function runNight(
  { account, scheduledTime, shift }: NightEvent,
  deadlineMs: number,
  surroundings: Surroundings,
): Promise<OutcomeDocument> {
  const { connect, environment, write } = surroundings;
  const ports = connect(account, { deadlineMs, logFields: { account: account.name } });
  const { telemetry, clock } = ports;
  const startedMs = clock.now();
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = environment;
  const dueMs = Date.parse(scheduledTime);
  const start = { account, dueMs, holder: randomUUID(), deadlineMs, stack, runbookUrl, shift };
  const outcome = await run(start, ports);
  const document = toOutcomeDocument(outcome);
  const endedMs = clock.now();
  telemetry.info('night', { summary: document, durationMs: endedMs - startedMs });
  const ofAccount = shift === undefined ? toMetrics(outcome, startedMs, endedMs) : [];
  for (const metrics of ofAccount) write(JSON.stringify(metrics));
  if (outcome.undelivered > 0) countForAll({ NoticesUndelivered: outcome.undelivered }, surroundings);
  for (const failure of outcome.failures) telemetry.error('failed', failure);
  if (outcome.failures.length > 0) throw new NightFailedError(account.name, outcome.failures);
  return document;
}

/** Writes metrics of all accounts together; on a machine that is no Lambda function there is nobody who would watch them. */
export function countForAll(
  values: Parameters<typeof buildFunctionMetrics>[1],
  { environment, write }: Surroundings,
): void {
  const { AWS_LAMBDA_FUNCTION_NAME: name } = environment;
  if (name !== undefined) write(JSON.stringify(buildFunctionMetrics(name, values, Date.now())));
}
