import fc from 'fast-check';
import { type Counts, countNames } from '../../lambda/core/ledger/measurement.ts';

/** The counts of a settled date on which 40 files were completed, but for what is given. */
export function countsWith(given: Partial<Counts> = {}): Counts {
  return { waiting: 0, running: 0, complete: 40, failure: 0, canceled: 0, ...given };
}

/** Five counts, often small, often none waiting or running. */
export const anyCounts: fc.Arbitrary<Counts> = fc.record(
  Object.fromEntries(countNames.map((name) => [name, anyCount(name)])) as Record<
    keyof Counts,
    fc.Arbitrary<number>
  >,
);

function anyCount(name: keyof Counts): fc.Arbitrary<number> {
  return name === 'waiting' || name === 'running'
    ? fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3))
    : fc.oneof(fc.nat(30), fc.nat(200));
}
