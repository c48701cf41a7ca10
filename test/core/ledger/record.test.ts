import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { Notice } from '../../../lambda/core/ledger/line.ts';
import type { Measurement } from '../../../lambda/core/ledger/measurement.ts';
import { type NightRecording, recordBackfill, recordNight } from '../../../lambda/core/ledger/record.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';

const now = '2026-11-23T01:10:00.000Z';
const claimUntil = '2026-11-23T01:11:00.000Z';
const claim = { holder: 'me', until: claimUntil };

function recordingOf(
  measurements: readonly Measurement[],
  given: Partial<NightRecording> = {},
): NightRecording {
  return {
    account: 'main',
    horizon: { yesterday: '2026-11-22', lookBackDays: 3, timeZone: 'Asia/Seoul' },
    rules: rulesWith({ failureCount: { warning: 10, critical: 50 } }),
    measurements,
    holder: 'me',
    now,
    claimUntil,
    ...given,
  };
}

function failed(date: string, failure: number): Measurement {
  return measuredDate(date, now, countsWith({ failure }));
}

/** What is told of which date, in order. */
function newsOf(ledger: Ledger): [string, Notice['kind']][] {
  return linesByDate(ledger).flatMap(({ date, notices }) =>
    notices.map(({ kind }): [string, Notice['kind']] => [date, kind]),
  );
}

describe('recordNight', () => {
  it('enters the first good date, and tells nothing', () => {
    const measurement = measuredDate('2026-11-22', now, countsWith());
    const line = measuredLine('2026-11-22', {
      ...{ snapshot: measurement.snapshot, firstMeasuredAt: now, measuredAt: now, lastSeenAt: now },
    });
    expect(recordNight(new Map(), recordingOf([measurement]))).toEqual(ledgerOf(line));
  });

  const summary = { of: 'measured', state: 'pending', committedAt: now, claim } as const;
  const earlierSummary = {
    of: 'measured',
    state: 'sent',
    committedAt: now,
    sentAt: now,
    messageId: 'm-1',
  } as const;

  it.each([
    ['commits the summary of the date, claimed by this night', {}, summary],
    ['takes over that an earlier release told it', { earlierSummary }, earlierSummary],
  ])('%s', (_, given, expected) => {
    const summaryOf = '2026-11-22';
    const measurements = [measuredDate('2026-11-22', now, countsWith()), failed('2026-11-21', 1)];
    const ledger = recordNight(new Map(), recordingOf(measurements, { summaryOf, ...given }));
    expect(ledger.get('2026-11-22')?.summary).toEqual(expected);
    expect(ledger.get('2026-11-21')?.summary).toBeUndefined();
  });

  it('goes by what the ledger says of the summary, whatever an earlier release told', () => {
    const told = { ...earlierSummary, messageId: 'm-2' };
    const before = ledgerOf(measuredLine('2026-11-22', { summary: told }));
    const recording = recordingOf([], { summaryOf: '2026-11-22', earlierSummary });
    expect(recordNight(before, recording).get('2026-11-22')?.summary).toEqual(told);
    expect(recordNight(new Map(), recordingOf([], { earlierSummary })).get('2026-11-22')?.summary).toEqual(
      earlierSummary,
    );
  });

  it('leaves a summary that is still to be told to the nights that sum up', () => {
    const { claim: _none, ...untold } = summary;
    const before = ledgerOf(measuredLine('2026-11-22', { summary: untold }));
    expect(recordNight(before, recordingOf([])).get('2026-11-22')?.summary).toEqual(untold);
  });

  it('judges a bad date, and commits its notice claimed by this night', () => {
    const ledger = recordNight(new Map(), recordingOf([failed('2026-11-22', 12)]));
    expect(ledger.get('2026-11-22')).toMatchObject({
      findings: [{ rule: 'failureCount', severity: 'warning', value: 12, threshold: 10 }],
      notices: [{ id: 'main/2026-11-22/1', kind: 'breached', state: 'pending', claim }],
    });
  });

  it('judges anew when the rules have changed, though the counts have not', () => {
    const before = recordNight(new Map(), recordingOf([failed('2026-11-22', 12)]));
    const strict = rulesWith({ failureCount: { warning: 5, critical: 12 } });
    const after = recordNight(before, recordingOf([failed('2026-11-22', 12)], { rules: strict }));
    expect(after.get('2026-11-22')).toMatchObject({
      findings: [{ severity: 'critical', threshold: 12 }],
      notices: [{ id: 'main/2026-11-22/1', severity: 'critical' }],
    });
    const off = recordNight(before, recordingOf([failed('2026-11-22', 12)], { rules: rulesWith() }));
    expect(off.get('2026-11-22')).toMatchObject({ findings: [] });
  });

  it('tells that a date could not be measured, with no counts at all', () => {
    const line = recordNight(new Map(), recordingOf([unavailableDate('2026-11-22', now)])).get('2026-11-22');
    expect(line).toMatchObject({ state: 'unavailable', notices: [{ kind: 'unavailable', claim }] });
    expect(JSON.stringify(line)).not.toContain('counts');
  });

  it('fills missed nights as unavailable, never as zeros, and tells them only when asked for in vain', () => {
    const before = ledgerOf(measuredLine('2026-11-19'));
    const ledger = recordNight(
      before,
      recordingOf([failed('2026-11-22', 0), unavailableDate('2026-11-21', now)]),
    );
    expect(ledger.get('2026-11-20')).toMatchObject({ state: 'unavailable', fault: { code: 'notAsked' } });
    expect(ledger.get('2026-11-20')).not.toHaveProperty('counts');
    expect(newsOf(ledger)).toEqual([['2026-11-21', 'unavailable']]);
  });

  it('tells several dates of missed nights at once, recovery included', () => {
    const before = ledgerOf(measuredLine('2026-11-18'));
    const measurements = [
      failed('2026-11-22', 1),
      failed('2026-11-20', 60),
      unavailableDate('2026-11-21', now),
    ];
    expect(newsOf(recordNight(before, recordingOf([...measurements, failed('2026-11-19', 12)])))).toEqual([
      ['2026-11-19', 'breached'],
      ['2026-11-20', 'breached'],
      ['2026-11-21', 'unavailable'],
      ['2026-11-22', 'recovered'],
    ]);
  });

  it('records the past before the look-back and tells nothing of it', () => {
    const past = [failed('2026-11-16', 99), unavailableDate('2026-11-17', now), failed('2026-11-18', 0)];
    const ledger = recordNight(new Map(), recordingOf([...past, failed('2026-11-19', 0)]));
    expect(ledger.get('2026-11-16')).toMatchObject({ state: 'measured', findings: [{ value: 99 }] });
    expect(newsOf(ledger)).toEqual([]);
    expect(newsOf(recordNight(new Map(), recordingOf([failed('2026-11-19', 12)])))).toHaveLength(1);
  });

  it('claims what an earlier, crashed night left, and leaves what another night is telling', () => {
    const left = noticeOf('breached', { state: 'pending' });
    const theirs = { ...left, claim: { holder: 'you', until: claimUntil } };
    const before = ledgerOf(
      measuredLine('2026-11-01', { notices: [left] }),
      measuredLine('2026-11-02', { notices: [theirs] }),
    );
    const ledger = recordNight(before, recordingOf([failed('2026-11-22', 0)]));
    expect(ledger.get('2026-11-01')?.notices).toEqual([{ ...left, claim }]);
    expect(ledger.get('2026-11-02')?.notices).toEqual([theirs]);
  });

  it('does not change the ledger it is given', () => {
    const before = ledgerOf(measuredLine('2026-11-19'));
    recordNight(before, recordingOf([failed('2026-11-22', 12)]));
    expect(before).toEqual(ledgerOf(measuredLine('2026-11-19')));
  });
});

