import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { formatDatesCsv } from '../../../lambda/core/report/downloads.ts';
import { countsWith } from '../../support/counts.ts';
import { parseCsv } from '../../support/csv.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { reportOf } from '../../support/report-pages.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;
const bad = measuredLine(date, {
  counts: countsWith({ failure: 9, canceled: 1 }),
  revision: 2,
  findings: [finding, { ...finding, rule: 'failureRate', value: 18.4 }],
  notices: [noticeOf('breached', { messageId: 'm-1' }), noticeOf('revised', { state: 'pending' })],
});
const missing = unavailableLine('2026-11-21');

function tableOf(...lines: readonly LedgerLine[]): string {
  return formatDatesCsv(reportOf(date, ledgerOf(...lines)));
}

function rowOf(day: string): Record<string, string> {
  const [header = [], ...rows] = parseCsv(tableOf(missing, bad));
  const row = rows.find(([first]) => first === day) ?? [];
  return Object.fromEntries(header.map((name, column) => [name, row[column] ?? '?']));
}

describe('the dates of a report as a table', () => {
  it('are one row each, the same twelve months as in the page', () => {
    const text = tableOf(missing, bad);
    const [, ...rows] = parseCsv(text);
    const dates = rows.slice(0, -1).map(([first]) => first);
    expect(dates).toHaveLength(365);
    expect(new Set(dates).size).toBe(365);
    expect([dates[0], dates.at(-1)]).toEqual(['2025-11-23', date]);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('have the counts, and what came of them', () => {
    expect(rowOf(date)).toEqual({
      ...{ date, state: 'measured', waiting: '0', running: '0', complete: '40', failure: '9', canceled: '1' },
      ...{ settled: 'true', revision: '2', failureRate: '18.37' },
      findings: 'warning failureCount 9 at 5; warning failureRate 18.4 at 5',
      notices: 'warning breached sent m-1; warning revised pending',
      ...{ snapshot: bad.snapshot, fault: '' },
    });
  });

  it('leave every cell empty that is not known', () => {
    const nothing = Object.fromEntries(Object.keys(rowOf(date)).map((name) => [name, '']));
    expect(rowOf('2026-11-21')).toEqual({
      ...nothing,
      ...{ date: '2026-11-21', state: 'unavailable', fault: 'timeout' },
    });
    expect(rowOf('2026-11-20')).toEqual({ ...nothing, date: '2026-11-20' });
  });

  it('have no rate where nothing has finished', () => {
    const idle = measuredLine(date, { counts: countsWith({ complete: 0 }) });
    const [, ...idleRows] = parseCsv(tableOf(idle));
    expect(idleRows.at(-2)?.slice(2, 10)).toEqual(['0', '0', '0', '0', '0', 'true', '1', '']);
  });
});
