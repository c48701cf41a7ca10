import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Environment } from '../../lambda/adapters/connect.ts';
import type { Account } from '../../lambda/config/account.ts';
import type { Config } from '../../lambda/config/config.ts';
import { loadConfig as loadWritten } from '../../lambda/config/file/load-config.ts';
import { quoteWord } from '../../lambda/core/text/shell-word.ts';
import { toError } from '../../lambda/errors.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { usageError } from '../cli/failures.ts';
import type { Terminal } from '../cli/terminal.ts';
import { lockFolder } from '../machine/folder-lock.ts';
import type { Machine, OpenArchive, Place } from '../machine/machine.ts';
import { requireAccount } from './checks.ts';

/** What every command works with. */
export type Session = {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** The command line, without the program's name. */
  readonly args: readonly string[];
  /** Sets the exit code of a command that has done what it can. */
  readonly exitWith: (code: number) => void;
};

/** Where the configuration and local state lie unless options say otherwise, below the folder that one is in. */
export const usualPlace = { config: 'vod-nightly.config.ts', directory: '.local' };

/** The options that every command on accounts takes. */
export type SharedOptions = {
  readonly config: string;
  readonly directory: string;
  readonly verbose?: boolean;
  readonly stack?: string;
  readonly json?: boolean;
  readonly account?: string;
};

/** The options by which another command looks at the same configuration and archive, to be put behind it. */
export function placeOptions({ config, directory, stack }: SharedOptions): string {
  return [
    config === usualPlace.config ? '' : ` --config ${quoteWord(showPath(config))}`,
    directory === usualPlace.directory ? '' : ` --directory ${quoteWord(showPath(directory))}`,
    stack === undefined ? '' : ` --stack ${quoteWord(stack)}`,
  ].join('');
}

/** A path of this machine as seen from where one is, or an address. */
export function showPath(path: string): string {
  return path.includes('://') ? path : relative(process.cwd(), path) || '.';
}

/** Whether a command line begins with the name of a command, be there one of that name or not. */
export function namesCommand([first = '-']: readonly string[]): boolean {
  return !first.startsWith('-');
}

/** What a command works on, as configuration, command line and environment say. */
type Found = Place & { readonly config: Config; readonly accounts: readonly Account[] };

/**
 * Reads the configuration and starts what is not there, for a command that asks, archives and tells. No other command can
 * write in its folder meanwhile; one that only tells, for which it needs no keys, writes nothing there.
 * @param ofFleet whether the accounts are those of the fleet, be there any or none, instead of those of the configuration
 * @throws InvalidInputError with every fault of the configuration, the command line or the environment; FolderInUseError
 */
export async function openMachine(
  session: Session,
  options: SharedOptions,
  { asks = true, ofFleet = false } = {},
): Promise<Found & Machine> {
  const configured = await find(session, options, !ofFleet);
  const found = ofFleet ? { ...configured, accounts: await listFleet(configured) } : configured;
  const write = options.verbose ? session.terminal.note : () => undefined;
  const { startMachine } = await import('../machine/machine.ts'); // only now: `--help` need not wait for the AWS SDK
  const start = () => startMachine({ ...found, accounts: asks ? found.accounts : undefined, write });
  return { ...found, ...(await openHere(session, found, asks, start)) };
}

/**
 * Reads the configuration and opens the archive alone, for a command that asks and tells nobody.
 * @param exclusive whether no other command may write in its folder meanwhile; not needed by one that only looks
 * @throws InvalidInputError with every fault of the configuration, the command line or the environment; FolderInUseError
 */
export async function openWritableArchive(
  session: Session,
  options: SharedOptions,
  { exclusive } = { exclusive: true },
): Promise<Found & OpenArchive> {
  const found = await find(session, options, false);
  const { openArchive } = await import('../machine/machine.ts');
  return { ...found, ...(await openHere(session, found, exclusive, () => openArchive(found, found.config))) };
}

/**
 * Reads the configuration and finds the archive, for a command that changes nothing and runs beside nights of other processes.
 * @param needsAccounts whether there is nothing to do without an account of the configuration, or one that is named
 * @throws InvalidInputError with every fault of the configuration, the command line or the environment
 */
