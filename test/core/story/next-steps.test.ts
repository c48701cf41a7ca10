import { describe, expect, it } from 'vitest';
import { composeLook, composeRun, composeShow, wrapCommand } from '../../../lambda/core/story/next-steps.ts';

const here = { account: 'acme' };
const there = { account: 'acme', stack: 'VodNightly' };

describe('a command', () => {
  it.each([
    [composeShow(here, '2026-11-22'), 'npx vod-nightly show 2026-11-22 --account acme'],
    [composeShow(there, '2026-11-22'), 'npx vod-nightly show 2026-11-22 --account acme --stack VodNightly'],
    [
      composeRun(there, '2026-11-22'),
      'npx vod-nightly run --date 2026-11-22 --account acme --stack VodNightly',
    ],
    [composeLook(here, true), 'npx vod-nightly report --open --account acme'],
    [composeLook(there, false), 'npx vod-nightly history --account acme --stack VodNightly'],
  ])('says of which account and stack it is: %s', (command, expected) => {
    expect(command).toBe(expected);
  });

  it('stays on one line of up to 72 columns, and is broken so that a shell reads it as one', () => {
    const words = (command: string) => command.replaceAll(/\s*\\?\s+/g, ' ');
    for (let length = 1; length <= 40; length += 1) {
      const command = composeRun({ account: 'a'.repeat(length), stack: 'S' }, '2026-11-22');
      const lines = wrapCommand(command);
      expect(lines).toHaveLength(command.length <= 72 ? 1 : 4);
      expect(words(lines.join('\n'))).toBe(command);
      expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true);
    }
  });
});
