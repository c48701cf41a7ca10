import { CommanderError } from 'commander';
import { InvalidInputError, toError } from '../../lambda/errors.ts';
import { fixForBucket } from '../machine/deployed/aws-error.ts';
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

/**
 * What kept a server from listening at its --port.
 * @throws Error that says so when the port cannot be had; whatever else it was as it is
 */
export function explainPort(thrown: unknown): never {
  const error = toError(thrown);
  const isPort = 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
  if (!isPort) throw error;
  const why = error.code === 'EACCES' ? 'needs more rights than you have' : 'is taken by another program';
  throw new Error(`--port: it ${why} (${error.message}); choose another one, or 0 for a free one`);
}

/** Says what went wrong with a command, once; gives the exit code: 2 for wrong usage, 1 for everything else. */
export function reportFailure(thrown: unknown, terminal: Terminal): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2; // commander has said it already
  const error = toError(thrown);
  const fix = fixForBucket(error);
  terminal.note(`vod-nightly: ${error.message}${fix === undefined ? '' : `\n  → ${fix}`}`);
  return error instanceof InvalidInputError && error.subject === commandLine ? 2 : 1;
}