export async function openArchive(
  session: Session,
  options: SharedOptions,
  { needsAccounts } = { needsAccounts: true },
): Promise<Found & { readonly archive: ReadableArchive }> {
  const found = await find(session, options, needsAccounts);
  if (!found.environment.VOD_NIGHTLY_BUCKET) await tryToRead(found.directory);
  const { findArchive } = await import('../machine/machine.ts');
  return { ...found, archive: findArchive(found) };
}

/** Opens something that may lie in a folder of this machine, which whoever writes has to itself until it is closed. */
async function openHere<Thing extends AsyncDisposable>(
  { args }: Session,
  { environment, directory }: Place,
  exclusive: boolean,
  open: () => Promise<Thing>,
): Promise<Thing> {
  let lock: AsyncDisposable | undefined;
  try {
    if (exclusive && !environment.VOD_NIGHTLY_BUCKET)
      lock = await lockFolder(directory, ['vod-nightly', ...args].join(' '));
    const opened = await open();
    return { ...opened, [Symbol.asyncDispose]: () => closeAll(opened, lock) };
  } catch (thrown) {
    await closeAll(lock);
    throw explainFolder(thrown, directory);
  }
}

/** Closes the inner one and then the outer one, whatever becomes of the inner. */
async function closeAll(inner: AsyncDisposable | undefined, outer?: AsyncDisposable): Promise<void> {
  await using _outer = outer;
  await using _inner = inner;
}

/** A folder that is not there is one of which nothing is recorded. */
async function tryToRead(directory: string): Promise<void> {
  await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw explainFolder(error, directory);
  });
}

/** What the file system says of a folder, as a fault of the option that names it; anything else as it is. */
function explainFolder(thrown: unknown, directory: string): Error {
  const error = toError(thrown);
  const path = 'path' in error ? String(error.path) : '';
  if (path === '' || !(path.startsWith(directory) || directory.startsWith(path))) return error;
  return usageError([`--directory ${directory}: has to be a folder that you may write to; ${error.message}`]);
}

/** The environment of a command: with --stack, what the stack's outputs say stands in it as well. */
export async function readEnvironment(
  { environment }: Session,
  { stack }: Pick<SharedOptions, 'stack'>,
): Promise<Environment> {
  if (stack === undefined) return environment;
  const { enterStack } = await import('../machine/deployed/stack.ts');
  return enterStack(stack, environment);
}

async function find(session: Session, options: SharedOptions, needsAccounts: boolean): Promise<Found> {
  const config = await loadConfig(options.config);
  const environment = await readEnvironment(session, options);
  const accounts = await selectAccounts(config, options, environment);
  if (needsAccounts && accounts.length === 0) requireAccount(undefined, accounts);
  return { config, accounts, environment, directory: resolve(options.directory) };
}

/**
 * The configuration in a file.
 * @throws InvalidInputError with every fault, or when there is no such file
 */
export async function loadConfig(file: string): Promise<Config> {
  if (existsSync(file)) return loadWritten(file);
  throw usageError([
    `--config ${file}: cannot be found; it has to be a file such as vod-nightly.config.ts, which npx vod-nightly init writes`,
  ]);
}

/**
 * The account that is named, be it of the configuration or of the fleet, or all of the configuration.
 * @throws InvalidInputError when there is none of that name
 */
export async function selectAccounts(
  config: Config,
  options: SharedOptions,
  environment: Environment,
): Promise<readonly Account[]> {
  const { account: name } = options;
  if (name === undefined) return config.accounts;
  const accounts = await listAccounts(config, options, environment);
  return [requireAccount(name, accounts)];
}

/** The accounts of the configuration and, where the one that is named is none of them, those of the fleet behind them. */
export async function listAccounts(
  { accounts }: Config,
  { account: name, directory }: SharedOptions,
  environment: Environment,
): Promise<readonly Account[]> {
  if (name === undefined || accounts.some((account) => account.name === name)) return accounts;
  return [...accounts, ...(await listFleet({ environment, directory: resolve(directory) }))];
}

/** The accounts of the fleet. */
async function listFleet(place: Place): Promise<readonly Account[]> {
  const [{ findArchive }, { readRosters }] = await Promise.all([
    import('../machine/machine.ts'),
    import('../machine/rosters.ts'),
  ]);
  const rosters = await readRosters(findArchive(place));
  return [...rosters.values()].flatMap((roster) => roster.accounts);
}
