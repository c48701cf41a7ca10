import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runIn } from './run-in.ts';

const installed = join(inject('project'), 'node_modules/vod-nightly');
const files = (await readdir(installed, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
const read = (file: string) => readFile(join(installed, file), 'utf8');

describe('the package', () => {
  it('has at most 150 files and 3 MB, without tests or sources', () => {
    expect(files.length).toBeLessThanOrEqual(150);
    expect(inject('tarballBytes')).toBeLessThan(3_000_000);
    expect(files.filter((file) => /test|(?<!\.d)\.ts$/.test(file))).toEqual([]);
    for (const file of ['LICENSE', 'README.md', 'docs/ledger-line.schema.json'])
      expect(files).toContain(file);
  });

  it('depends on what its modules import or its functions hold, and on nothing else', async () => {
    const modules = files.filter((file) => file.startsWith('dist/esm/'));
    const imported = (await Promise.all(modules.map(read))).flatMap((text) =>
      [...text.matchAll(/(?:\bfrom |^import |\bimport\()"([^"./][^"]*)"/gm)].map(([, name = '']) => name),
    );
    const bundled = (await read('dist/THIRD-PARTY-NOTICES.txt')).matchAll(/^(\S+) \S+ \(\S+\)$/gm);
    const packages = imported
      .filter((name) => !name.startsWith('node:'))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '');
    const wanted = new Set([...packages, ...[...bundled].map(([, name = '']) => name)]);
    const { dependencies, peerDependencies } = manifest;
    const named = Object.keys({ ...dependencies, ...peerDependencies });
    expect(packages.filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !wanted.has(name))).toEqual([]);
  });

  it('declares nothing but what can be reached from what it exports', async () => {
    const types = files.filter((file) => file.endsWith('.d.ts'));
    const exported = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [] : [join(entry.types)],
    );
    const reached = await Promise.all(
      types.map(async (file) =>
        [...(await read(file)).matchAll(/["'](\.[^"']+)\.ts["']/g)].map(([, path]) =>
          join(dirname(file), `${path}.d.ts`),
        ),
      ),
    );
    expect([...new Set([...exported, ...reached.flat()])].toSorted()).toEqual(types.toSorted());
  });

  it.each(['night', 'reader'])('does not say where the %s was built', async (name) => {
    const bundle: Record<string, string> = JSON.parse(await read(`dist/functions/${name}.json`));
    const maps = Object.entries(bundle).filter(([file]) => file.endsWith('.map'));
    const sources = maps.flatMap(([, map]): string[] => JSON.parse(map).sources);
    const own = sources.filter((source) => !source.includes('node_modules'));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((source) => !/^(\.\.\/){3,4}lambda\//.test(source))).toEqual([]);
  });

  it('names the licences of what is bundled, with their texts', async () => {
    const notices = await read('dist/THIRD-PARTY-NOTICES.txt');
    expect(notices).toMatch(/^@aws-sdk\/client-s3 \S+ \(Apache-2\.0\)$/m);
    expect(notices).toMatch(
      /^@middy\/core \S+ \(MIT\)\n-+\n.*Copyright \(c\).*\n\nPermission is hereby granted/m,
    );
  });

  it('has a bill of materials of all that npm installs with it', async () => {
    const bill: { metadata: { component: object }; components: { name: string }[] } = JSON.parse(
      await read('dist/sbom.cdx.json'),
    );
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'vod-nightly' } } });
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    expect(names).not.toContain('vitest');
  });

  it('is as publint and arethetypeswrong want it', async () => {
    const run = (...args: readonly string[]) =>
      runIn(inject('project'), 'npm', 'exec', '--yes', '--', ...args);
    await run('publint@0.3.25', '--strict', inject('tarball'));
    await run('@arethetypeswrong/cli@0.18.5', '--profile', 'esm-only', inject('tarball'));
  });
});
