import { describe, expect, it } from 'vitest';
import { lastDays } from '../../../../local/commands/history/document.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../../support/lines.ts';

const seoul = { timeZone: 'Asia/Seoul', time: '01:10' };
/** 02:00 in Seoul of the 25th: the night that reports the 24th was due. */
const nowMs = Date.parse('2026-11-24T17:00:00Z');

describe('lastDays', () => {
  const dates = (ledger: Parameters<typeof lastDays>[1], count: number, account = seoul) =>
    lastDays(account, ledger, count, nowMs).map(({ date, state }) => `${date} ${state}`);

  it('goes to the date that the latest night reports, whether it ran or not, and has gaps in it', () => {
    const ledger = ledgerOf(measuredLine('2026-11-22'), unavailableLine('2026-11-20'));
    expect(dates(ledger, 30)).toEqual([
      '2026-11-20 unavailable',
      '2026-11-21 missing',
      '2026-11-22 settled',
      '2026-11-23 missing',
      '2026-11-24 missing',
    ]);
    expect(dates(ledger, 2)).toEqual(['2026-11-23 missing', '2026-11-24 missing']);
  });

  it('goes further when the ledger does, and begins nowhere when it is empty', () => {
    expect(dates(ledgerOf(measuredLine('2026-11-25')), 30)).toEqual(['2026-11-25 settled']);
    expect(dates(ledgerOf(), 30)).toEqual([]);
  });

  it('takes a date that the zone skipped for no gap', () => {
    const ledger = ledgerOf(measuredLine('2011-12-29'), measuredLine('2011-12-31'));
    const days = lastDays(
      { timeZone: 'Pacific/Apia', time: '01:10' },
      ledger,
      9,
      Date.parse('2011-12-31T12:00Z'),
    );
    expect(days.map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31']);
  });
});
