import type { Connect, ConnectFleet, Environment } from '../adapters/connect.ts';

/** What a step is done with: in the function, or in a process that stands in for it. */
export type Surroundings = {
  readonly connect: Connect;
  readonly connectFleet: ConnectFleet;
  readonly environment: Environment;
  /** Takes metrics, a line each. */
  readonly write: (line: string) => void;
};

/** What people are told of where it runs. */
export function placeOf({ environment }: Surroundings) {
  const { VOD_NIGHTLY_STACK: stack, VOD_NIGHTLY_RUNBOOK_URL: runbookUrl } = environment;
  return { stack, runbookUrl };
}
