import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { writeAtomically } from '../atomic-file.ts';
import { AwsError } from '../errors.ts';

/**
 * Objects by their paths, `<bucket>/<key>`. No call waits for anything, so that nothing comes between the check of a write's
 * condition and the write.
 */
export type ObjectStore = {
  read(path: string): Buffer | undefined;
  /** @throws AwsError for a path that is also the folder of another; the path has to be {@link isFilePath} */
  write(path: string, body: Buffer): void;
  /** The paths that begin so, in any order; the bucket has to be whole. */
  list(prefix: string): string[];
};

/** No bucket's name can begin with a dot, so nothing in here is ever taken for an object. */
const writingFolder = '.writing';
const clashCodes = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'];
const missingCodes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'];

/** Keeps objects as plain files below a folder, for people and DuckDB to read. */
export function keepInFiles(folder: string): ObjectStore {
  return {
    read(path) {
      return isFilePath(path) ? unlessMissing(() => readFileSync(join(folder, path))) : undefined;
    },
    write(path, body) {
      try {
        writeAtomically(join(folder, path), body, join(folder, writingFolder));
      } catch (error) {
        if (!hasCode(error, clashCodes)) throw error;
        const message = `${path}: the embedded S3 has a folder where a file has to be`;
        throw new AwsError(400, 'InvalidArgument', message);
      }
    },
    list(prefix) {
      const below = prefix.slice(0, prefix.lastIndexOf('/'));
      if (!isFilePath(below)) return [];
      const options = { recursive: true, withFileTypes: true } as const;
      const entries = unlessMissing(() => readdirSync(join(folder, below), options));
      return (entries ?? [])
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
        .filter((path) => path.startsWith(prefix));
    },
  };
}

/** Whether a path stays below its folder, and leads to one file only. */
export function isFilePath(path: string): boolean {
  return path.split('/').every((part) => !['', '.', '..'].includes(part) && !/[\\\0]/.test(part));
}

/** What can be read of a file or a folder; nothing where there is none. */
export function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!hasCode(error, missingCodes)) throw error;
    return undefined;
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
