import pMap from 'p-map';
import type { Environment } from '../../../../lambda/adapters/connect.ts';
import {
  type ListEvent,
  type MusterEvent,
  type NightEvent,
  parseNightEvent,
  type Shift,
} from '../../../../lambda/config/event.ts';
import type { Listed } from '../../../../lambda/fleet/list.ts';
import type { MusterOutcome } from '../../../../lambda/fleet/muster.ts';
import { beginNight } from '../../../../lambda/steps/begin-night.ts';
import { runNight } from '../../../../lambda/steps/night.ts';
import { runList, runMuster } from '../../../../lambda/steps/others.ts';
import { countOf } from '../../../cli/count.ts';
import { waitFor } from '../../../cli/interrupt.ts';
import type { ProgressLine } from '../../../cli/progress-line.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import type { Machine } from '../../../machine/machine.ts';

/** A step on this machine may take as long as in the function, milliseconds. */
const stepMs = 5 * 60_000;

/** The steps of a shift in this process, as the function does them, with what a machine has. */
export function stepsHere(
  { connect, connectFleet }: Pick<Machine, 'connect' | 'connectFleet'>,
  environment: Environment,
) {
  const surroundings = { connect, connectFleet, environment, write: () => undefined };
  const deadlineMs = () => Date.now() + stepMs;
  return {
    list: (event: ListEvent) => runList(event, deadlineMs(), surroundings),
    night: (event: NightEvent) => runNight(beginNight(event, deadlineMs(), surroundings), surroundings),
    muster: (event: MusterEvent) => runMuster(event, deadlineMs(), surroundings),
    /** The text of an object of the archive. */
    read: (key: string) => connectFleet({ deadlineMs: deadlineMs() }).archive.read(key),
  };
}

type ShiftSteps = ReturnType<typeof stepsHere>;

/** A night of a shift, and how it is gone about. */
export type ShiftNight = {
  readonly shift: Shift;
  /** When it was due: ISO 8601 in UTC. */
  readonly scheduledTime: string;
  /** How long to wait before each pass after the first, seconds. */
  readonly passes: readonly number[];
  /** Nights that run at once. */
  readonly concurrency: number;
} & Pick<MusterEvent['muster'], 'language' | 'routes'>;

/** What a night of a shift came to. */
export type ShiftOutcome = {
  readonly passes: readonly { readonly accounts: number; readonly failed: number }[];
  /** Absent when it was interrupted before. */
  readonly muster?: MusterOutcome;
};

/**
 * Runs a night of a shift in this process, as the state machine does with the function: passes over the accounts without a good
 * night until there are none or all passes are made, and then the muster. Shows how far each pass has come.
 * @param signal starts no night any more; those under way end, and nobody is told by a muster
 * @throws what the listing or the muster threw
 */
export async function runShift(
  night: ShiftNight,
  steps: ShiftSteps,
  terminal: Pick<Terminal, 'note' | 'progress'>,
  signal: AbortSignal,
): Promise<ShiftOutcome> {
  const { shift, scheduledTime, language, routes } = night;
  const startedTime = new Date().toISOString();
  const made: { accounts: number; failed: number }[] = [];
  let [passesMade, attempts] = [0, 0];
  while (!signal.aborted) {
    const passes = [...night.passes];
    const listed = await steps.list({ list: { shift, scheduledTime, passesMade, attempts, passes } });
    if (!listed.again) {
      const event = { shift, scheduledTime, startedTime, attempts, language, routes };
      return { passes: made, muster: await muster({ muster: event }, steps, signal) };
    }
    ({ passesMade, attempts } = listed);
    const { accounts, waitSeconds } = listed;
    const pass = `pass ${passesMade} of ${passes.length + 1}`;
    if (waitSeconds > 0)
      terminal.note(`${countOf(accounts, 'account')} without a good night: ${pass} in ${waitSeconds} s`);
    if (!(await waitFor(waitSeconds * 1_000, signal))) break;
    using line = terminal.progress(`${shift.name}, ${pass}:`);
    made.push(await makePass(listed, night, steps, line, signal));
  }
  return { passes: made };
}

/** Runs the nights of a file's accounts. A night that fails keeps no other from its own. */
async function makePass(
  { key, accounts }: Listed,
  { shift, scheduledTime, concurrency }: ShiftNight,
  steps: ShiftSteps,
  line: ProgressLine,
  signal: AbortSignal,
) {
  const lines = ((await steps.read(key)) ?? '').split('\n').filter((written) => written !== '');
  let [done, failed] = [0, 0];
  const runLine = async (written: string) => {
    if (signal.aborted) return;
    const event = parseNightEvent({ account: JSON.parse(written), scheduledTime, shift: shift.name });
    await steps.night(event).catch(() => {
      failed += 1; // why it did is in its log, and in the ledger
    });
    done += 1;
    line.show({ done, total: accounts, item: `${failed} unavailable` });
  };
  await pMap(lines, runLine, { concurrency });
  return { accounts: done, failed };
}

/** Musters until all is told and marked, as the machine does. */
async function muster(event: MusterEvent, steps: ShiftSteps, signal: AbortSignal): Promise<MusterOutcome> {
  let mustered = await steps.muster(event);
  while (!mustered.isDone && !signal.aborted) mustered = await steps.muster(event);
  return mustered;
}
