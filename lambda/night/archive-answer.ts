import { hashInKey, hashOf, rejectedKey, snapshotKey, snapshotPrefix } from '../core/ledger/keys.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import { instantOf, type Measurement } from '../core/ledger/measurement.ts';
import { type Body, formatSnapshot, type KeptReply } from '../core/ledger/snapshot.ts';
import type { Archive, StoredObject } from '../ports.ts';
import type { Asked } from './ask-date.ts';

/** An answer in the archive, and the measurement that refers to it. */
export type Kept = {
  readonly asked: Asked;
  readonly line: LedgerLine | undefined;
  readonly measurement: Measurement;
};

/** Puts an answer into the archive, in the light of what the ledger knows of its date. */
export async function keepAnswer(
  asked: Asked,
  ledger: Ledger,
  account: string,
  archive: Archive,
): Promise<Kept> {
  const line = ledger.get(asked.date);
  return { asked, line, measurement: await keep(asked, line, account, archive) };
}

/** An answer that could not be archived: the date counts as unavailable, with that reason. */
export function keptNowhere(asked: Asked, ledger: Ledger, error: Error): Kept {
  const askedAt = instantOf(asked.answer.askedAtMs);
  const detail = `the API answered, but the answer could not be archived: ${error.name}`;
  const fault = { code: 'notArchived', detail } as const;
  const measurement = { state: 'unavailable', date: asked.date, askedAt, fault } as const;
  return { asked, line: ledger.get(asked.date), measurement };
}

/** The measurement of an answer in the light of a ledger that somebody else has written since it was kept. */
export async function keepAgain(
  kept: Kept,
  ledger: Ledger,
  account: string,
  archive: Archive,
): Promise<Measurement> {
  const line = ledger.get(kept.asked.date);
  const unchanged = line?.state === kept.line?.state && snapshotOf(line) === snapshotOf(kept.line);
  return unchanged ? kept.measurement : keep(kept.asked, line, account, archive);
}

function snapshotOf(line: LedgerLine | undefined): string | undefined {
  return line?.state === 'measured' ? line.snapshot : undefined;
}

/**
 * An answer equal to the newest one archived for its date is not stored again, so that the snapshots alone tell how the
 * counts changed.
 */
async function keep(
  asked: Asked,
  line: LedgerLine | undefined,
  account: string,
  archive: Archive,
): Promise<Measurement> {
  const { date, answer } = asked;
  const askedAt = instantOf(answer.askedAtMs);
  if (asked.fault) {
    const unavailable = { state: 'unavailable', date, askedAt, fault: asked.fault } as const;
    if (!asked.reply) return unavailable;
    const rejected = rejectedKey(account, date, askedAt, hashOf(contentOf(asked.reply.body)));
    await archive.create(toObject(rejected, account, asked, asked.reply));
    return { ...unavailable, rejected };
  }
  const hash = hashOf(contentOf(asked.reply.body));
  const known = await findEqual(account, line, hash, archive);
  const snapshot = known ?? snapshotKey(account, date, askedAt, hash);
  if (!known) await archive.create(toObject(snapshot, account, asked, asked.reply));
  const { counts, proof } = asked;
  return { state: 'measured', date, askedAt, counts, order: answer.order, proof, snapshot };
}

/**
 * The key of the newest snapshot of the line's date if it holds the same answer. The ledger's own key is only a hint:
 * a night that crashed before it could record may have archived another answer since.
 */
async function findEqual(account: string, line: LedgerLine | undefined, hash: string, archive: Archive) {
  if (line?.state !== 'measured' || hashInKey(line.snapshot) !== hash) return undefined;
  const newest = (await archive.listKeys(snapshotPrefix(account, line.date))).at(-1);
  return newest !== undefined && hashInKey(newest) === hash ? newest : undefined;
}

function contentOf(body: Body): string | Buffer {
  return 'text' in body ? body.text : Buffer.from(body.base64, 'base64');
}

function toObject(key: string, account: string, asked: Asked, reply: KeptReply): StoredObject {
  const { window, order, requestTarget, askedAtMs } = asked.answer;
  const reading = asked.fault
    ? { fault: asked.fault }
    : {
        counts: asked.counts,
        proof: asked.proof,
        ...(asked.confirmedBy && { confirmedBy: asked.confirmedBy }),
      };
  const request = { account, date: asked.date, window, order, requestTarget, askedAt: instantOf(askedAtMs) };
  return { key, body: formatSnapshot({ ...request, ...reading, reply }), contentType: 'application/json' };
}
