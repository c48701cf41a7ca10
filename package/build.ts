// Makes dist/, which is the package beside its package.json: docs/adr/0017-package.md says why it looks so.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleFunction } from '../infra/function/bundle.ts';
import { composeNotices } from './notices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** In the package the functions are bundled already. */
const bundledAhead: Plugin = {
  name: 'bundled-ahead',
  setup({ onResolve }) {
    onResolve({ filter: /\/bundle\.ts$/ }, () => ({ path: join(root, 'package/bundled-ahead.ts') }));
  },
};

// Below the project, so that source maps name its files as they lie there, and not where it was built.
const scratch = join(dist, 'scratch');
rmSync(dist, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
mkdirSync(join(dist, 'functions'));
try {
  const sources = (['night', 'reader'] as const).flatMap((name) => {
    bundleFunction(name, join(scratch, name));
    return pack(join(scratch, name), name);
  });
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), composeNotices(sources));
  await buildModules();
  copyTypes(join(scratch, 'types'));
  writeFileSync(join(dist, 'sbom.cdx.json'), listComponents());
} finally {
  rmSync(scratch, { recursive: true });
}

/** Puts the files of a bundle into one, which package/bundled-ahead.ts unpacks; gives the sources of what is in them. */
function pack(folder: string, name: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.mjs(\.map)?$/.test(path))
    .toSorted();
  const files = paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
  writeFileSync(join(dist, 'functions', `${name}.json`), JSON.stringify(Object.fromEntries(files)));
  return files
    .filter(([path]) => path.endsWith('.map'))
    .flatMap(([path, map]) => {
      const { sources }: { readonly sources: readonly string[] } = JSON.parse(map);
      return sources.map((source) => resolve(folder, dirname(path), source));
    });
}

/**
 * The constructs, the configuration and the command line as one set of modules, so that all three share what they have in
 * common: a configuration is known by the module that has checked it. All lie two folders below the package, as deep as
 * those sources that look for files of the project.
 */
async function buildModules(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['package/vod-nightly.ts', 'package/config.ts', 'local/main.ts'],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: join(dist, 'esm'),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node22.18',
    format: 'esm',
    plugins: [bundledAhead],
    logLevel: 'warning',
  });
}

/** Declares what the two modules export, and what that refers to, and nothing else. */
function copyTypes(emitted: string): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(execPath, [tsc, '--project', join(root, 'package'), '--outDir', emitted], {
    stdio: 'inherit',
  });
  const reached = new Set<string>();
  const next = ['vod-nightly', 'config'].map((name) => join(emitted, `package/${name}.d.ts`));
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const from = dirname(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/["'](\.[^"']+)\.ts["']/g))
      next.push(join(from, `${path}.d.ts`));
  }
  for (const file of reached) cpSync(file, join(dist, 'types', relative(emitted, file)));
}

/** The software bill of materials: what is bundled, and what npm installs beside it. */
function listComponents(): string {
  const options = ['--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'];
  const bill = JSON.parse(execFileSync('npm', ['sbom', ...options], { cwd: root, encoding: 'utf8' }));
  bill.metadata.component.name = 'vod-nightly'; // npm takes the name of the folder
  return JSON.stringify(bill);
}
