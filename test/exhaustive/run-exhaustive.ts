import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import pMap from 'p-map';
import { type Result, wholeJobs } from './jobs.ts';
import type { Order } from './jobs-worker.ts';

/**
 * `npm run test:exhaustive` plays every schedule of all scenarios; `-- impatientMark` does so with the defect of this name
 * (saboteurs.ts) and says how many schedules show it.
 */
const saboteur = process.argv[2] as Order['saboteur'];
const startedMs = performance.now();
const results = await pMap(wholeJobs, runInThread, { concurrency: availableParallelism() });
const total = (count: (result: Result) => number) => results.reduce((sum, one) => sum + count(one), 0);
const [schedules, broken] = [total((one) => one.schedules), total((one) => one.broken)];
const seconds = Math.round((performance.now() - startedMs) / 1_000);
const cpuSeconds = Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e6);
console.log(
  `${schedules} schedules in ${seconds} s (${cpuSeconds} s of processor time), ${broken} broke a promise`,
);
for (const { firstBroken } of results.filter((one) => one.firstBroken).slice(0, 1))
  console.error(firstBroken);
if (broken > 0) process.exitCode = 1;

async function runInThread(job: (typeof wholeJobs)[number], index: number): Promise<Result> {
  const order: Order = { index, saboteur };
  const worker = new Worker(new URL('./jobs-worker.ts', import.meta.url), { workerData: order });
  const result = await new Promise<Result>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
  });
  const { scenario, limits } = job;
  const fault = limits.faultKind === 'crash' ? 'a crash' : 'a failed call or a lost answer';
  console.log(
    `${scenario.name}, with ${fault}: ${result.schedules} schedules, ${result.broken} broke a promise`,
  );
  return result;
}
