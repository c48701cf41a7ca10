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
  const { connect, write } = surroundings;
  const ports = connect(account, { deadlineMs, logFields: { account: account.name } });
  const { telemetry, clock } = ports;
  const startedMs = clock.now();
  const dueMs = Date.parse(scheduledTime);
  const start = { account, dueMs, holder: randomUUID(), deadlineMs, shift, ...placeOf(surroundings) };
  const outcome = await run(start, ports);
  const document = toOutcomeDocument(outcome);
  const endedMs = clock.now();
  telemetry.info('night', { summary: document, durationMs: endedMs - startedMs });
  const ofAccount = shift === undefined ? toMetrics(outcome, startedMs, endedMs) : [];
  for (const metrics of ofAccount) write(JSON.stringify(metrics));
  if (outcome.undelivered > 0) countTogether({ NoticesUndelivered: outcome.undelivered }, surroundings);
  for (const failure of outcome.failures) telemetry.error('failed', failure);
  if (outcome.failures.length > 0) throw new NightFailedError(account.name, outcome.failures);
  return document;
}

/** Writes metrics of all accounts, or those of a shift, together; on a machine that is no Lambda function there is nobody who would watch them. */
export function countTogether(
  values: Parameters<typeof buildFunctionMetrics>[1],
  { environment, write }: Surroundings,
  shift?: string,
): void {
  const { AWS_LAMBDA_FUNCTION_NAME: functionName } = environment;
  if (functionName === undefined) return;
  const of = { functionName, ...(shift !== undefined && { shift }) };
  write(JSON.stringify(buildFunctionMetrics(of, values, Date.now())));
}

/** What people are told of where it runs. */
export function placeOf({ environment }: Surroundings) {
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = environment;
  return { stack, runbookUrl };
}
