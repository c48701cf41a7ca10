import { describe, expect, it } from 'vitest';
import {
  applyMeasurement,
  formatLedgerYear,
  type LedgerLine,
  linesByDate,
  parseLedgerYear,
  withLines,
} from '../../../lambda/core/ledger/ledger.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';

const date = '2026-11-22';
const [first, second, third] = [1, 2, 3].map((hour) => `2026-11-23T0${hour}:10:00.000Z`) as [
  string,
  string,
  string,
];

describe('formatLedgerYear', () => {
  const ledger = ledgerOf(
    measuredLine('2026-01-02'),
    unavailableLine('2025-12-31'),
    measuredLine('2026-01-01'),
  );

  it('writes one JSON document a line, oldest date first', () => {
    const lines = formatLedgerYear(ledger, 2026).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line).date)).toEqual(['2026-01-01', '2026-01-02']);
  });

  it('writes the dates of its year only', () => {
    expect(parseLedgerYear(formatLedgerYear(ledger, 2025))).toEqual([unavailableLine('2025-12-31')]);
    expect(formatLedgerYear(ledger, 2024)).toBe('');
  });
});

describe('parseLedgerYear', () => {
  const good = JSON.stringify(measuredLine(date));
  const broken = (change: object) => JSON.stringify({ ...measuredLine(date), ...change });

  it('reads nothing from nothing, and passes over empty lines', () => {
    expect(parseLedgerYear('')).toEqual([]);
    expect(parseLedgerYear(`\n${good}\n\n`)).toEqual([measuredLine(date)]);
  });

  it.each([
    ['cut', good.slice(0, -1)],
    ['no object', '42'],
    ['in an unknown state', broken({ state: 'guessed' })],
    ['of no date', broken({ date: '2026-02-30' })],
    ['without counts', broken({ counts: undefined })],
    ['with a count missing', broken({ counts: { ...countsWith(), failure: undefined } })],
    ['with a negative count', broken({ counts: countsWith({ failure: -1 }) })],
    ['with a fractional count', broken({ counts: countsWith({ failure: 0.5 }) })],
    ['with a field of a later version', broken({ colour: 'red' })],
    ['with a local time', broken({ measuredAt: '2026-11-23T01:10:00.000+09:00' })],
    ['with words before a time', broken({ measuredAt: `at ${first}` })],
    ['with words after a time', broken({ measuredAt: `${first} or so` })],
    ['of revision 0', broken({ revision: 0 })],
    ['with an unknown notice', broken({ notices: [{ ...noticeOf('breached'), kind: 'shouted' }] })],
    ['unavailable for no known reason', JSON.stringify({ ...unavailableLine(date), fault: { code: '?' } })],
  ])('refuses a line that is %s, by its number', (_, damaged) => {
    expect(() => parseLedgerYear(`${good}\n\n${damaged}\n${good}\n`)).toThrow(
      /^line 3 is not a ledger line: .*\S/s,
    );
    expect(() => parseLedgerYear(damaged)).toThrow(SyntaxError);
  });

  it('says what is wrong, and on which line', () => {
    const damaged = `${good}\n${broken({ date: '2026-02-30' })}\n`;
    expect(() => parseLedgerYear(damaged)).toThrow('line 2 is not a ledger line: date: is no date');
  });

  it('reads every kind of notice, every rule and every severity', () => {
    const rules = ['failureCount', 'failureRate', 'unusualFailures', 'volumeDrop', 'stuck'] as const;
    const kinds = ['breached', 'escalated', 'revised', 'withdrawn', 'recovered', 'unavailable'] as const;
    const findings = rules.flatMap((rule) =>
      (['warning', 'critical'] as const).map((severity) => ({ rule, severity, value: 1.5, threshold: 1 })),
    );
    const notices = kinds.flatMap((kind) =>
      (['info', 'warning', 'critical'] as const).map((severity) =>
        noticeOf(kind, { severity, rules: [...rules] }),
      ),
    );
    const held = (['mute', 'planned'] as const).map((cause) =>
      noticeOf('breached', { state: 'heldBack', heldBack: { cause, reason: 'moving' } }),
    );
    const line = measuredLine(date, { findings, notices: [...notices, ...held] });
    expect(parseLedgerYear(JSON.stringify(line))).toEqual([line]);
  });

  it('refuses a date that has two lines: one of them would be lost', () => {
    expect(() => parseLedgerYear(`${good}\n${good}\n`)).toThrow(/has more than one line$/);
  });

  it('says which field is wrong', () => {
    const counts = { ...countsWith(), failure: -1 };
    expect(() => parseLedgerYear(broken({ measuredAt: 'noon', counts }))).toThrow(
      /^line 1 is not a ledger line: counts\.failure: [^:]+, measuredAt: [^:]+$/,
    );
    expect(() => parseLedgerYear('{')).toThrow(/^line 1 is not a ledger line: SyntaxError: .*JSON/);
  });
});

describe('linesByDate and withLines', () => {
  it('put lines in and replace them, and leave the ledger given as it was', () => {
    const before = ledgerOf(measuredLine('2026-11-22'), unavailableLine('2026-11-20'));
    const after = withLines(before, [measuredLine('2026-11-20'), measuredLine('2026-11-21')]);
    expect(linesByDate(after)).toEqual(
      ['2026-11-20', '2026-11-21', '2026-11-22'].map((day) => measuredLine(day)),
    );
    expect(linesByDate(before)).toEqual([unavailableLine('2026-11-20'), measuredLine('2026-11-22')]);
  });
});

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
