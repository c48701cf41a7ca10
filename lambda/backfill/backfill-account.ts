import { parseStored } from '../archive/parse-stored.ts';
import type { BackfillEvent } from '../config/event.ts';
import { type BackfillProgress, parseProgress } from '../core/fleet/backfill-progress.ts';
import { backfillKey } from '../core/ledger/keys.ts';
import { type FaultCode, instantOf } from '../core/ledger/measurement.ts';
import { formatDocument } from '../core/text/document.ts';
import { addDays } from '../core/time/day.ts';
import type { Ports } from '../ports.ts';
import { type BackfillControl, backfill, type RecordedPast, usualConcurrency } from './backfill.ts';

/**
 * Goes on with the backfill of one account of many, until it is done or the deadline is near: then it has to be called again.
 * What it says of itself lies in an object of the account's own, from which the next call goes on.
 * @param control what else bounds it
 * @throws AggregateError with what failed; what was recorded before is kept, and gone on from
 */
export async function backfillAccount(
  { account, backfill: { id, from, to } }: BackfillEvent,
  ports: Ports,
  control: Pick<BackfillControl, 'deadlineMs' | 'signal'>,
): Promise<BackfillProgress> {
  const { archive, clock, telemetry } = ports;
  const key = backfillKey(id, account.name);
  const stored = await archive.read(key);
  const before = stored === undefined ? undefined : parseStored(key, () => parseProgress(stored));
  if (before?.isDone) return before;
  const range = { from: before?.reached ? addDays(before.reached, 1) : from, to, again: false };

  const note = async (recorded: RecordedPast, isDone = false, refused?: FaultCode) => {
    const { measured, unavailable, remaining, reached = before?.reached } = recorded;
    const progress: BackfillProgress = {
      account: account.name,
      from,
      to,
      at: instantOf(clock.now()),
      isDone,
      measured: measured + (before?.measured ?? 0),
      unavailable: unavailable.length + (before?.unavailable ?? 0),
      remaining,
      ...(refused && { refused }),
      ...(reached && { reached }),
    };
    await archive.put({ key, body: formatDocument(progress), contentType: 'application/json' });
    return progress;
  };

  const outcome = await backfill(account, range, ports, {
    ...control,
    concurrency: usualConcurrency,
    onRecorded: async (recorded) => {
      await note(recorded);
    },
  });
  const { remaining, refusal, failures } = outcome;
  for (const failure of failures) telemetry.error('failed', failure);
  const reasons = failures.map(({ message }) => message).join('; ');
  if (failures.length > 0)
    throw new AggregateError(failures, `the backfill of ${account.name} failed: ${reasons}`);
  return note(outcome, remaining === 0 || refusal !== undefined, refusal?.code);
}
