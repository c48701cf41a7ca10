import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, env as ownEnvironment } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, runCommand, runProcess } from '../../support/command-line.ts';
import { writeConfig } from '../../support/doctor.ts';
import { hasTerminal } from '../../support/terminal.ts';

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe('vod-nightly complete', () => {
  let directory: string;
  let config: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-complete-'));
    config = await writeConfig(directory, { accounts: [{ name: 'acme' }, { name: 'globex' }] });
  });
  afterAll(() => rm(directory, { recursive: true }));

  /** What a shell would propose for the last word. */
  async function propose(...words: readonly string[]): Promise<string[]> {
    const { exitCode, stdout, stderr } = await runProcess(['complete', '--', ...words]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe(':4');
    return lines.map((line) => line.split('\t')[0] ?? '');
  }

  it('proposes commands, a word each', async () => {
    expect(await propose('s')).toEqual(['start', 'serve', 'show', 'simulator', 'sign']);
    for (const word of await propose('')) expect(word).toMatch(/^[a-z-]+$/);
  });

  it('proposes the options of a command, and those of all commands', async () => {
    const options = await propose('history', '--');
    expect(options).toEqual(
      expect.arrayContaining(['--days', '--format', '--account', '--stack', '--verbose']),
    );
    expect(options).not.toContain('--rules');
  });

  it('proposes the commands of a fleet, and their options', async () => {
    expect(await propose('fleet', 'p')).toEqual(['push']);
    expect(await propose('fleet', 'push', '--')).toEqual(expect.arrayContaining(['--prune', '--stack']));
    const { stdout } = await runProcess(['complete', '--', 'fleet', 'p']);
    expect(stdout).toMatch(/^push\tadd accounts and change them\n/);
  });

  it.each([
    ['query', '--format', '', ['table', 'json', 'csv']],
    ['history', '--format', 'c', ['csv']],
    ['simulator', '--edition', '', ['2021', '2025']],
    ['show', '--account', '', ['example']],
    ['run', '--date', '', []],
  ])('proposes the values of %s %s %s', async (command, option, word, values) => {
    expect(await propose(command, option, word)).toEqual(values);
  });

  it('proposes the accounts of the configuration that was named, and none of one that cannot be read', async () => {
    expect(await propose('run', '--config', config, '--account', '')).toEqual(['acme', 'globex']);
    expect(await propose('run', '--config', `${config}.gone`, '--account', '')).toEqual([]);
  });

  it.each([[['complete', 'tcsh']], [['complete']]])('refuses %j with exit code 2', async (args) => {
    const { exitCode, stdout } = await runProcess(args);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  /** As a file of start-up commands; the program only tells what it was called with, but for its completions. */
  const startUp = (define: string, load: string) => `${define}\n${load}\n`;
  const callProgram = `'${execPath}' '${program}'`;

  it.skipIf(!hasTerminal)('completes what is typed in bash', async () => {
    const file = join(directory, 'bashrc');
    const define = `vod-nightly() { if [ "$1" = complete ]; then ${callProgram} "$@"; else echo "RAN $*"; fi; }`;
    await writeFile(file, startUp(define, 'source <(vod-nightly complete bash)'));
    const typed = [
      'vod-nightly histo\t --da\t3 --form\tcs\t',
      `vod-nightly run --config '${config}' --account glo\t`,
      'exit',
    ];
    const { stdout } = spawnSync('script', ['-qec', `bash --noprofile --rcfile '${file}' -i`, '/dev/null'], {
      input: `${typed.join('\n')}\n`,
      env: { PATH: ownEnvironment.PATH ?? '', TERM: 'dumb' },
      encoding: 'utf8',
    });
    expect(stdout).toContain('RAN history --days 3 --format csv\r\n');
    expect(stdout).toContain(`RAN run --config ${config} --account globex\r\n`);
  });

  it.skipIf(!has('fish'))('completes in fish', async () => {
    const file = join(directory, 'config.fish');
    await writeFile(
      file,
      startUp(`function vod-nightly; ${callProgram} $argv; end`, 'vod-nightly complete fish | source'),
    );
    const ask = `source '${file}'; complete -C 'vod-nightly histo'`;
    expect(spawnSync('fish', ['--no-config', '-c', ask], { encoding: 'utf8' }).stdout).toMatch(/^history\t/m);
  });

  it.skipIf(!has('zsh'))('gives zsh a script that it understands', async () => {
    const { stdout } = await runProcess(['complete', 'zsh']);
    expect(spawnSync('zsh', ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it.each([
    [['complete'], 'shell: has to be one of bash, zsh, fish, powershell'],
    [['complete', 'tcsh'], 'shell tcsh: has to be one of bash, zsh, fish, powershell'],
  ])('refuses %j, and says which shells there are', async (args, text) => {
    const { exitCode, stdout, stderr } = await runCommand(args);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(text)]);
  });

  it.each(['zsh', 'fish', 'powershell'])('prints a script for %s', async (shell) => {
    const { exitCode, stdout } = await runProcess(['complete', shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${shell} completion for vod-nightly`);
  });
});
