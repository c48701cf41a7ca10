import { parentPort, workerData } from 'node:worker_threads';
import { generateFleet } from './fleet/generate-fleet.ts';
import { simulateFleet } from './fleet/simulate-fleet.ts';
import { generateHistory } from './generate.ts';
import { simulate } from './simulate.ts';

/** Whose nights: those of an account that is alone, or of the shifts of a fleet. */
export type Whose = 'account' | 'fleet';

/** What one thread simulates: every `step`-th seed from the first, until it has come to that many nights. */
export type Share = {
  readonly whose: Whose;
  readonly firstSeed: number;
  readonly step: number;
  readonly nights: number;
};

/** What a thread says after some histories: how many nights they were, and which seed broke something. */
export type Progress = { readonly nights: number; readonly brokenSeed?: number };

const { whose, firstSeed, step, nights } = workerData as Share;
let done = 0;
for (let seed = firstSeed; done < nights; seed += step) {
  const simulated = await simulateSeed(seed);
  done += simulated.nights;
  const progress: Progress = { nights: simulated.nights, ...(simulated.isBroken && { brokenSeed: seed }) };
  parentPort?.postMessage(progress);
}

async function simulateSeed(seed: number): Promise<{ readonly nights: number; readonly isBroken: boolean }> {
  if (whose === 'account') {
    const { nights, violations } = await simulate(generateHistory(seed));
    return { nights, isBroken: violations.length > 0 };
  }
  const { shiftNights, violations } = await simulateFleet(generateFleet(seed));
  return { nights: shiftNights, isBroken: violations.length > 0 };
}
