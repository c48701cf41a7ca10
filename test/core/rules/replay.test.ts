import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ledger, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { recordNight } from '../../../lambda/core/ledger/record.ts';
import { isByRule, type ReplayedDate, replayDates } from '../../../lambda/core/rules/replay.ts';
import { addDays } from '../../../lambda/core/time/day.ts';
import { anyCounts, countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';
import { sundaysWith } from '../../support/weekdays.ts';

const strict = rulesWith({ failureCount: { warning: 10, critical: 50 } });

function replay(ledger: Ledger, rules = strict): ReplayedDate[] {
  return replayDates(ledger, { account: 'main', rules, lookBackDays: 7 });
}

/** What each date would tell: its day, and kind and severity of what it tells. */
function newsOf(lines: readonly LedgerLine[], rules = strict): unknown[][] {
  return replay(ledgerOf(...lines), rules).flatMap(({ date, wouldTell }) =>
    wouldTell.map(({ kind, severity }) => [Number(date.slice(-2)), kind, severity]),
  );
}

function failed(day: number, failure: number, given: Partial<LedgerLine> = {}): LedgerLine {
  const line = measuredLine(`2026-11-${day}`, { counts: countsWith({ failure }) });
  return { ...line, ...given } as LedgerLine;
}

describe('replayDates', () => {
  it('gives nothing of an empty archive', () => {
    expect(replay(new Map())).toEqual([]);
  });

  it('gives each date, oldest first, with its counts, findings and what was told', () => {
    const notices = [
      noticeOf('breached', { severity: 'critical' }),
      noticeOf('revised', { state: 'pending' }),
    ];
    const bad = failed(21, 12, { notices });
    expect(replay(ledgerOf(failed(22, 0), bad, unavailableLine('2026-11-20')))).toEqual([
      {
        date: '2026-11-20',
        findings: [],
        wouldTell: [{ kind: 'unavailable', severity: 'warning' }],
        told: [],
      },
      {
        date: '2026-11-21',
        counts: countsWith({ failure: 12 }),
        findings: [{ rule: 'failureCount', severity: 'warning', value: 12, threshold: 10 }],
        wouldTell: [{ kind: 'breached', severity: 'warning' }],
        told: [{ kind: 'breached', severity: 'critical' }],
      },
      {
        date: '2026-11-22',
        counts: countsWith(),
        findings: [],
        wouldTell: [{ kind: 'recovered', severity: 'info' }],
        told: [],
      },
    ]);
  });

  it('tells each bad date, and once that all is well again', () => {
    const lines = [
      failed(17, 0),
      failed(18, 60),
      failed(19, 12),
      failed(20, 0),
      failed(21, 0),
      failed(22, 10),
    ];
    expect(newsOf(lines)).toEqual([
      [18, 'breached', 'critical'],
      [19, 'breached', 'warning'],
      [20, 'recovered', 'info'],
      [22, 'breached', 'warning'],
    ]);
  });

  it('waits for a date that is settled and good before it tells that all is well, however many lie between', () => {
    const unfinished = measuredLine('2026-11-19', { counts: countsWith({ running: 1 }) });
    const lines = [failed(18, 12), unfinished, unavailableLine('2026-11-20'), failed(21, 0), failed(22, 0)];
    expect(newsOf(lines).filter(([day, kind]) => day === 18 || kind === 'recovered')).toEqual([
      [18, 'breached', 'warning'],
      [21, 'recovered', 'info'],
    ]);
  });

  it('does not mind what people were told, nor what was found', () => {
    const finding = { rule: 'stuck', severity: 'warning', value: 3, threshold: 3 } as const;
    const notices = [noticeOf('breached'), noticeOf('withdrawn')];
    const lines = [failed(21, 12, { notices }), failed(22, 0, { findings: [finding], notices })];
    expect(newsOf(lines)).toEqual([
      [21, 'breached', 'warning'],
      [22, 'recovered', 'info'],
    ]);
  });

  it('tells of no date that nobody asked for', () => {
    const gap: LedgerLine = {
      date: '2026-11-21',
      state: 'unavailable',
      fault: { code: 'notAsked', detail: 'no night asked for this date' },
      notices: [],
    };
    expect(newsOf([failed(20, 0), gap, failed(22, 0)])).toEqual([]);
  });

  it('compares dates with the ones before them', () => {
    const volumeDrop = { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 } as const;
    const ledger = sundaysWith({ complete: 0 }, {}, {}, {}, {}, { complete: 0 });
    const dates = replay(ledger, rulesWith({ volumeDrop })).filter(({ findings }) => findings.length > 0);
    expect(dates).toMatchObject([{ date: '2026-11-15', findings: [{ value: 0, usual: 40 }] }]);
  });

  it('finds stuck what still ran when the last night asked, at the end of the look-back', () => {
    const stuck = (day: number) => measuredLine(`2026-11-${day}`, { counts: countsWith({ running: 1 }) });
    const lines = [stuck(10), stuck(18), stuck(20), failed(22, 0)];
    const dates = replay(ledgerOf(...lines), rulesWith({ stuck: { warning: 3 } }));
    expect(dates.map(({ findings }) => findings.map(({ value }) => value))).toEqual([[7], [4], [], []]);
  });

  it('would have told what recording night by night with the same rules told', () => {
    const days = fc.array(anyCounts, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, (counts) => {
        const recorded = recordNights(counts.map((one) => ({ ...one, waiting: 0, running: 0 })));
        const told = linesByDate(recorded).map(({ notices }) => notices.map(({ kind }) => kind));
        const would = replay(recorded).map(({ wouldTell }) => wouldTell.map(({ kind }) => kind));
        expect(would).toEqual(told);
      }),
    );
  });

  it('does not change the ledger it is given', () => {
    const ledger = ledgerOf(failed(21, 12, { notices: [noticeOf('breached')] }), failed(22, 0));
    const before = structuredClone(ledger);
    replay(ledger);
    expect(ledger).toEqual(before);
  });
});

function recordNights(counts: readonly Parameters<typeof measuredDate>[2][]): Ledger {
  return counts.reduce<Ledger>((ledger, one, index) => {
    const yesterday = addDays('2026-11-01', index);
    const now = `${addDays(yesterday, 1)}T01:10:00.000Z`;
    return recordNight(ledger, {
      account: 'main',
      horizon: { yesterday, lookBackDays: 7, timeZone: 'Asia/Seoul' },
      rules: strict,
      measurements: [measuredDate(yesterday, now, one)],
      holder: 'me',
      now,
      claimUntil: now,
    });
  }, new Map());
}

describe('isByRule', () => {
  it('is false only of what is told whatever the rules', () => {
    expect(isByRule({ kind: 'unavailable', severity: 'warning' })).toBe(false);
    expect(isByRule({ kind: 'breached', severity: 'warning' })).toBe(true);
    expect(isByRule({ kind: 'recovered', severity: 'info' })).toBe(true);
  });
});
