import { basename, dirname } from 'node:path';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { keepInFiles } from '../embedded-aws/s3/object-store.ts';

/**
 * The archive of this machine, read where the embedded S3 keeps its objects as files: who reads thousands of snapshots need not
 * make a request for each, and what a night in another process has written is there at once. A file of this size is read before
 * a promise for it would be kept.
 * @param folder the bucket's own
 */
export function openFolderArchive(folder: string): ReadableArchive {
  const store = keepInFiles(dirname(folder));
  const bucket = basename(folder);
  return {
    read: async (key) => store.read(`${bucket}/${key}`)?.toString(),
    listKeys: async (prefix) =>
      store
        .list(`${bucket}/${prefix}`)
        .map((path) => path.slice(bucket.length + 1))
        .sort(),
  };
}
