import { CommanderError } from 'commander';
import { InvalidInputError, toError } from '../lambda/errors.ts';
import type { Terminal } from './terminal.ts';

const commandLine = 'the command line';

/** Arguments that cannot be used, all of them at once. */
export function usageError(faults: readonly string[]): InvalidInputError {
  return new InvalidInputError(commandLine, faults);
}

/** Ends a command with all that failed of it; does nothing when nothing did. */
export function throwAll(failures: readonly Error[]): void {
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
}

/** Says what went wrong with a command, once; gives the exit code: 2 for wrong usage, 1 for everything else. */
export function reportFailure(thrown: unknown, terminal: Terminal): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2; // commander has said it already
  const error = toError(thrown);
  terminal.note(`vod-nightly: ${error.message}`);
  return error instanceof InvalidInputError && error.subject === commandLine ? 2 : 1;
}
