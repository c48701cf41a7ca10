import { expect, it } from 'vitest';
import { composeFallback, toFallback } from '../../../lambda/core/messages/fallback.ts';
import { storyOf } from '../../../lambda/core/story/story.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

function fallbackOf(account: string, notices: number, failure = 13) {
  const notice = noticeOf('breached');
  const line = measuredLine('2026-11-22', { counts: countsWith({ failure }), notices: [notice] });
  const ids = Array.from({ length: notices }, (_, index) => `n${index + 1}`);
  return composeFallback(account, storyOf({ line, notice }, ledgerOf(line)), ids);
}

it('the fallback is a subject and three lines', () => {
  expect(fallbackOf('main', 1)).toEqual({
    subject: 'WARNING main: 13 failed, 2026-11-22',
    body: `WARNING main: 13 failed, 2026-11-22
This alert is short because its full text was refused; the log says why.
Notices, told in full by the ledger of main: n1
`,
  });
});

it.each([
  [5, '(+4 more)', ': n1, n2, n3, n4, n5'],
  [6, '(+5 more)', ': n1, n2, n3, n4, n5 and 1 more'],
])('the fallback of %d notices counts the others, and names five at most', (notices, more, named) => {
  const { subject, body } = fallbackOf('main', notices);
  expect(subject).toBe(`WARNING main: 13 failed, 2026-11-22 ${more}`);
  expect(body.endsWith(`${named}\n`)).toBe(true);
});

it('the fallback has a subject that SNS takes, however long the name', () => {
  const { subject } = fallbackOf('a'.repeat(40), 200, 8_999_999_999_999_999);
  expect(subject).toMatch(/^WARNING: 8,999,999,999,999,999 failed, 2026-11-22 \(\+199 more\), a+$/);
  expect(subject.length).toBeLessThan(100);
});

it('the fallback has a question mark for whatever is not ASCII, and 99 characters of subject', () => {
  expect(toFallback('조회: a\tb', ['한', '글'])).toEqual({ subject: '??: a?b', body: '?\n?\n' });
  expect(toFallback('a'.repeat(100), []).subject).toBe('a'.repeat(99));
});
