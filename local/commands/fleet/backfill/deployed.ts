import pMap from 'p-map';
import { parseStored } from '../../../../lambda/archive/parse-stored.ts';
import { type BackfillProgress, parseProgress } from '../../../../lambda/core/fleet/backfill-progress.ts';
import { backfillPrefix } from '../../../../lambda/core/ledger/keys.ts';
import { toPlainText } from '../../../../lambda/core/text/plain-text.ts';
import type { ReadableArchive } from '../../../../lambda/reader/read-report.ts';
import { countOf } from '../../../cli/count.ts';
import { waitFor } from '../../../cli/interrupt.ts';
import { type Ended, findEnd } from '../../../machine/deployed/executions.ts';

/** How a backfill is watched, and ended early. */
export type BackfillWatch = {
  readonly signal: AbortSignal;
  /** What is known of each account by now. */
  readonly progresses: Map<string, BackfillProgress>;
  /** Shows that. */
  readonly show: () => void;
};

/** Between two looks, milliseconds: soon at first, and then not too often, as each look at thousands of accounts costs. */
const looks = { firstMs: 500, mostMs: 5_000 };
const readsAtOnce = 32;
const reasonMaxLength = 300;

/**
 * Follows a backfill until it is over or the signal ends that, by the objects in which each account's progress lies.
 * @param machine ARN of the state machine that runs it
 * @param accounts how many it is of
 * @returns what went wrong
 */
export async function followBackfill(
  id: string,
  machine: string,
  accounts: number,
  archive: ReadableArchive,
  { signal, progresses, show }: BackfillWatch,
): Promise<Error[]> {
  for (let lookMs = looks.firstMs; !signal.aborted; lookMs = Math.min(2 * lookMs, looks.mostMs)) {
    const ended = await findEnd(machine, id);
    await readProgresses(id, progresses, archive);
    show();
    const done = [...progresses.values()].filter(({ isDone }) => isDone).length;
    if (ended) return failuresOf(accounts - done, id, ended);
    if (done === accounts) break;
    await waitFor(lookMs, signal);
  }
  return [];
}

/** What is over is not read again. */
async function readProgresses(
  id: string,
  progresses: Map<string, BackfillProgress>,
  archive: ReadableArchive,
): Promise<void> {
  const prefix = backfillPrefix(id);
  const keys = (await archive.listKeys(prefix)).filter((key) => {
    const name = /([^/]*)\.json$/.exec(key)?.[1];
    return name !== undefined && !progresses.get(name)?.isDone;
  });
  const read = async (key: string) => {
    const text = (await archive.read(key)) ?? '';
    const progress = parseStored(key, () => parseProgress(text));
    progresses.set(progress.account, progress);
  };
  await pMap(keys, read, { concurrency: readsAtOnce });
}

function failuresOf(count: number, id: string, { status, reason }: Ended): Error[] {
  if (count === 0) return [];
  const why = reason === '' ? '' : `, ${toPlainText(reason, reasonMaxLength)}`;
  const what = `${countOf(count, 'account')} did not come to an end`;
  return [new Error(`${what}: see the execution ${id} of the state machine, ${status}${why}`)];
}
