import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Refusal } from '../refusal.ts';
import { writeAtomically } from './atomic-file.ts';

/** An object as it lies on the disk. */
export type StoredFile = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly modifiedMs: number;
};

/** Objects as plain files at `<directory>/s3/<bucket>/<key>`, for people and DuckDB to read. */
export type ObjectFiles = {
  /** Everything in a bucket, without having read it. */
  list(bucket: string): Promise<StoredFile[]>;
  read(file: StoredFile): Promise<Buffer>;
  /** @throws Refusal when a key is also the folder of another */
  write(bucket: string, key: string, body: Buffer): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
};

/** No bucket's name can begin with a dot, so nothing in here is ever taken for an object. */
const writingFolder = '.writing';
const folderCodes = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'];
const keyMaxBytes = 1024;

/** Keeps objects below the directory. */
export function createObjectFiles(directory: string): ObjectFiles {
  const root = join(directory, 's3');

  async function list(bucket: string): Promise<StoredFile[]> {
    const folder = join(root, bucket);
    await mkdir(folder, { recursive: true });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const file = join(entry.parentPath, entry.name);
          const { size, mtimeMs: modifiedMs } = await stat(file);
          return { bucket, key: relative(folder, file).split(sep).join('/'), size, modifiedMs };
        }),
    );
  }

  return {
    list,
    read: ({ bucket, key }) => readFile(join(root, bucket, key)),
    async write(bucket, key, body) {
      checkKey(key);
      try {
        await writeAtomically(join(root, bucket, key), body, join(root, writingFolder));
      } catch (error) {
        if (!isFolderClash(error)) throw error;
        throw new Refusal(
          400,
          'InvalidArgument',
          `${key}: the embedded S3 has a folder where a file has to be`,
        );
      }
    },
    async remove(bucket, key) {
      await rm(join(root, bucket, key), { force: true });
    },
  };
}

/**
 * Keys become paths, so those that would lead elsewhere cannot be had, though S3 itself has them.
 * @throws Refusal
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > keyMaxBytes)
    throw new Refusal(400, 'KeyTooLongError', 'Your key is too long', {
      MaxSizeAllowed: String(keyMaxBytes),
    });
  const isSafe = key.split('/').every((part) => !['', '.', '..'].includes(part) && !/[\\\0]/.test(part));
  if (isSafe) return;
  throw new Refusal(
    400,
    'InvalidArgument',
    `${key}: a key of the embedded S3 has to be a relative path without empty, "." and ".." parts and backslashes`,
    { ArgumentName: 'key' },
  );
}

function isFolderClash(error: unknown): boolean {
  return error instanceof Error && 'code' in error && folderCodes.includes(String(error.code));
}
