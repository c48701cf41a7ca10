// The night of a shift as one process: the function's steps, without Lambda. The shift is in the environment; what it took goes to
// descriptor 3.
import { writeSync } from 'node:fs';
import { cpuUsage, env, resourceUsage } from 'node:process';
import { connectFleetFrom, connectFrom } from '../lambda/adapters/connect.ts';
import { plainTerminal } from '../local/cli/terminal.ts';
import { runShift, stepsHere } from '../local/commands/fleet/run/shift.ts';

/** What a shift took: time on the clock and of a core in milliseconds, memory in kilobytes. */
export type Taken = {
  readonly outcome: Awaited<ReturnType<typeof runShift>>;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of these, what the listing of accounts took, and the muster. */
  readonly list: Spent;
  readonly muster: Spent;
  readonly peakKb: number;
  readonly lostRaces: number;
  readonly logBytes: number;
};

type Spent = { readonly wallMs: number; readonly cpuMs: number };

let lostRaces = 0;
let logBytes = 0;
const write = (line: string) => {
  logBytes += Buffer.byteLength(line) + 1;
  if (line.includes('trying again')) lostRaces += 1;
};
const cpuMs = () => (cpuUsage().user + cpuUsage().system) / 1_000;
const spent = { list: { wallMs: 0, cpuMs: 0 }, muster: { wallMs: 0, cpuMs: 0 } };

/** Adds what a step takes, during which nothing else happens, to what was spent on such. */
async function measure<T>(step: keyof typeof spent, run: () => Promise<T>): Promise<T> {
  const before = { wallMs: performance.now(), cpuMs: cpuMs() };
  const result = await run();
  spent[step].wallMs += performance.now() - before.wallMs;
  spent[step].cpuMs += cpuMs() - before.cpuMs;
  return result;
}

const connected = { connect: connectFrom(env, write), connectFleet: connectFleetFrom(env, write) };
const steps = stepsHere(connected, env);
const night = JSON.parse(env.SHIFT ?? '');
const before = { wallMs: performance.now(), cpuMs: cpuMs() };
const outcome = await runShift(
  night,
  {
    ...steps,
    list: (event) => measure('list', () => steps.list(event)),
    muster: (event) => measure('muster', () => steps.muster(event)),
  },
  plainTerminal(write, write),
  new AbortController().signal,
);
const taken: Taken = {
  outcome,
  wallMs: performance.now() - before.wallMs,
  cpuMs: cpuMs() - before.cpuMs,
  ...spent,
  peakKb: resourceUsage().maxRSS,
  lostRaces,
  logBytes,
};
writeSync(3, JSON.stringify(taken));
