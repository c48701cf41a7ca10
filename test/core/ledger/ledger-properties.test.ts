import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMeasurement } from '../../../lambda/core/ledger/apply-measurement.ts';
import { formatLedgerYear, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { parseLedgerYear } from '../../../lambda/core/ledger/line.ts';
import { faultCodes, isSettled, type Measurement } from '../../../lambda/core/ledger/measurement.ts';
import { anyText } from '../../support/any-text.ts';
import { anyCounts } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';

const date = '2026-11-22';

const anyNotice = fc
  .record(
    {
      id: anyText,
      severity: fc.constantFrom('info', 'warning', 'critical'),
      state: fc.constantFrom('pending', 'sent'),
      claim: fc.record({ holder: anyText, until: fc.constant('2026-11-23T01:11:00.000Z') }),
      counts: anyCounts,
      messageId: anyText,
    },
    { requiredKeys: [] },
  )
  .map((given) => noticeOf('breached', given));

const anyFault = fc.record(
  { code: fc.constantFrom(...faultCodes), detail: anyText, vendorMessage: anyText, traceId: anyText },
  { requiredKeys: ['code', 'detail'] },
);

const anyLine: fc.Arbitrary<LedgerLine> = fc
  .tuple(
    fc.integer({ min: 0, max: 364 }),
    fc.array(anyNotice, { maxLength: 3 }),
    anyCounts,
    anyFault,
    fc.boolean(),
  )
  .map(([day, notices, counts, fault, measured]) => {
    const on = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    return measured ? measuredLine(on, { counts, notices }) : unavailableLine(on, { fault, notices });
  });

/** Measurements of one date, each asked for at a time of its own. */
const anyMeasurements: fc.Arbitrary<Measurement[]> = fc
  .array(fc.option(anyCounts), { minLength: 1, maxLength: 8 })
  .map((all) =>
    all.map((counts, index) => {
      const askedAt = `2026-11-23T01:1${index}:00.000Z`;
      return counts ? measuredDate(date, askedAt, counts) : unavailableDate(date, askedAt);
    }),
  );
const shuffled = anyMeasurements.chain((measurements) =>
  fc.tuple(fc.constant(measurements), fc.shuffledSubarray(measurements, { minLength: measurements.length })),
);

function applyAll(measurements: readonly Measurement[], line?: LedgerLine): LedgerLine | undefined {
  return measurements.reduce<LedgerLine | undefined>(
    (known, measurement) => applyMeasurement(known, measurement),
    line,
  );
}

describe('a ledger', () => {
  it('is read as it was written, whatever text is in it', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 5 }), (lines) => {
        const ledger = ledgerOf(...lines);
        expect(parseLedgerYear(formatLedgerYear(ledger, 2026))).toEqual(linesByDate(ledger));
      }),
    );
  });

  it('is refused when any of its lines was cut', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: 0, max: 1, noNaN: true }), (line, at) => {
        const text = JSON.stringify(line);
        const cut = text.slice(0, 1 + Math.floor(at * (text.length - 2)));
        expect(() => parseLedgerYear(`\n${cut}`)).toThrow(/^line 2 is not a ledger line/);
      }),
    );
  });
});

describe('applyMeasurement', () => {
  it('comes to the same counts in whatever order the measurements arrive', () => {
    fc.assert(
      fc.property(shuffled, ([inOrder, arrivals]) => {
        const newest = inOrder.findLast(({ state }) => state === 'measured') ?? inOrder.at(-1);
        const line = applyAll(arrivals);
        if (newest?.state === 'measured') {
          const { counts, snapshot, askedAt } = newest;
          expect(line).toMatchObject({ state: 'measured', counts, snapshot, lastSeenAt: askedAt });
          expect(line).toMatchObject({ settled: isSettled(counts) });
        } else {
          expect(line).toEqual({ ...newest, notices: [] });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing when the same measurements arrive again, in any order', () => {
    fc.assert(
      fc.property(shuffled, ([measurements, again]) => {
        const line = applyAll(measurements);
        expect(applyAll(again, line)).toBe(line);
      }),
    );
  });

  it('never goes back: measured stays measured, times and revisions only grow', () => {
    fc.assert(
      fc.property(shuffled, ([, arrivals]) => {
        const steps = arrivals.map((_, index) => applyAll(arrivals.slice(0, index + 1)));
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before?.state !== 'measured') continue;
          if (step?.state !== 'measured') throw new Error('a measured date became unavailable');
          expect(step.lastSeenAt >= before.lastSeenAt).toBe(true);
          expect(step.measuredAt >= before.measuredAt).toBe(true);
          expect(step.firstMeasuredAt).toBe(before.firstMeasuredAt);
          expect(step.revision - before.revision).toBe(
            JSON.stringify(step.counts) === JSON.stringify(before.counts) ? 0 : 1,
          );
        }
      }),
    );
  });
});
