import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Measurement } from '../../../lambda/core/ledger/measurement.ts';
import { recordNight } from '../../../lambda/core/ledger/record.ts';
import type { RuleSet } from '../../../lambda/core/rules/rule-set.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { measuredDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';
import { sunday, sundaysWith } from '../../support/weekdays.ts';

/** The ledger after the night that reports `yesterday`, in which people are told of all November. */
function afterNight(
  ledger: Ledger,
  yesterday: string,
  rules: RuleSet,
  measurements: readonly Measurement[],
): Ledger {
  const now = measurements[0]?.askedAt ?? '';
  return recordNight(ledger, {
    account: 'main',
    horizon: { yesterday, lookBackDays: 31, timeZone: 'Asia/Seoul' },
    rules,
    measurements,
    holder: 'me',
    now,
    claimUntil: now,
  });
}

/** Rule and value of what is found on a date, and what is told of it. */
function foundAndTold(ledger: Ledger, date: string): unknown {
  const line = ledger.get(date);
  if (line?.state !== 'measured') return line?.state;
  return {
    found: line.findings.map(({ rule, value }) => [rule, value]),
    told: line.notices.map(({ kind }) => kind),
  };
}

const askedAt = '2026-11-22T16:10:00.000Z';
const volume = rulesWith({ volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 } });
const stuck = rulesWith({ stuck: { warning: 3 } });
const running = countsWith({ running: 1 });

describe('recordNight, judging', () => {
  it('compares a date with the ones before it in the ledger', () => {
    const ledger = afterNight(sundaysWith({}, {}, {}, {}), sunday, volume, [
      measuredDate(sunday, askedAt, countsWith({ complete: 0 })),
    ]);
    expect(foundAndTold(ledger, sunday)).toEqual({ found: [['volumeDrop', 0]], told: ['breached'] });
  });

  it('compares it with what the same night has measured late, though yesterday is asked for first', () => {
    const before = new Map([...sundaysWith({}, {}, {}, {})].filter(([date]) => date !== '2026-11-15'));
    const late = measuredDate('2026-11-15', askedAt, countsWith());
    const none = measuredDate(sunday, askedAt, countsWith({ complete: 0 }));
    expect(foundAndTold(afterNight(before, sunday, volume, [none]), sunday)).toEqual({
      found: [],
      told: [],
    });
    const found = { found: [['volumeDrop', 0]], told: ['breached'] };
    expect(foundAndTold(afterNight(before, sunday, volume, [none, late]), sunday)).toEqual(found);
    expect(foundAndTold(afterNight(before, sunday, volume, [late, none]), sunday)).toEqual(found);
  });

  it('finds a date stuck from the third night after it on, and takes it back when its files are done', () => {
    let ledger: Ledger = ledgerOf(measuredLine('2026-11-19', { counts: running }));
    for (const [day, found, told] of [
      [20, [], []],
      [21, [], []],
      [22, [['stuck', 3]], ['breached']],
      [23, [['stuck', 4]], ['breached']],
    ] as const) {
      const date = `2026-11-${day}`;
      ledger = afterNight(ledger, date, stuck, [
        measuredDate(date, `${date}T16:10:00.000Z`, countsWith()),
        measuredDate('2026-11-19', `${date}T16:10:00.000Z`, running),
      ]);
      expect(foundAndTold(ledger, '2026-11-19')).toEqual({ found, told });
    }
    const done = measuredDate('2026-11-19', '2026-11-24T16:10:00.000Z', countsWith());
    const after = afterNight(ledger, '2026-11-24', stuck, [done]);
    expect(foundAndTold(after, '2026-11-19')).toEqual({ found: [], told: ['withdrawn'] });
  });

  it('does not take back what later nights found stuck when an earlier night comes again', () => {
    const before = ledgerOf(measuredLine('2026-11-19', { counts: running }), measuredLine(sunday));
    const again = measuredDate('2026-11-19', askedAt, running);
    const ledger = afterNight(before, '2026-11-20', stuck, [again]);
    expect(foundAndTold(ledger, '2026-11-19')).toEqual({ found: [['stuck', 3]], told: ['breached'] });
    expect(afterNight(ledger, '2026-11-20', stuck, [again])).toEqual(ledger);
  });

  it('counts to the night of a ledger that nothing has been written to', () => {
    const ledger = afterNight(new Map(), sunday, stuck, [measuredDate('2026-11-19', askedAt, running)]);
    expect(foundAndTold(ledger, '2026-11-19')).toMatchObject({ found: [['stuck', 3]] });
    expect(afterNight(new Map(), sunday, stuck, []).get(sunday)).toMatchObject({ state: 'unavailable' });
  });
});
