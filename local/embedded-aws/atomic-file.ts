import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file that others see either whole or not at all. It grows in a folder of its own on the same disk. */
export function writeAtomically(file: string, body: Buffer | string, folder: string): void {
  const growing = join(folder, randomUUID());
  for (const each of [folder, dirname(file)]) mkdirSync(each, { recursive: true });
  try {
    writeFileSync(growing, body);
    renameSync(growing, file);
  } finally {
    rmSync(growing, { force: true });
  }
}
