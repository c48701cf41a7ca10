import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What stands in the package in the place of infra/function/bundle.ts: whoever deploys from it needs no esbuild. */
export const functionSources = fileURLToPath(new URL('../functions', import.meta.url));

/** Unpacks one of the functions. */
export function bundleFunction(name: string, directory: string): string {
  const files: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(`${functionSources}/${name}.json`, 'utf8'),
  );
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${directory}/${path}`), { recursive: true });
    writeFileSync(`${directory}/${path}`, text);
  }
  return `${directory}/index.mjs`;
}
