import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';

/** A program that is run as a whole process, with the environment of each run and no other variable. */
export type Program = {
  readonly name: string;
  readonly file: string;
  environment(run: number): Promise<Readonly<Record<string, string>>>;
};

/** What a process took, and what it wrote to its output and to descriptor 3. */
export type Ended = { readonly ms: number; readonly log: string; readonly said: string };

/** Medians over all runs: milliseconds, and the ratio of the first program to this one in each round. */
export type Timed = { readonly name: string; readonly ms: number; readonly ratio: number };

/** Runs programs in turn, so that a machine that slows down slows them all. The first round is not counted. */
export async function timeInTurn(programs: readonly Program[], runs: number): Promise<Timed[]> {
  const rounds: number[][] = [];
  for (let run = 0; run <= runs; run += 1) {
    const round: number[] = [];
    for (let turn = 0; turn < programs.length; turn += 1) {
      const index = (run + turn) % programs.length;
      const program = programs[index];
      if (program) round[index] = (await runProgram(program, run)).ms;
    }
    rounds.push(round);
  }
  const counted = rounds.slice(1);
  return programs.map(({ name }, index) => ({
    name,
    ms: median(counted.map((round) => round[index] ?? Number.NaN)),
    ratio: median(counted.map((round) => (round[0] ?? Number.NaN) / (round[index] ?? Number.NaN))),
  }));
}

/** Runs a program to its end. */
export async function runProgram({ file, environment }: Program, run: number): Promise<Ended> {
  const env = await environment(run);
  const startedMs = performance.now();
  const child = spawn(execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [, output, , said] = child.stdio;
  const texts = [output, said].map((stream) => text(stream as NodeJS.ReadableStream));
  const [exitCode] = await once(child, 'exit');
  const ms = performance.now() - startedMs;
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}`);
  const [log = '', words = ''] = await Promise.all(texts);
  return { ms, log, said: words };
}

/** The middle one; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
