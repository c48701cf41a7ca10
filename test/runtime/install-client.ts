import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.runtime/', import.meta.url));
const version = '4.0.2';

/**
 * Installs AWS's own runtime client into an ignored folder, on first use only: it compiles native code for a minute and
 * needs cmake and a C++ compiler, which is why it is no dependency of the project.
 * @returns the client's entry point
 */
export function installRuntimeClient(): string {
  const entry = `${folder}node_modules/aws-lambda-ric/index.mjs`;
  if (existsSync(entry)) return entry;
  mkdirSync(folder, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { 'aws-lambda-ric': version },
    allowScripts: { 'aws-lambda-ric': true },
  };
  writeFileSync(`${folder}package.json`, JSON.stringify(manifest));
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  return entry;
}
