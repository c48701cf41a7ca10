import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';

/** A program to be timed as a whole process. */
export type Program = {
  readonly file: string;
  environment(run: number): Promise<Readonly<Record<string, string>>>;
};

/** Medians over all runs, milliseconds, and the median of the ratios of each pair. */
export type Comparison = { readonly oursMs: number; readonly otherMs: number; readonly ratio: number };

/** Runs two programs in turn, so that a machine that slows down slows both. The first pair is not counted. */
export async function comparePrograms(ours: Program, other: Program, runs: number): Promise<Comparison> {
  const pairs: { oursMs: number; otherMs: number }[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const oursFirst = run % 2 === 0;
    const first = await timeProcess(oursFirst ? ours : other, run);
    const second = await timeProcess(oursFirst ? other : ours, run);
    pairs.push(oursFirst ? { oursMs: first, otherMs: second } : { oursMs: second, otherMs: first });
  }
  const counted = pairs.slice(1);
  return {
    oursMs: median(counted.map(({ oursMs }) => oursMs)),
    otherMs: median(counted.map(({ otherMs }) => otherMs)),
    ratio: median(counted.map(({ oursMs, otherMs }) => oursMs / otherMs)),
  };
}

async function timeProcess({ file, environment }: Program, run: number): Promise<number> {
  const env = await environment(run);
  const startedMs = performance.now();
  const child = spawn(execPath, [file], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [exitCode] = await once(child, 'exit');
  const ms = performance.now() - startedMs;
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}`);
  return ms;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
