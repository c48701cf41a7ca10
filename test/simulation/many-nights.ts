import { Worker } from 'node:worker_threads';
import type { Progress, Share, Whose } from './nights-worker.ts';

/** How many nights were simulated, and the lowest seed found that broke something. */
export type Result = { readonly nights: number; readonly brokenSeed: number | undefined };

/** Simulates at least so many nights, of a fleet those of shifts, on some threads, and stops at the first broken promise. */
export async function simulateNights(
  whose: Whose,
  nights: number,
  firstSeed: number,
  threads: number,
  report: (nights: number) => void = () => undefined,
): Promise<Result> {
  let done = 0;
  let brokenSeed: number | undefined;
  const shares = Array.from({ length: threads }, (_, index) => ({
    whose,
    firstSeed: firstSeed + index,
    step: threads,
    nights: Math.ceil(nights / threads),
  }));
  const workers = shares.map((share) => start(share, onProgress));
  await Promise.all(workers.map(({ finished }) => finished));
  return { nights: done, brokenSeed };

  function onProgress(progress: Progress): void {
    done += progress.nights;
    report(done);
    if (progress.brokenSeed === undefined) return;
    brokenSeed = Math.min(progress.brokenSeed, brokenSeed ?? Number.POSITIVE_INFINITY);
    for (const { stop } of workers) stop();
  }
}

function start(share: Share, onProgress: (progress: Progress) => void) {
  const worker = new Worker(new URL('./nights-worker.ts', import.meta.url), { workerData: share });
  worker.on('message', onProgress);
  const finished = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
  return { finished, stop: () => void worker.terminate() };
}