describe('recordBackfill', () => {
  const past = (measurements: readonly Measurement[]) => {
    const { horizon, rules } = recordingOf([]);
    return { horizon, rules, measurements };
  };

  it('judges as a night does, and tells nobody, not even of the look-back', () => {
    const ledger = recordBackfill(new Map(), past([failed('2026-11-21', 12), failed('2026-11-22', 60)]));
    expect(linesByDate(ledger)).toMatchObject([
      { date: '2026-11-21', findings: [{ severity: 'warning' }], notices: [] },
      { date: '2026-11-22', findings: [{ severity: 'critical' }], notices: [] },
    ]);
  });

  it('leaves every notice as it is, claimed or not', () => {
    const pending = noticeOf('breached', { state: 'pending' });
    const before = ledgerOf(
      measuredLine('2026-11-20', { notices: [noticeOf('breached')] }),
      measuredLine('2026-11-22', { notices: [pending] }),
    );
    const after = recordBackfill(before, past([failed('2026-11-21', 0)]));
    expect(linesByDate(after).map(({ notices }) => notices)).toEqual([[noticeOf('breached')], [], [pending]]);
  });

  it('enters the dates between a past and the dates known so far as not asked for', () => {
    const after = recordBackfill(ledgerOf(measuredLine('2026-11-22')), past([failed('2026-11-19', 0)]));
    expect(linesByDate(after)).toMatchObject([
      { date: '2026-11-19', state: 'measured' },
      { date: '2026-11-20', fault: { code: 'notAsked' } },
      { date: '2026-11-21', fault: { code: 'notAsked' } },
      { date: '2026-11-22', state: 'measured' },
    ]);
  });

  it('does not let an account begin with dates that could not be measured', () => {
    const outage = ['2026-11-17', '2026-11-18', '2026-11-20'].map((date) => unavailableDate(date, now));
    const after = recordBackfill(new Map(), past([...outage, failed('2026-11-19', 0)]));
    expect(linesByDate(after)).toMatchObject([
      { date: '2026-11-19', state: 'measured' },
      { date: '2026-11-20', fault: { code: 'outage' } },
      { date: '2026-11-21', fault: { code: 'notAsked' } },
      { date: '2026-11-22', fault: { code: 'notAsked' } },
    ]);
    expect(recordBackfill(new Map(), past(outage))).toEqual(new Map());
  });

  it('begins with the earliest date measured, in whatever order they come', () => {
    const dates = [failed('2026-11-21', 0), failed('2026-11-19', 0), unavailableDate('2026-11-20', now)];
    const after = recordBackfill(new Map(), past(dates));
    expect(after.get('2026-11-20')).toMatchObject({ fault: { code: 'outage' } });
  });

  it('enters why a date within the known ones could not be measured', () => {
    const before = ledgerOf(unavailableLine('2026-11-20'), measuredLine('2026-11-22'));
    const after = recordBackfill(before, past([unavailableDate('2026-11-20', now)]));
    expect(after.get('2026-11-20')).toMatchObject({ fault: { code: 'outage' }, askedAt: now });
  });
});
