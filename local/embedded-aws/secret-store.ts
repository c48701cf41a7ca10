import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeAtomically } from './atomic-file.ts';
import { unlessMissing } from './s3/object-store.ts';

/** One value that a secret has or had. */
export type Version = {
  readonly id: string;
  readonly text: string;
  readonly stages: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
};

/** A secret with its versions, the oldest first. */
export type Secret = {
  readonly name: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly versions: readonly Version[];
};

/** Keeps secrets by their names. */
export type SecretStore = {
  read(name: string): Secret | undefined;
  write(secret: Secret): void;
};

/** In a folder that nobody else on the machine may read, a file each; in plain text, as a laptop's files are. */
export function keepSecretsInFiles(folder: string): SecretStore {
  const fileOf = (name: string) => join(folder, `${encodeURIComponent(name)}.json`);
  return {
    read: (name) => unlessMissing(() => JSON.parse(readFileSync(fileOf(name), 'utf8'))),
    write(secret) {
      makeFolder(folder);
      chmodSync(folder, 0o700);
      writeAtomically(fileOf(secret.name), JSON.stringify(secret), join(folder, '.writing'));
    },
  };
}
