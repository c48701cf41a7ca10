import { expect, it } from 'vitest';
import { composeCommand, wrapCommand } from '../../../lambda/core/messages/next-steps.ts';

it('a command stays on one line of up to 72 columns, and is broken so that a shell reads it as one', () => {
  const [fits, longer] = ['a'.repeat(24), 'a'.repeat(25)];
  expect(wrapCommand(composeCommand(fits, '2026-11-22'))).toEqual([
    `npx vod-nightly run --account ${fits} --date 2026-11-22`,
  ]);
  expect(wrapCommand(composeCommand(longer, '2026-11-22'))).toEqual([
    `npx vod-nightly run --account ${longer} \\`,
    '  --date 2026-11-22',
  ]);
});
