import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file that others see either whole or not at all. It grows in a folder of its own on the same disk. */
export async function writeAtomically(file: string, body: Buffer | string, folder: string): Promise<void> {
  const growing = join(folder, randomUUID());
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(dirname(file), { recursive: true })]);
  try {
    await writeFile(growing, body);
    await rename(growing, file);
  } finally {
    await rm(growing, { force: true });
  }
}
