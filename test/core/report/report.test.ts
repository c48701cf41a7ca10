import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../support/accounts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { reportOf } from '../../support/report-pages.ts';

const oneDay = 86_400_000;

describe('the history of a report', () => {
  it('is the twelve months up to the date, each date once and in order', () => {
    const date = fc
      .integer({ min: Date.parse('2015-01-01'), max: Date.parse('2035-01-01') })
      .map((ms) => new Date(ms).toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, (day) => {
        const dates = reportOf(day, ledgerOf()).days.map((each) => each.date);
        const start = Date.parse(day) - 364 * oneDay;
        expect(dates).toEqual(
          Array.from({ length: 365 }, (_, index) =>
            new Date(start + index * oneDay).toISOString().slice(0, 10),
          ),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('leaves out a date that the zone skipped', () => {
    const account = accountOf({ timeZone: 'Pacific/Apia' });
    const dates = reportOf('2012-01-02', ledgerOf(), { account }).days.map(({ date }) => date);
    expect(dates.slice(-4)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01', '2012-01-02']);
  });

  it('ends with the date, whatever the ledger knows of later ones', () => {
    const report = reportOf('2026-11-22', ledgerOf(measuredLine('2026-11-22'), measuredLine('2026-11-23')));
    expect(report.days.at(-1)?.date).toBe('2026-11-22');
    expect(report.ledger.has('2026-11-23')).toBe(false);
  });

  it('takes a date that the ledger does not have for one that nobody asked for', () => {
    const { line, days } = reportOf('2026-11-22', ledgerOf());
    expect(line).toEqual({
      ...{ date: '2026-11-22', state: 'unavailable', notices: [] },
      fault: { code: 'notAsked', detail: 'no night asked for this date' },
    });
    expect(days.at(-1)).toEqual({ date: '2026-11-22' });
  });
});
