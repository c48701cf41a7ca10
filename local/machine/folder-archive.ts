import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { toError } from '../../lambda/errors.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';

/**
 * The archive of this machine, read where the embedded S3 keeps its objects as files, a folder's own bucket: who reads thousands of
 * snapshots need not make a request for each, and what a night in another process has written is there at once. A file of this
 * size is read before a promise for it would be kept.
 */
export function openFolderArchive(folder: string): ReadableArchive {
  return {
    read: async (key) => orUndefined(() => readFileSync(join(folder, key), 'utf8')),
    async listKeys(prefix) {
      const below = join(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1));
      const entries = orUndefined(() => readdirSync(below, { recursive: true, withFileTypes: true }));
      return (entries ?? [])
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    },
  };
}

/** What is read, or nothing where there is nothing of that name. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    const error = toError(thrown);
    if ('code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
