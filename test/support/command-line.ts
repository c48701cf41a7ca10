import { type ChildProcess, spawn } from 'node:child_process';
import { execPath, env as ownEnvironment } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a command printed and how it ended. */
export type CommandResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** The file that npm links as `vod-nightly`. */
export const program = fileURLToPath(new URL('../../local/vod-nightly.js', import.meta.url));
/** Where it is run. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `vod-nightly` as a user does, in the checkout. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const child = startCommand(args, environment);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [stdout = '', stderr = ''] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
  );
  return { exitCode: await exited, stdout, stderr };
}

/** Starts `vod-nightly` and leaves it running. */
export function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const env = { PATH: ownEnvironment.PATH ?? '', NO_COLOR: '1', ...environment };
  return spawn(execPath, [program, ...args], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
}
