import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { factsOn, statusOf } from '../../../lambda/core/report/status.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const date = '2026-11-22';
const none = countsWith({ complete: 0 });
const warning = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;
const critical = { rule: 'stuck', severity: 'critical', value: 4, threshold: 3 } as const;

describe('how a date stands', () => {
  it.each<[string, LedgerLine]>([
    ['critical', measuredLine(date, { findings: [warning, critical] })],
    ['warning', measuredLine(date, { findings: [warning] })],
    ['unmeasured', unavailableLine(date)],
    ['unproven', measuredLine(date, { counts: none, proof: 'unproven' })],
    ['recovered', measuredLine(date, { notices: [noticeOf('breached'), noticeOf('recovered')] })],
    ['withdrawn', measuredLine(date, { notices: [noticeOf('breached'), noticeOf('withdrawn')] })],
    ['well', measuredLine(date)],
    ['well', measuredLine(date, { counts: none })],
    ['well', measuredLine(date, { proof: 'unproven' })],
    ['well', measuredLine(date, { notices: [noticeOf('unavailable')] })],
  ])('is %s', (status, line) => {
    expect(statusOf(line)).toBe(status);
  });
});

describe('what there is to say of a date', () => {
  it('is judged by the counts now, and not by those that were told', () => {
    const told = noticeOf('breached', { counts: countsWith({ failure: 9, running: 2 }) });
    const line = measuredLine(date, {
      counts: countsWith({ failure: 12 }),
      findings: [warning],
      notices: [told],
    });
    expect(factsOn(line, ledgerOf(line))).toEqual([{ fact: 'nights', nights: 1, unmeasured: 0 }]);
  });

  it('goes by the newest notice', () => {
    const notices = [noticeOf('breached'), noticeOf('revised'), noticeOf('recovered')];
    const line = measuredLine(date, { notices });
    expect(factsOn(line, ledgerOf(line))).toEqual([{ fact: 'recovered', nights: 0, unmeasured: 0 }]);
  });

  it('is found for a date of which nobody was told', () => {
    const quiet = measuredLine(date);
    expect(factsOn(quiet, ledgerOf(quiet))).toEqual([]);
    const missing = unavailableLine(date);
    expect(factsOn(missing, ledgerOf(missing))).toEqual([{ fact: 'noCounts', nights: 1 }]);
  });
});
