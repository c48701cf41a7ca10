import { spawnSync } from 'node:child_process';
import { execPath, env as ownEnvironment } from 'node:process';
import { checkout, program } from './command-line.ts';

/** Whether util-linux's `script` is there, which gives a command a terminal of its own. */
export const hasTerminal = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** Runs `vod-nightly` in a terminal of so many columns; gives the lines that it showed. */
export function showInTerminal(
  args: readonly string[],
  columns: number,
  environment: Readonly<Record<string, string>> = {},
): string[] {
  const words = [execPath, program, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const command = `stty cols ${columns}; exec ${words.join(' ')}`;
  const env = { PATH: ownEnvironment.PATH ?? '', TERM: 'xterm-256color', ...environment };
  const shown = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: checkout, env, encoding: 'utf8' });
  return shown.stdout.replace(/\r?\n$/, '').split(/\r?\n/);
}
