import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountsFile } from '../lambda/reader/accounts.ts';

/** What stands in the package in the place of infra/function/bundle.ts: whoever deploys from it needs no esbuild. */
export const functionSources = fileURLToPath(new URL('../functions', import.meta.url));

/** Unpacks the function that runs a night. */
export function bundleHandler(directory: string): string {
  return unpack('night', directory);
}

/** Unpacks the reader, and puts beside it which accounts there are. */
export function bundleReader(directory: string, accounts: string): string {
  const module = unpack('reader', directory);
  writeFileSync(`${directory}/${accountsFile}`, accounts);
  return module;
}

function unpack(name: string, directory: string): string {
  const files: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(`${functionSources}/${name}.json`, 'utf8'),
  );
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${directory}/${path}`), { recursive: true });
    writeFileSync(`${directory}/${path}`, text);
  }
  return `${directory}/index.mjs`;
}
