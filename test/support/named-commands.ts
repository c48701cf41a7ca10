import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { plainTerminal } from '../../local/cli/terminal.ts';
import { createProgram } from '../../local/program.ts';
import { runCommand } from './command-line.ts';

/** What the program makes of a command line. */
type Parsed = { readonly args: readonly string[]; readonly options: Readonly<Record<string, unknown>> };

/**
 * The commands that a text for people shows whole, up to the end of the line, the quote or the element that they stand in; a
 * backslash takes them on to the next line.
 */
export function commandsIn(text: string): string[] {
  const found = text.matchAll(/(?<=npx |\$ |`)vod-nightly(?: (?:[^\n"`<\\]|\\\n)+)?(?![.\w-])/g);
  return [...found].map(([command]) => command.replaceAll('&#39;', "'"));
}

/** The words of a command line behind the program's name, up to where it pipes, redirects or comments. */
export function wordsOf(command: string): string[] {
  const [line = ''] = command.split(/ [|>&#]/);
  const words = line.match(/(?:\\\n|[^\s'\\]|'[^']*')+/g) ?? [];
  return words.slice(1).flatMap((word) => word.replaceAll(/\\\n|'/g, '') || []);
}

/** The same as the shell of this machine reads it: for command lines that do nothing else. */
export function wordsByShell(command: string): string[] {
  const script = `show() { printf '%s\\0' "$@"; }\n${command.replace('vod-nightly', 'show')}`;
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: {} });
  if (status !== 0 || stderr !== '') throw new Error(`a shell cannot read ${command}: ${stderr}`);
  return stdout.split('\0').slice(0, -1);
}

/**
 * Reads a command line as the program does, and does nothing of it.
 * @throws CommanderError when there is no such command or option, or an argument is missing
 */
export async function parse(words: readonly string[]): Promise<Parsed> {
  let parsed: Parsed = { args: [], options: {} };
  const program = createQuietProgram();
  for (const command of leavesOf(program))
    command.action(() => {
      parsed = { args: command.args, options: command.optsWithGlobals() };
    });
  await program.parseAsync(words, { from: 'user' });
  return parsed;
}

/** The command that some words begin with, and how many of them its name takes; nothing when they begin with none. */
export function findCommand(words: readonly string[]): { command: Command; length: number } | undefined {
  let command: Command = createQuietProgram();
  let length = 0;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
    length += 1;
  }
  return length === 0 ? undefined : { command, length };
}

function createQuietProgram(): Command {
  const terminal = plainTerminal(
    () => undefined,
    () => undefined,
  );
  return createProgram({ terminal, environment: {}, args: [], exitWith: () => undefined });
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

/** Where neither AWS nor the vendor answers: what is asked for rightly ends soon, and not as wrong usage does. */
const nobody = 'http://127.0.0.1:1';
const unreachable = {
  ...{ AWS_ENDPOINT_URL: nobody, AWS_REGION: 'ap-northeast-2', AWS_MAX_ATTEMPTS: '1' },
  ...{ AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' },
  ...{ VOD_STATION_URL: nobody, NCP_ACCESS_KEY: 'none', NCP_SECRET_KEY: 'none' },
};
const bucket = {
  VOD_NIGHTLY_BUCKET: 'none',
  VOD_NIGHTLY_ALERTS_TOPIC: 'arn:aws:sns:ap-northeast-2:123456789012:none',
};
const [ownAccount, config] = [
  'acme',
  "export default { accounts: [{ name: 'acme' }], fleet: { shifts: [{ name: 'seoul' }] } };\n",
];

/** What goes on until it is stopped, writes to stdout itself or files where one is, or waits long for whoever does not answer. */
const unrun = new Set(['start', 'serve', 'simulator', 'init', 'doctor', 'complete']);

/**
 * What is wrong with a command line in the program's own words, be it about a bucket or about this machine; nothing when it
 * is understood. Files that it names need not be there, and the account that it names is taken for one that there is.
 */
export async function misusesOf(words: readonly string[]): Promise<string[]> {
  const refusal = await refusalOf(words);
  if (refusal !== undefined) return [refusal];
  if (words.includes('--help') || unrun.has(words[0] ?? 'start')) return [];
  const directory = mkdtempSync(join(tmpdir(), 'vod-nightly-'));
  const file = join(directory, 'vod-nightly.config.ts');
  writeFileSync(file, config);
  const known = words.map((word, index) => (words[index - 1] === '--account' ? ownAccount : word));
  const args = [...known, '--config', file, '--directory', join(directory, 'local')];
  const run = async (place: Readonly<Record<string, string>>) => {
    const { exitCode, stderr } = await runCommand(args, { ...unreachable, ...place });
    return exitCode === 2 ? stderr.split('\n').slice(1, -1).filter(isMisuse) : [];
  };
  const misuses = await run(bucket);
  return misuses.length === 0 ? [] : run({});
}

/** Why the program cannot take some words for a command, its options and its arguments; nothing when it can. */
export async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  try {
    await parse(words);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message;
  }
}

function isMisuse(fault: string): boolean {
  return !/: cannot be (?:found|read)/.test(fault);
}
