import { hashInKey, hashOf, rejectedKey, snapshotKey, snapshotsPrefix } from '../core/ledger/keys.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import { type Fault, instantOf, type Measurement } from '../core/ledger/measurement.ts';
import { formatSnapshot } from '../core/ledger/snapshot.ts';
import type { Answer, Body } from '../core/vendor/exchange.ts';
import type { Archive } from '../ports.ts';

/** An answer and the measurement that refers to it in the archive, in the light of what the ledger had of its date. */
export type ArchivedAnswer = {
  readonly answer: Answer;
  readonly line: LedgerLine | undefined;
  readonly measurement: Measurement;
};

/** Puts an answer into the archive. */
export async function archiveAnswer(
  answer: Answer,
  ledger: Ledger,
  account: string,
  archive: Archive,
): Promise<ArchivedAnswer> {
  const line = ledger.get(answer.date);
  return { answer, line, measurement: await measure(answer, line, account, archive) };
}

/** An answer that could not be archived: nobody may rely on it, and nobody may think that the date was not asked for. */
export function notArchived(answer: Answer, ledger: Ledger, error: Error): ArchivedAnswer {
  const detail = `the API answered, but the answer could not be archived: ${error.name}`;
  const measurement = unavailable(answer, { code: 'notArchived', detail });
  return { answer, line: ledger.get(answer.date), measurement };
}

/** The measurement of an answer in the light of a ledger that somebody else may have written since. */
export async function measureAgain(
  { answer, line, measurement }: ArchivedAnswer,
  ledger: Ledger,
  account: string,
  archive: Archive,
): Promise<Measurement> {
  const now = ledger.get(answer.date);
  const isUnchanged = now?.state === line?.state && snapshotOf(now) === snapshotOf(line);
  return isUnchanged ? measurement : measure(answer, now, account, archive);
}

function snapshotOf(line: LedgerLine | undefined): string | undefined {
  return line?.state === 'measured' ? line.snapshot : undefined;
}

/**
 * An answer equal to the newest one archived for its date is not stored again, so that the snapshots alone tell how the
 * counts changed.
 */
async function measure(
  answer: Answer,
  line: LedgerLine | undefined,
  account: string,
  archive: Archive,
): Promise<Measurement> {
  const { date, reply, fault, counts, order, proof } = answer;
  const askedAt = instantOf(answer.askedAtMs);
  if (!reply) return unavailable(answer, fault);
  const hash = hashOf(contentOf(reply.body));
  const store = async (key: string) => {
    await archive.create({ key, body: formatSnapshot(account, answer), contentType: 'application/json' });
    return key;
  };
  if (fault)
    return {
      ...unavailable(answer, fault),
      rejected: await store(rejectedKey(account, date, askedAt, hash)),
    };
  const known = await findEqual(account, line, hash, archive);
  const snapshot = known ?? (await store(snapshotKey(account, date, askedAt, hash)));
  return { state: 'measured', date, askedAt, counts, order, proof, snapshot };
}

function unavailable({ date, askedAtMs }: Answer, fault: Fault) {
  return { state: 'unavailable', date, askedAt: instantOf(askedAtMs), fault } as const;
}

/**
 * The key of the newest snapshot of the line's date if it holds the same answer. The ledger's own key is only a hint:
 * a night that crashed before it could record may have archived another answer since.
 */
async function findEqual(account: string, line: LedgerLine | undefined, hash: string, archive: Archive) {
  if (line?.state !== 'measured' || hashInKey(line.snapshot) !== hash) return undefined;
  const newest = (await archive.listKeys(snapshotsPrefix(account, line.date))).at(-1);
  return newest !== undefined && hashInKey(newest) === hash ? newest : undefined;
}

function contentOf(body: Body): string | Buffer {
  return 'text' in body ? body.text : Buffer.from(body.base64, 'base64');
}
