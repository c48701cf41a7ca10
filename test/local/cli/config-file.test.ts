import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandProcess, startCommandProcess } from '../../support/command-line.ts';
import { faultyConfigs } from '../../support/faulty-configs.ts';

let directory: string;
let commands: CommandProcess;
beforeAll(async () => {
  commands = startCommandProcess();
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-config-'));
  await Promise.all(faultyConfigs.map(({ name, text }) => writeFile(join(directory, name), text)));
});
afterAll(async () => {
  await commands[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const run = (command: readonly string[], file: string) =>
  commands.run([...command, '--config', file, '--directory', join(directory, 'local')]);

const stackTrace = /^\s+at /m;

describe('a configuration file', () => {
  it.each(faultyConfigs)(
    'with $what is refused, with the place and the true reason',
    async ({ name, said }) => {
      const file = join(directory, name);
      const { exitCode, stdout, stderr } = await run(['history'], file);
      for (const text of said) expect(stderr).toContain(text.replace('FILE', file).replace('DIR', directory));
      expect(stderr).toMatch(/^vod-nightly: the configuration .*cannot be used:\n( {2}- .+\n)+$/);
      expect(stderr).not.toMatch(stackTrace);
      expect(stdout).toBe('');
      expect(exitCode).toBe(1);
    },
  );

  const anyCommand = [
    ...[
      ['start'],
      ['run'],
      ['report'],
      ['history'],
      ['show', '2026-11-22'],
      ['query', 'SELECT 1'],
      ['replay'],
    ],
    ...[
      ['backfill', '--from', '2026-11-01', '--to', '2026-11-02'],
      ['mute', '--account', 'a', '--until', '2030-01-01', '--reason', 'x'],
      ['unmute', '--account', 'a'],
      ['rebuild', '--account', 'a'],
    ],
  ];
  it.each(anyCommand)('is refused in one way by %s', async (...command) => {
    const file = join(directory, 'syntax.config.ts');
    const { exitCode, stderr } = await run(command, file);
    expect(stderr).toBe(
      `vod-nightly: the configuration ${file} cannot be used:\n  - ${file}:3: Expected ',', got ']'\n`,
    );
    expect(exitCode).toBe(1);
  });

  it('is no directory', async () => {
    const { exitCode, stderr } = await run(['history'], directory);
    expect(stderr).toContain(`  - ${directory}: there is no such file\n`);
    expect(exitCode).toBe(1);
  });

  it('is refused by doctor among its checks', async () => {
    const file = join(directory, 'syntax.config.ts');
    const { exitCode, stdout, stderr } = await run(['doctor'], file);
    expect(stdout).toContain(`✗ configuration  ${file}:3: Expected ',', got ']'`);
    expect(stderr).not.toMatch(stackTrace);
    expect(exitCode).toBe(1);
  });

  it('that exports an object or a promise of one is as good as one that calls defineConfig', async () => {
    const file = join(directory, 'promise.config.ts');
    await writeFile(file, "export default Promise.resolve({ accounts: [{ name: 'umbrella' }] });\n");
    const { exitCode, stderr } = await run(['history', '--account', 'nobody'], file);
    expect(stderr).toContain('has to be one of umbrella');
    expect(exitCode).toBe(2);
  });
});
