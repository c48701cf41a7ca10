import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { describeFailure } from './failure.ts';
import { simulateNights } from './many-nights.ts';
import type { Whose } from './nights-worker.ts';

/**
 * `npm run test:nights -- --nights 1000000 [--shift-nights 5000] [--seed N] [--fleet-seed N]` simulates so many nights of accounts
 * and of shifts, each from a seed on; `--seed N` or `--fleet-seed N` alone replays the one history of that seed.
 */
const { values } = parseArgs({
  options: {
    nights: { type: 'string' },
    'shift-nights': { type: 'string' },
    seed: { type: 'string' },
    'fleet-seed': { type: 'string' },
  },
});
const seeds = { account: values.seed, fleet: values['fleet-seed'] };
const counts = { account: values.nights, fleet: values['shift-nights'] };
const names = { account: 'nights', fleet: 'shift nights' };
const [usual, every] = [
  { account: '100000', fleet: '2000' },
  { account: 20_000, fleet: 500 },
];

const isAnyCounted = Object.values(counts).some((count) => count !== undefined);
const isAnySeeded = Object.values(seeds).some((seed) => seed !== undefined);
for (const whose of ['account', 'fleet'] as const) {
  const count = counts[whose] ?? (isAnyCounted || isAnySeeded ? undefined : usual[whose]);
  if (count !== undefined) await simulateMany(whose, Number(count));
  else if (!isAnyCounted && seeds[whose] !== undefined)
    console.log(await describeFailure(whose, Number(seeds[whose])));
}

async function simulateMany(whose: Whose, count: number): Promise<void> {
  const startedMs = performance.now();
  const report = createReport(whose, startedMs);
  const seed = Number(seeds[whose] ?? 1);
  const { nights, brokenSeed } = await simulateNights(whose, count, seed, availableParallelism(), report);
  console.log(`${nights} ${names[whose]}, ${rateSince(startedMs, nights)}`);
  if (brokenSeed === undefined) console.log('every promise held');
  else {
    console.error(`seed ${brokenSeed} breaks a promise; looking for the shortest history that does`);
    console.error(await describeFailure(whose, brokenSeed));
    process.exitCode = 1;
  }
}

/** Says every so often how far it is. */
function createReport(whose: Whose, startedMs: number): (nights: number) => void {
  let next = every[whose];
  return (nights) => {
    if (nights < next) return;
    console.log(`${nights} ${names[whose]} so far, ${rateSince(startedMs, nights)}`);
    next += every[whose];
  };
}

function rateSince(startedMs: number, nights: number): string {
  const seconds = (performance.now() - startedMs) / 1_000;
  return `${Math.round((nights / seconds) * 10) / 10} a second`;
}
