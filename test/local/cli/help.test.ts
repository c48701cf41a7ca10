import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../lambda/core/text/columns.ts';
import { runCommand } from '../../support/command-line.ts';

const commands = [
  'start',
  'run',
  'history',
  'serve',
  'link',
  'show',
  'query',
  'fleet',
  'replay',
  'doctor',
  'test-alert',
  'rebuild',
  'simulator',
  'sign',
  'complete',
];

const ofFleet = ['push', 'list', 'show', 'remove', 'rerun'].map((name) => `fleet ${name}`);

describe('the help', () => {
  it('lists every command', async () => {
    const { exitCode, stdout } = await runCommand(['--help']);
    expect(exitCode).toBe(0);
    for (const command of [...commands, 'help'])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b.* {2}\\S`, 'm'));
  });

  it.each(['', ...commands, ...ofFleet])(
    'of `%s` has all that a page of a manual has, and fits 80 columns',
    async (command) => {
      const { exitCode, stdout } = await runCommand([...command.split(' ').filter(Boolean), '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage: vod-nightly ${command}`);
      const headings = stdout.split('\n').filter((line) => /^[A-Z][a-zA-Z ]+:$/.test(line));
      expect(headings).toEqual(expect.arrayContaining(['Options:', 'Exit codes:', 'Examples:']));
      expect(headings.includes('Environment:')).toBe(!['simulator', 'complete'].includes(command));
      expect(stdout).toMatch(/Examples:\n {2}# .+\n {2}\$ .*vod-nightly/);
      for (const line of stdout.split('\n').filter((text) => !text.startsWith('  $ ')))
        expect(columnsOf(line)).toBeLessThanOrEqual(80);
    },
  );

  it('is the same by another name', async () => {
    const { stdout } = await runCommand(['help', 'show']);
    expect(stdout).toBe((await runCommand(['show', '--help'])).stdout);
  });

  it('gives the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect((await runCommand(['--version'])).stdout).toBe(`${version}\n`);
  });
});
