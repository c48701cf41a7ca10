import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Finding, LedgerLine } from '../../../lambda/core/ledger/line.ts';
import type { Counts } from '../../../lambda/core/ledger/measurement.ts';
import type { RuleSet } from '../../../lambda/core/rules/rule-set.ts';
import { judge } from '../../../lambda/core/rules/rules.ts';
import { addDays } from '../../../lambda/core/time/day.ts';
import { anyCounts, countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';
import { sunday, sundaysBefore, sundaysWith } from '../../support/weekdays.ts';

const anyOffset = fc.integer({ min: 0, max: 40 });
const anyWeeks = fc.integer({ min: 1, max: 8 });
/** A warning threshold, and how far above it the critical one lies; none or `false` for never. */
const anyCritical = fc.oneof(fc.nat(40), fc.constant(undefined));

function thresholds(warning: fc.Arbitrary<number>) {
  return fc.record({ warning, above: anyCritical }).map((given) => ({
    warning: given.warning,
    critical: given.above === undefined ? (false as const) : given.warning + given.above,
  }));
}

/** Every rule is on, so that all are compared. */
const anyRules: fc.Arbitrary<On> = fc
  .record({
    failureCount: thresholds(fc.integer({ min: 1, max: 60 })),
    failureRate: thresholds(fc.integer({ min: 1, max: 60 })),
    unusualFailures: thresholds(fc.double({ min: 1, max: 12, noNaN: true })),
    volumeDrop: thresholds(fc.integer({ min: 1, max: 60 })),
    stuck: thresholds(fc.integer({ min: 1, max: 12 })),
    minimumFiles: fc.integer({ min: 1, max: 60 }),
    minimumWeeks: anyWeeks,
    minimumFailures: fc.integer({ min: 1, max: 30 }),
    minimumUsual: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ minimumFiles, minimumWeeks, minimumFailures, minimumUsual, ...rules }) => ({
    failureCount: { ...rules.failureCount, critical: rules.failureCount.critical || undefined },
    failureRate: { ...rules.failureRate, minimumFiles },
    unusualFailures: { ...rules.unusualFailures, minimumWeeks, minimumFailures },
    volumeDrop: { ...rules.volumeDrop, minimumWeeks, minimumUsual },
    stuck: { ...rules.stuck, critical: rules.stuck.critical || undefined },
  }));

type On = { [Name in keyof RuleSet]: Exclude<RuleSet[Name], false> };

/** Up to 80 dates around the judged one, measured or not, in any order. */
const anyHistory: fc.Arbitrary<LedgerLine[]> = fc.uniqueArray(
  fc
    .record({ offset: fc.integer({ min: -70, max: 9 }), counts: fc.option(anyCounts) })
    .map(({ offset, counts }) => toLine(addDays(sunday, offset), counts)),
  { selector: ({ date }) => date, maxLength: 80 },
);
/** As many of the Sundays that count as there are counts, which anyHistory seldom hits. */
const anySundays = fc
  .array(fc.option(anyCounts), { maxLength: 8 })
  .map((all) => all.map((counts, index) => toLine(sundaysBefore[index] ?? sunday, counts)));

function toLine(date: string, counts: Counts | null): LedgerLine {
  return counts ? measuredLine(date, { counts }) : unavailableLine(date);
}

const anyCase = fc.record({
  counts: anyCounts,
  rules: anyRules,
  around: anyHistory,
  sundays: anySundays,
  days: anyOffset,
});
type Case = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never;

function linesOf({ around, sundays }: Case): LedgerLine[] {
  return [...ledgerOf(...around, ...sundays).values()];
}

function judgeCase(
  given: Case,
  changed: { history?: Ledger; counts?: Counts; rules?: RuleSet } = {},
): Finding[] {
  const { history = ledgerOf(...linesOf(given)), counts = given.counts, rules = given.rules } = changed;
  return judge(measuredLine(sunday, { counts }), history, rules, addDays(sunday, given.days));
}

function severityOf(findings: readonly Finding[], name: string): number {
  const found = findings.find(({ rule }) => rule === name);
  if (!found) return 0;
  return found.severity === 'critical' ? 2 : 1;
}

function always(check: (given: Case) => void): void {
  fc.assert(fc.property(anyCase, check), { numRuns: 500 });
}

