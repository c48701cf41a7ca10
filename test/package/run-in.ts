import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What the project's own npm and Vitest, or whoever develops it, have set. */
const ours = /^(npm_|vitest|node_env|node_options|aws_|ncp_|vod_)/i;

/**
 * What a program printed that ran in a folder, with the programs that were installed there and above, as npm has them, and
 * none of this project's.
 * @throws Error with all that it printed when it failed
 */
export async function runIn(folder: string, program: string, ...args: readonly string[]): Promise<string> {
  const { PATH = '', ...inherited } = process.env;
  const others = PATH.split(delimiter).filter((entry) => !entry.includes('node_modules'));
  const installed = listAncestors(folder).map((ancestor) => join(ancestor, 'node_modules/.bin'));
  const env = {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !ours.test(name))),
    NO_COLOR: '1',
    PATH: [...installed, ...others].join(delimiter),
  };
  try {
    return (await promisify(execFile)(program, args, { cwd: folder, env })).stdout;
  } catch (error) {
    const { stdout, stderr } = Object(error);
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error });
  }
}

function listAncestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)];
}
