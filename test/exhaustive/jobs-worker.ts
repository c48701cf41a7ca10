import { parentPort, workerData } from 'node:worker_threads';
import { runJob, wholeJobs } from './jobs.ts';
import { rareSaboteur, saboteurs } from './saboteurs.ts';

/** Which of all jobs a thread is to do, and with which defect. */
export type Order = {
  readonly index: number;
  readonly saboteur: keyof typeof defects | undefined;
};

const defects = { ...saboteurs, rareMark: rareSaboteur } as const;

const { index, saboteur } = workerData as Order;
const job = wholeJobs[index];
if (!job) throw new Error(`there is no job ${index}`);
parentPort?.postMessage(await runJob(job, saboteur && { sabotage: defects[saboteur] }));
