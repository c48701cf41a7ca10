import type { Counts, Fault } from '../ledger/measurement.ts';
import type { FilePage } from './file-page.ts';
import type { Reading } from './reading.ts';
import type { CountsReading } from './statistics.ts';

const noFiles: Counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };

/**
 * What a reply comes to whose documented list has nothing in it, in the light of the list of files of the same window: five
 * zeros if that has no files either and says so; else it stays a fault, which says what the other list has, or why that could
 * not be had.
 * @param empty the fault of the empty reply
 */
export function readEmptyAnswer(empty: Fault, list: Reading<{ readonly page: FilePage }>): CountsReading {
  const { page, fault } = list;
  if (fault)
    return {
      fault: {
        ...fault,
        detail: `${empty.detail}, and the list of files, which could confirm it, is not to be had: ${fault.detail}`,
      },
    };
  if (page.total === 0 && page.listed === 0) return { counts: noFiles };
  return { fault: { ...empty, detail: `${empty.detail}, ${describeDoubt(page)}` }, isEmpty: true };
}

function describeDoubt({ total, listed }: FilePage): string {
  if (total === undefined) return 'and the list of files, which could confirm it, says no total';
  return `but the list of files has ${Math.max(total, listed)} of the same time`;
}
