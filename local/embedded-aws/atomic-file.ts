import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file that others see either whole or not at all. It grows in a folder of its own on the same disk. */
export function writeAtomically(file: string, body: Buffer | string, folder: string): void {
  const growing = join(folder, randomUUID());
  for (const each of [folder, dirname(file)]) makeFolder(each);
  try {
    writeFileSync(growing, body);
    renameSync(growing, file);
  } finally {
    rmSync(growing, { force: true });
  }
}

/**
 * Makes a folder and those above it, where they are not there. Asked for all at once, Node.js tries for ever where the system has no
 * such file in a folder that is there, as in /proc.
 */
export function makeFolder(folder: string): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  if (isThere()) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isThere()) throw error; // else somebody else was first
  }
}