const names = ['failureCount', 'failureRate', 'unusualFailures', 'volumeDrop', 'stuck'] as const;

describe('judge, for any counts, history and rules', () => {
  it('gives at most one finding a rule, in one order, each beyond its threshold', () => {
    always((given) => {
      const findings = judgeCase(given);
      const rules = findings.map(({ rule }) => rule);
      expect(rules).toEqual(names.filter((name) => rules.includes(name)));
      for (const { rule, value, threshold } of findings) {
        if (rule === 'volumeDrop') expect(value).toBeLessThanOrEqual(threshold);
        else expect(value).toBeGreaterThanOrEqual(threshold);
      }
    });
  });

  it('never adds a finding or makes one worse when a threshold rises', () => {
    const anyRise = fc.record({ name: fc.constantFrom(...names), by: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(anyCase, anyRise, fc.boolean(), (given, { name, by }, both) => {
        const { warning, critical } = given.rules[name];
        const raised =
          both && critical ? { warning: warning + by, critical: critical + by } : { warning: warning + by };
        const rules = { ...given.rules, [name]: { ...given.rules[name], ...raised } };
        const [before, after] = [judgeCase(given), judgeCase(given, { rules })];
        for (const rule of names)
          expect(severityOf(after, rule)).toBeLessThanOrEqual(severityOf(before, rule));
      }),
      { numRuns: 1_000 },
    );
  });

  it('never takes a finding of failures away when more files fail', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(50), (given, more) => {
        const counts = { ...given.counts, failure: given.counts.failure + more };
        const [before, after] = [judgeCase(given), judgeCase(given, { counts })];
        for (const rule of ['failureCount', 'failureRate', 'unusualFailures']) {
          expect(severityOf(after, rule)).toBeGreaterThanOrEqual(severityOf(before, rule));
        }
      }),
    );
  });

  it('never takes a drop away when fewer files are requested', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(200), (given, fewer) => {
        const counts = { ...given.counts, complete: Math.max(given.counts.complete - fewer, 0) };
        const [before, after] = [judgeCase(given), judgeCase(given, { counts })];
        expect(severityOf(after, 'volumeDrop')).toBeGreaterThanOrEqual(severityOf(before, 'volumeDrop'));
      }),
    );
  });

  it('does not mind the order of the history', () => {
    always((given) => {
      const reversed = ledgerOf(...linesOf(given).reverse());
      expect(judgeCase(given, { history: reversed })).toEqual(judgeCase(given));
    });
  });

  it('looks at nothing but the same weekdays of the eight weeks before', () => {
    always((given) => {
      const relevant = linesOf(given).filter(({ date }) => sundaysBefore.includes(date));
      expect(judgeCase(given, { history: ledgerOf(...relevant) })).toEqual(judgeCase(given));
    });
  });

  it('says nothing of small numbers', () => {
    const anySmall = fc.record({ failure: fc.nat(4), complete: fc.nat(15) }).map(countsWith);
    const rules = {
      failureCount: false,
      failureRate: { warning: 1, critical: false, minimumFiles: 20 },
      unusualFailures: { warning: 1, critical: false, minimumWeeks: 1, minimumFailures: 5 },
      volumeDrop: { warning: 1, critical: false, minimumWeeks: 1, minimumUsual: 20 },
      stuck: { warning: 1 },
    } as const;
    fc.assert(
      fc.property(anySmall, fc.array(anySmall, { maxLength: 8 }), (counts, before) => {
        const line = measuredLine(sunday, { counts });
        expect(judge(line, sundaysWith(...before), rules, sunday)).toEqual([]);
      }),
    );
  });

  it('does not throw for numbers as large as they come', () => {
    const anyLarge = fc.maxSafeNat();
    fc.assert(
      fc.property(
        fc.array(anyLarge, { minLength: 5, maxLength: 9 }),
        anyRules,
        ([failure = 0, ...rest], rules) => {
          const history = sundaysWith(...rest.map((complete) => ({ complete, failure: complete })));
          const findings = judge(
            measuredLine(sunday, { counts: countsWith({ failure }) }),
            history,
            rules,
            sunday,
          );
          for (const { value, threshold } of findings) {
            expect(Number.isFinite(value) && Number.isFinite(threshold)).toBe(true);
          }
        },
      ),
    );
  });
});
