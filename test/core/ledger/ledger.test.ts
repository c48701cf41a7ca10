import { describe, expect, it } from 'vitest';
import { formatLedgerYear, linesByDate, withLines } from '../../../lambda/core/ledger/ledger.ts';
import { parseLedgerYear } from '../../../lambda/core/ledger/line.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const date = '2026-11-22';
const first = '2026-11-23T01:10:00.000Z';

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
    const kinds = [
      'breached',
      'escalated',
      'revised',
      'withdrawn',
      'recovered',
      'unavailable',
      'available',
    ] as const;
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
      /^line 1 is not a ledger line: counts\.failure: [^,]+, measuredAt: [^,]+$/,
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
