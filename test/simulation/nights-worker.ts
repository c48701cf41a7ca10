import { parentPort, workerData } from 'node:worker_threads';
import { generateHistory } from './generate.ts';
import { simulate } from './simulate.ts';

/** What one thread simulates: every `step`-th seed from the first, until it has come to that many nights. */
export type Share = { readonly firstSeed: number; readonly step: number; readonly nights: number };

/** What a thread says after some histories: how many nights they were, and which seed broke something. */
export type Progress = { readonly nights: number; readonly brokenSeed?: number };

const { firstSeed, step, nights } = workerData as Share;
let done = 0;
for (let seed = firstSeed; done < nights; seed += step) {
  const simulated = await simulate(generateHistory(seed));
  done += simulated.nights;
  const isBroken = simulated.violations.length > 0;
  const progress: Progress = { nights: simulated.nights, ...(isBroken && { brokenSeed: seed }) };
  parentPort?.postMessage(progress);
}
