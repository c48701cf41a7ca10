import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  lookCommand,
  runbookHeadings,
  runbookSteps,
  runCommand,
  showCommand,
} from '../../../lambda/core/story/next-steps.ts';
import { messageWords } from '../../../lambda/core/words/messages.ts';
import { accountOf } from '../../support/accounts.ts';

const here = { account: accountOf() };
const there = { ...here, stack: 'VodNightly' };

describe('a command', () => {
  it.each([
    [showCommand('2026-11-22', here), 'npx vod-nightly show 2026-11-22 --account acme'],
    [showCommand('2026-11-22', there), 'npx vod-nightly show 2026-11-22 --account acme --stack VodNightly'],
    [
      runCommand('2026-11-22', there),
      'npx vod-nightly run --date 2026-11-22 --account acme --stack VodNightly',
    ],
    [lookCommand(true, here), 'npx vod-nightly report --open --account acme'],
    [
      showCommand('2026-11-22', { ...here, stack: "Prod/O'Brien" }),
      "npx vod-nightly show 2026-11-22 --account acme --stack 'Prod/O'\\''Brien'",
    ],
    [lookCommand(false, there), 'npx vod-nightly history --account acme --stack VodNightly'],
  ])('says of which account and stack it is: %s', (command, expected) => {
    expect(command).toBe(expected);
  });
});

describe('the runbook', () => {
  const text = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const kinds = Object.keys(runbookHeadings) as (keyof typeof runbookHeadings)[];

  it.each(kinds)('tells under a heading of its own what to do about a notice: %s', (kind) => {
    const heading = runbookHeadings[kind];
    expect(text).toContain(`# ${heading}\n`);
    const steps = runbookSteps(kind, 'https://wiki.example.com/runbook.md', messageWords.en);
    expect(steps).toMatchObject([
      { address: `https://wiki.example.com/runbook.md#${heading.toLowerCase().split(' ').join('-')}` },
    ]);
    expect(heading).toMatch(/^[A-Z][A-Za-z ]+$/);
  });

  it('is named only where it is known', () => {
    expect(runbookSteps('breached', undefined, messageWords.en)).toEqual([]);
    expect(new Set(Object.values(runbookHeadings)).size).toBe(kinds.length);
  });
});
