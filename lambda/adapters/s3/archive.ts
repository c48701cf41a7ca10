import type { ClockReading } from '../../core/time/clock-reading.ts';
import type { Archive } from '../../ports.ts';
import { type Bounds, unhurried } from '../bounded-call.ts';
import {
  type Bucket,
  createObject,
  listKeys,
  readObject,
  type WriteCondition,
  writeObject,
} from './bucket.ts';

/** Where the archive is, and what the store's clock said last, where somebody listens to it. */
type ArchivePlace = Omit<Bucket, 'bounds'> & { readonly clock?: () => ClockReading | undefined };

/**
 * The archive in one bucket of S3, or of a store that speaks its language with conditional writes.
 * @param bounds those of the night or the command that it is for
 */
export function createArchive(
  { client, name, clock = () => undefined }: ArchivePlace,
  bounds: Bounds = unhurried,
): Archive {
  const bucket: Bucket = { client, name, bounds };
  const objects: Omit<Archive, 'loadLedger' | 'saveLedger'> = {
    clock,
    create: (object, limit) => createObject(bucket, object, limit),
    put: async (object, limit) => {
      await writeObject(bucket, object, {}, limit);
    },
    listKeys: (prefix, limit) => listKeys(bucket, prefix, limit),
    read: async (key, limit) => (await readObject(bucket, key, limit))?.text,
    readVersion: (key) => readObject(bucket, key),
    replace: (object, version) => writeObject(bucket, object, conditionOn(version)),
  };
  return {
    ...objects,
    loadLedger: async (...args) => (await ledgerStore()).loadLedger(objects, ...args),
    saveLedger: async (...args) => (await ledgerStore()).saveLedger(objects, ...args),
  };
}

/** How a ledger lies in it. Its schema loads when it is first needed: the start of the function does not wait for it. */
function ledgerStore() {
  return import('../../archive/ledger-store.ts');
}

function conditionOn(version: string | undefined): WriteCondition {
  return version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version };
}
