import { NightFailedError } from '../errors.ts';
import { run } from '../night/night.ts';
import { type OutcomeDocument, toMetrics, toOutcomeDocument } from '../night/outcome.ts';
import type { BegunNight } from './begin-night.ts';
import { countTogether } from './count-together.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * One night. Throws what failed, so that Lambda, or a fleet's state machine, counts it and runs it again. A night of a fleet has no
 * metrics of its account's own: of ten thousand they would cost more than all the rest.
 */
export async function runNight(
  { start, startedMs, ports, ahead }: BegunNight,
  surroundings: Surroundings,
): Promise<OutcomeDocument> {
  const { telemetry, clock } = ports;
  const outcome = await run(start, ports, ahead);
  const document = toOutcomeDocument(outcome);
  const endedMs = clock.now();
  telemetry.info('night', { summary: document, durationMs: endedMs - startedMs });
  const ofAccount = start.shift === undefined ? toMetrics(outcome, startedMs, endedMs) : [];
  for (const metrics of ofAccount) surroundings.write(JSON.stringify(metrics));
  if (outcome.undelivered > 0) countTogether({ NoticesUndelivered: outcome.undelivered }, surroundings);
  for (const failure of outcome.failures) telemetry.error('failed', failure);
  if (outcome.failures.length > 0) throw new NightFailedError(start.account.name, outcome.failures);
  return document;
}
