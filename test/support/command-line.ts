import { type ChildProcess, spawn } from 'node:child_process';
import process, { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { plainTerminal } from '../../local/cli/terminal.ts';
import { runProgram } from '../../local/program.ts';

/** What a command printed and how it ended. */
export type CommandResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Variables = Readonly<Record<string, string>>;

/** The file that npm links as `vod-nightly`. */
export const program = fileURLToPath(new URL('../../local/vod-nightly.js', import.meta.url));
/** Where it is run. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url));

const ownEnvironment = process.env;
const environmentWith = (variables: Variables) => ({
  PATH: ownEnvironment.PATH ?? '',
  NO_COLOR: '1',
  ...variables,
});

/**
 * Runs a command line in this process, which takes a fraction of the time of one of its own. The AWS SDK reads the environment of
 * the process: so one after the other.
 */
export async function runCommand(args: readonly string[], variables: Variables = {}): Promise<CommandResult> {
  const environment = environmentWith(variables);
  const printed = { stdout: '', stderr: '' };
  const terminal = plainTerminal(
    (line) => {
      printed.stdout += `${line}\n`;
    },
    (line) => {
      printed.stderr += `${line}\n`;
    },
  );
  process.env = environment;
  try {
    const exitCode = await runProgram({ terminal, environment, args });
    return { exitCode, ...printed };
  } finally {
    process.env = ownEnvironment;
  }
}

/** Runs `vod-nightly` as a user does, in the checkout, as a process: for what only that has, such as signals and a lock. */
export async function runProcess(args: readonly string[], variables: Variables = {}): Promise<CommandResult> {
  const child = startCommand(args, variables);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [stdout = '', stderr = ''] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
  );
  return { exitCode: await exited, stdout, stderr };
}

/** A process that runs command lines one after the other, for what only Node.js reads as users' Node.js does. */
export type CommandProcess = AsyncDisposable & { run(args: readonly string[]): Promise<CommandResult> };

/** Takes the arguments of a command a line, and writes what came of it to descriptor 3, a line each. */
const driver = `
  import { writeSync } from 'node:fs';
  import { env } from 'node:process';
  import { createInterface } from 'node:readline';
  const { plainTerminal } = await import(env.TERMINAL);
  const { runProgram } = await import(env.PROGRAM);
  for await (const line of createInterface({ input: process.stdin })) {
    const printed = { stdout: '', stderr: '' };
    const write = (to) => (text) => { printed[to] += text + '\\n'; };
    const terminal = plainTerminal(write('stdout'), write('stderr'));
    const exitCode = await runProgram({ terminal, environment: env, args: JSON.parse(line) });
    writeSync(3, JSON.stringify({ exitCode, ...printed }) + '\\n');
  }
`;

/** Starts it, in the checkout. */
export function startCommandProcess(): CommandProcess {
  const urlOf = (path: string) => String(new URL(`../../local/${path}`, import.meta.url));
  const child = spawn(execPath, ['--input-type=module', '--eval', driver], {
    cwd: checkout,
    env: environmentWith({ TERMINAL: urlOf('cli/terminal.ts'), PROGRAM: urlOf('program.ts') }),
    stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
  });
  const results = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return {
    async run(args) {
      child.stdin?.write(`${JSON.stringify(args)}\n`);
      return JSON.parse(String((await results.next()).value));
    },
    async [Symbol.asyncDispose]() {
      child.kill();
    },
  };
}

/** Starts such a process and leaves it running. */
export function startCommand(args: readonly string[], variables: Variables = {}): ChildProcess {
  const env = environmentWith(variables);
  return spawn(execPath, [program, ...args], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
}
