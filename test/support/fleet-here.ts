import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, runCommand } from './command-line.ts';
import { writeConfig } from './doctor.ts';

/** A configuration with the shifts `night` and `late` in Seoul and `paris`, and the account `main`; a folder of its own. */
export type FleetHere = AsyncDisposable & {
  readonly directory: string;
  readonly config: string;
  /** Runs `vod-nightly fleet`; a later --config counts. */
  readonly run: (...args: readonly string[]) => Promise<CommandResult>;
  /** Writes a file into the folder; gives its path. */
  readonly put: (name: string, text: string) => Promise<string>;
  /** Where the accounts of a shift lie. */
  readonly fileOf: (shift: string) => string;
  readonly stored: (shift: string) => Promise<string | undefined>;
};

const shifts = [
  { name: 'night', time: '01:10', timeZone: 'Asia/Seoul' },
  { name: 'late', time: '04:10', timeZone: 'Asia/Seoul' },
  { name: 'paris', time: '01:10', timeZone: 'Europe/Paris' },
];

/** Opens it. */
export async function openFleetHere(): Promise<FleetHere> {
  const directory = await mkdtemp(join(tmpdir(), 'vod-nightly-fleet-'));
  const config = await writeConfig(directory, { accounts: [{ name: 'main' }], fleet: { shifts } });
  const fileOf = (shift: string) => join(directory, 's3/vod-nightly/fleet/accounts', `${shift}.jsonl`);
  return {
    directory,
    config,
    run: (...args) => runCommand(['fleet', '--config', config, '--directory', directory, ...args]),
    put: async (name, text) => {
      const file = join(directory, name);
      await writeFile(file, text);
      return file;
    },
    fileOf,
    stored: (shift) => readFile(fileOf(shift), 'utf8').catch(() => undefined),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
