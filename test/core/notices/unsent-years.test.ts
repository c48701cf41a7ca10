import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ledger, linesByDate, withLines } from '../../../lambda/core/ledger/ledger.ts';
import { notedYears, noteUnsentYears } from '../../../lambda/core/notices/unsent-years.ts';
import { yearOf } from '../../../lambda/core/time/day.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

const heldBack = noticeOf('breached', { state: 'heldBack' });
const nothing: Ledger = new Map();

function notesIn(ledger: Ledger): [string, number[]][] {
  return linesByDate(ledger).flatMap(({ date, unsentYears }) => (unsentYears ? [[date, unsentYears]] : []));
}

describe('what is not told of earlier years', () => {
  it('is noted on the first line of each later year', () => {
    const ledger = ledgerOf(
      measuredLine('2026-12-30', { notices: [heldBack] }),
      measuredLine('2027-01-01'),
      measuredLine('2027-01-02', { notices: [heldBack] }),
      measuredLine('2028-01-01'),
    );
    expect(notesIn(noteUnsentYears(nothing, ledger))).toEqual([
      ['2027-01-01', [2026]],
      ['2028-01-01', [2026, 2027]],
    ]);
  });

  it.each([
    ['a notice that is pending', { notices: [noticeOf('breached', { state: 'pending' })] }, [2026]],
    ['a summary that is pending', { summary: { of: 'measured', state: 'pending', committedAt: '' } }, [2026]],
    ['a summary that was sent', { summary: { of: 'measured', state: 'sent', committedAt: '' } }, []],
    ['a notice that was sent', { notices: [noticeOf('breached')] }, []],
  ] as const)('counts %s', (_, given, noted) => {
    const line = measuredLine('2026-12-31', {
      ...given,
      notices: [...('notices' in given ? given.notices : [])],
    });
    expect(notedYears(noteUnsentYears(nothing, ledgerOf(line, measuredLine('2027-01-01'))).values())).toEqual(
      noted,
    );
  });

  it('is noted one change longer than it lasts, as years are written one after the other', () => {
    const before = noteUnsentYears(
      nothing,
      ledgerOf(measuredLine('2026-12-31', { notices: [heldBack] }), measuredLine('2027-01-01')),
    );
    const told = withLines(before, [measuredLine('2026-12-31', { notices: [noticeOf('breached')] })]);
    const marked = noteUnsentYears(before, told);
    expect(notesIn(marked)).toEqual([['2027-01-01', [2026]]]);
    expect(notesIn(noteUnsentYears(marked, marked))).toEqual([]);
  });

  it('is noted oldest first, in whatever order it came to be known', () => {
    const ledger = ledgerOf(
      measuredLine('2026-12-31', { notices: [heldBack] }),
      measuredLine('2027-01-01', { unsentYears: [2024, 2020] }),
    );
    expect(notesIn(noteUnsentYears(nothing, ledger)).at(-1)).toEqual(['2027-01-01', [2020, 2024, 2026]]);
  });

  it('stays noted of a year that was not read', () => {
    const ledger = ledgerOf(measuredLine('2027-01-01', { unsentYears: [2024] }), measuredLine('2028-01-01'));
    expect(notesIn(noteUnsentYears(ledger, ledger))).toEqual([
      ['2027-01-01', [2024]],
      ['2028-01-01', [2024]],
    ]);
  });

  it('moves to a line that becomes the first of its year', () => {
    const ledger = ledgerOf(measuredLine('2027-01-02', { unsentYears: [2024] }));
    const filled = withLines(ledger, [measuredLine('2027-01-01')]);
    expect(notesIn(noteUnsentYears(ledger, filled))).toEqual([['2027-01-01', [2024]]]);
  });

  it('leaves the ledger as it is when there is nothing to note', () => {
    const ledger = ledgerOf(measuredLine('2026-12-31'), measuredLine('2027-01-01'));
    expect(noteUnsentYears(ledger, ledger)).toEqual(ledger);
  });

  it('is found from any two years that follow one another, whatever was changed in between', () => {
    const anyLine = fc.record({
      date: fc
        .tuple(fc.integer({ min: 2020, max: 2026 }), fc.integer({ min: 1, max: 28 }))
        .map(([year, day]) => `${year}-03-${String(day).padStart(2, '0')}`),
      isHeld: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(anyLine, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const ledger = changes.reduce<Ledger>((before, lines) => {
            const next = lines.map(({ date, isHeld }) =>
              measuredLine(date, { notices: isHeld ? [heldBack] : [] }),
            );
            return noteUnsentYears(before, withLines(before, next));
          }, nothing);
          const years = [...new Set([...ledger.keys()].map(yearOf))].sort();
          for (const [index, year] of years.entries()) {
            const read = [...ledger.values()].filter(
              ({ date }) => yearOf(date) >= (years[index - 1] ?? year) && yearOf(date) <= year,
            );
            const unsent = [...ledger.values()].filter(
              ({ date, notices }) => yearOf(date) < (years[index - 1] ?? year) && notices.length > 0,
            );
            for (const { date } of unsent) expect(notedYears(read)).toContain(yearOf(date));
          }
        },
      ),
    );
  });
});
