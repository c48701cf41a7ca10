import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { describeFailure } from './failure.ts';
import { simulateNights } from './many-nights.ts';

/**
 * `npm run test:nights -- --nights 1000000 [--seed N]` simulates so many nights from a seed on; `--seed N` alone replays
 * the one history of that seed.
 */
const { values } = parseArgs({ options: { nights: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? 1);

if (values.nights === undefined && values.seed !== undefined) {
  console.log(await describeFailure(seed));
} else {
  const startedMs = performance.now();
  const { nights, brokenSeed } = await simulateNights(
    Number(values.nights ?? 100_000),
    seed,
    availableParallelism(),
    createReport(startedMs),
  );
  console.log(`${nights} nights, ${rateSince(startedMs, nights)}`);
  if (brokenSeed === undefined) console.log('every promise held');
  else {
    console.error(await describeFailure(brokenSeed));
    process.exitCode = 1;
  }
}

/** Says every so often how far it is. */
function createReport(startedMs: number): (nights: number) => void {
  let next = 20_000;
  return (nights) => {
    if (nights < next) return;
    console.log(`${nights} nights so far, ${rateSince(startedMs, nights)}`);
    next += 20_000;
  };
}

function rateSince(startedMs: number, nights: number): string {
  const seconds = (performance.now() - startedMs) / 1_000;
  return `${Math.round(nights / seconds)} a second`;
}
