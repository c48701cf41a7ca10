import { describe, expect, it } from 'vitest';
import { applyMeasurement } from '../../../lambda/core/ledger/apply-measurement.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { countsWith } from '../../support/counts.ts';
import { measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';

const date = '2026-11-22';
const [first, second, third] = [1, 2, 3].map((hour) => `2026-11-23T0${hour}:10:00.000Z`) as [
  string,
  string,
  string,
];

describe('applyMeasurement', () => {
  const five = countsWith({ failure: 5 });
  const running = countsWith({ running: 1 });

  it('begins a line with the first counts', () => {
    const measurement = measuredDate(date, first, running);
    expect(applyMeasurement(undefined, measurement)).toEqual({
      ...{ date, state: 'measured', counts: running, settled: false, revision: 1 },
      ...{ order: 'toIsStart', proof: 'provenBothEnds', snapshot: measurement.snapshot },
      ...{ firstMeasuredAt: first, measuredAt: first, lastSeenAt: first },
      ...{ findings: [], notices: [] },
    });
  });

  it('keeps what was told of the date, and what its line notes of earlier years', () => {
    const told = {
      notices: [noticeOf('unavailable')],
      summary: { of: 'unavailable', state: 'sent', committedAt: first, sentAt: first, messageId: 'm-1' },
      unsentYears: [2024],
    } as const;
    const line = unavailableLine(date, {
      ...told,
      notices: [...told.notices],
      unsentYears: [2024],
      askedAt: first,
    });
    expect(applyMeasurement(line, measuredDate(date, second, five))).toMatchObject(told);
    expect(applyMeasurement(line, unavailableDate(date, second))).toMatchObject(told);
  });

  it('begins a line with the reason for which there are no counts', () => {
    const { fault } = unavailableDate(date, first);
    const rejected = 'rejected/account=main/x.json';
    expect(applyMeasurement(undefined, { ...unavailableDate(date, first), rejected })).toEqual({
      ...{ date, state: 'unavailable', fault, askedAt: first, rejected, notices: [] },
    });
    expect(applyMeasurement(undefined, unavailableDate(date, first))).not.toHaveProperty('rejected');
  });

  it('moves only the time last seen when the counts are the same', () => {
    const notices = [noticeOf('breached')];
    const line = { ...applyMeasurement(undefined, measuredDate(date, first, five)), notices };
    expect(applyMeasurement(line, { ...measuredDate(date, second, five), snapshot: line.date })).toEqual({
      ...line,
      ...{ lastSeenAt: second, snapshot: line.date },
    });
  });

  it('begins a revision when they differ, and keeps findings and notices for whoever judges next', () => {
    const line: LedgerLine = measuredLine(date, {
      counts: running,
      firstMeasuredAt: first,
      measuredAt: first,
      lastSeenAt: first,
      findings: [{ rule: 'failureCount', severity: 'warning', value: 5, threshold: 5 }],
      notices: [noticeOf('breached')],
    });
    const measurement = measuredDate(date, second, five);
    expect(applyMeasurement(line, measurement)).toEqual({
      ...line,
      ...{ counts: five, settled: true, revision: 2, snapshot: measurement.snapshot },
      ...{ measuredAt: second, lastSeenAt: second },
    });
  });

  it('counts 5, 6, 5 as three revisions', () => {
    const counts = [5, 6, 5].map((failure) => countsWith({ failure }));
    const line = counts.reduce<LedgerLine | undefined>(
      (known, one, index) =>
        applyMeasurement(known, measuredDate(date, `2026-11-23T0${index}:00:00.000Z`, one)),
      undefined,
    );
    expect(line).toMatchObject({ revision: 3, counts: five });
  });

  it('makes an unavailable date measured, even by an answer asked for earlier, and keeps its notices', () => {
    const line = unavailableLine(date, { askedAt: third, notices: [noticeOf('unavailable')] });
    expect(applyMeasurement(line, measuredDate(date, first, five))).toMatchObject({
      ...{ state: 'measured', counts: five, revision: 1, notices: line.notices },
    });
    expect(applyMeasurement(line, measuredDate(date, first, five))).not.toHaveProperty('fault');
  });

  it('never makes a measured date unavailable', () => {
    const line = measuredLine(date, { lastSeenAt: first });
    expect(applyMeasurement(line, unavailableDate(date, third))).toBe(line);
  });

  it('keeps to what was asked for last, whether counts or reasons', () => {
    const measured = measuredLine(date, { lastSeenAt: second });
    expect(applyMeasurement(measured, measuredDate(date, first, five))).toBe(measured);
    expect(applyMeasurement(measured, measuredDate(date, second, five))).toBe(measured);
    const unavailable = unavailableLine(date, { askedAt: second });
    expect(applyMeasurement(unavailable, unavailableDate(date, first))).toBe(unavailable);
    expect(applyMeasurement(unavailable, unavailableDate(date, second))).toBe(unavailable);
    expect(applyMeasurement(unavailable, unavailableDate(date, third))).toMatchObject({ askedAt: third });
  });

  it('replaces a gap by the reason of the first asking', () => {
    const { askedAt: _never, ...gap } = unavailableLine(date, { notices: [noticeOf('unavailable')] });
    expect(applyMeasurement(gap, unavailableDate(date, first))).toMatchObject({
      ...{ askedAt: first, fault: { code: 'outage' }, notices: gap.notices },
    });
  });
});
