import { constants } from 'node:fs';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toPlainText } from '../../lambda/core/text/plain-text.ts';
import { toError } from '../../lambda/errors.ts';
import { makeFolder, writeAtomically } from '../embedded-aws/atomic-file.ts';

/** Another process writes in the folder: wait for it, or use another folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/** Of SQLite: somebody else has locked it. docs: SQLite, Result and Error Codes. */
const busy = 5;
/** Two that come at the same moment step back once before one of them has it, milliseconds. */
const patienceMs = 500;
const commandMaxLength = 60;

/**
 * Keeps others from writing in a folder while this process does: the embedded S3 holds its writes' conditions against what
 * it read at its start, so that two of them would each overwrite what the other wrote. It is a lock of the operating system
 * on a file, by way of SQLite: it ends with the process, however that ends, and no number of a process has to be believed.
 * @param command who holds it, for whoever finds it locked
 * @throws FolderInUseError that names who has it; what the file system says of a folder that cannot be written
 */
export async function lockFolder(directory: string, command: string): Promise<AsyncDisposable> {
  makeFolder(directory);
  await access(directory, constants.W_OK);
  const holder = join(directory, 'writer');
  const database = new DatabaseSync(join(directory, 'writer.lock'), { timeout: patienceMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    database.close();
    const error = toError(thrown);
    if (!('errcode' in error) || error.errcode !== busy) throw error;
    throw new FolderInUseError(
      `${directory} is being written by ${await readHolder(holder)}; wait until that has ended, or give another --directory`,
    );
  }
  const shown = toPlainText(command, commandMaxLength);
  const text = `${shown} (process ${process.pid}, since ${new Date().toISOString()})`;
  writeAtomically(holder, text, directory);
  return {
    async [Symbol.asyncDispose]() {
      await rm(holder, { force: true });
      database.close();
    },
  };
}

/** Whoever has only just got the lock has not signed yet. */
async function readHolder(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return toPlainText(text, commandMaxLength * 2) || 'another vod-nightly';
}
