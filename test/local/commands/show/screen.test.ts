import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../../../local/commands/history/document.ts';
import { type DateDocument, describeChange } from '../../../../local/commands/show/document.ts';
import { describeDate } from '../../../../local/commands/show/screen.ts';
import { anyText } from '../../../support/any-text.ts';
import { anyCounts, countsWith } from '../../../support/counts.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { measuredLine, noticeOf, unavailableLine } from '../../../support/lines.ts';

const paint = (_format: unknown, text: string) => text;
const date = '2026-11-22';
const key = 'KEY';

const line = fc.oneof(
  anyCounts.map((counts) => measuredLine(date, { counts, notices: [noticeOf('breached', { counts })] })),
  fc
    .record({ detail: anyText, vendorMessage: anyText })
    .map((words) => unavailableLine(date, { fault: { code: 'format', ...words } })),
);
const damaged = anyText.map((damage) => ({ key, damage }));
const answer = anyCounts.map((counts) => ({
  key,
  content: {
    askedAt: `${date}T16:10:00.000Z`,
    counts,
    order: 'toIsStart' as const,
    proof: 'provenBothEnds' as const,
  },
}));
const rejection = anyText.map((detail) => ({
  key,
  content: { askedAt: `${date}T16:10:00.000Z`, fault: { code: 'format', detail } },
}));
const file = fc.record({ path: anyText, category: anyText }, { requiredKeys: ['path'] });
const files: fc.Arbitrary<DateDocument['files']> = fc.array(file, { maxLength: 30 }).map((found) => ({
  key,
  content: { askedAt: `${date}T16:10:00.000Z`, files: found, read: 100 },
}));

const anyDocument: fc.Arbitrary<DateDocument> = fc
  .record({
    line,
    snapshots: fc.array(fc.oneof(answer, damaged), { maxLength: 4 }),
    rejected: fc.array(fc.oneof(rejection, damaged), { maxLength: 2 }),
    files: fc.oneof<fc.Arbitrary<DateDocument['files']>[]>(files, damaged, fc.constant(null)),
  })
  .map((parts) => {
    const { weekday, state } = documentOf(date, parts.line);
    return { account: 'a'.repeat(40), date, weekday, state, ledger: key, reports: [key], ...parts };
  });

describe('describeDate', () => {
  it('never writes a line that is longer than the screen, or a character that could move the cursor', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 60, max: 200 }), (document, width) => {
        for (const text of describeDate(document, { paint, width }).split('\n')) {
          expect(columnsIn(text)).toBeLessThanOrEqual(width);
          expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
        }
      }),
    );
  });
});

describe('describeChange', () => {
  it('names each count that moved, and nothing when none did', () => {
    const before = countsWith({ running: 3, failure: 1 });
    expect(describeChange(before, countsWith({ failure: 4 }))).toBe('running 3 → 0, failure 1 → 4');
    expect(describeChange(before, before)).toBe('');
  });
});
