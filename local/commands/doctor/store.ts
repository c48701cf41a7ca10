import { randomUUID } from 'node:crypto';
import { ledgerPrefix } from '../../../lambda/core/ledger/keys.ts';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { ConflictError, ForbiddenError } from '../../../lambda/errors.ts';
import type { Archive } from '../../../lambda/ports.ts';
import { FolderInUseError } from '../../machine/folder-lock.ts';
import { type Checks, type Diagnosis, good, judgeClock, notTried, unknown, wrong } from './diagnosis.ts';

/** The doctor's own object: no account's objects lie there, whatever its name. */
const key = 'doctor/probe.json';
const contentType = 'application/json';
/** Stands for no account: its name could not be in any configuration. */
const nobody = '_doctor';
const permissions =
  'allow s3:GetObject and s3:PutObject on doctor/* and ledger/*, and s3:ListBucket on the bucket';

/**
 * Whether the store can be written, gives back what was written, and holds writes against their conditions: one object is
 * written, which each doctor writes again, and three writes are tried that have to be refused; its answers tell the time.
 * @param hold keeps other commands from writing meanwhile
 */
export function checkStore(archive: Archive, hold: () => Promise<AsyncDisposable | undefined>): Checks {
  let isWritten = false;
  return {
    async write() {
      const diagnosis = await tryWriting(archive, hold);
      isWritten = diagnosis.verdict === 'good';
      return diagnosis;
    },
    'conditional write': () => tryForbiddenWrites(archive, isWritten),
    "store's clock": () => judgeClock(archive.clock(), "the store's"),
  };
}

async function tryWriting(
  archive: Archive,
  hold: () => Promise<AsyncDisposable | undefined>,
): Promise<Diagnosis> {
  try {
    await using _lock = await hold();
    const body = `${JSON.stringify({ writtenBy: 'vod-nightly doctor', probe: randomUUID() })}\n`;
    const present = await archive.readVersion(key);
    await archive.replace({ key, body, contentType }, present?.version);
    const stored = await archive.read(key);
    if (stored === body) return good(`${key} has just been written and read back`);
    return wrong(
      `${key} does not hold what has just been written`,
      'use a store that gives back what was last written, as S3 does; see whether a proxy answers in its place',
    );
  } catch (error) {
    if (error instanceof FolderInUseError) {
      const reported = 'not tried: another command is writing there';
      return { ...notTried(error.message, 'npx vod-nightly doctor'), reported };
    }
    if (error instanceof ForbiddenError) return wrong(error.message, permissions);
    if (error instanceof ConflictError)
      return wrong(error.message, 'look again: another doctor may have written at the same moment');
    throw error;
  }
}

/** @param isWritten whether the doctor's object is there: only then can its being there forbid a write */
async function tryForbiddenWrites(archive: Archive, isWritten: boolean): Promise<Diagnosis> {
  const object = { key, body: '{}\n', contentType };
  const attempts = [
    { place: ledgerPrefix(nobody), write: () => saveForNobody(archive) },
    ...(isWritten
      ? [
          { place: key, write: () => archive.replace(object, madeUpVersion()) },
          { place: key, write: () => archive.replace(object, undefined) },
        ]
      : []),
  ];
  for (const { place, write } of attempts) {
    const refusal = await write().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal === undefined)
      return wrong(
        'the store took a write whose condition does not hold: nights would overwrite each other',
        `use a store with conditional writes, and delete ${place}`,
      );
    if (refusal instanceof ForbiddenError) return wrong(refusal.message, permissions);
    if (!(refusal instanceof ConflictError)) throw refusal;
  }
  if (!isWritten)
    return unknown('refused where there is no such version; the rest needs an object to try it on');
  return good('refused where there is another version, where there is one, and where there is none');
}

/** A line for no account, in the place of a version that never was. */
async function saveForNobody(archive: Archive): Promise<void> {
  const line = { date: '1970-01-01', state: 'unavailable', notices: [] } as const;
  const fault = { code: 'notAsked', detail: 'a probe of vod-nightly doctor' } as const;
  const next: Ledger = new Map([[line.date, { ...line, notices: [], fault }]]);
  const versions = new Map([[1970, madeUpVersion()]]);
  await archive.saveLedger(nobody, { ledger: new Map(), versions }, next);
}

function madeUpVersion(): string {
  return `"${randomUUID().replaceAll('-', '')}"`;
}
