import type { Environment } from '../../../../lambda/adapters/connect.ts';
import { runNight } from '../../../../lambda/steps/night.ts';
import { runList, runMuster } from '../../../../lambda/steps/others.ts';
import type { Machine } from '../../../machine/machine.ts';
import type { ShiftSteps } from './shift.ts';

/** A step on this machine may take as long as in the function, milliseconds. */
const stepMs = 5 * 60_000;

/** The steps of a shift in this process, with what a machine has. */
export function stepsHere(
  { connect, connectFleet }: Pick<Machine, 'connect' | 'connectFleet'>,
  environment: Environment,
): ShiftSteps {
  const surroundings = { connect, connectFleet, environment, write: () => undefined };
  const deadlineMs = () => Date.now() + stepMs;
  return {
    list: (event) => runList(event, deadlineMs(), surroundings),
    night: (event) => runNight(event, deadlineMs(), surroundings),
    muster: (event) => runMuster(event, deadlineMs(), surroundings),
    read: (key) => connectFleet({ deadlineMs: deadlineMs() }).archive.read(key),
  };
}
