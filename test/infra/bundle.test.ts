import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../infra/function/bundle.ts';
import { InvalidInputError } from '../../lambda/errors.ts';

/** Bundles such sources, of which `index.ts` is the entry point, below a folder with a name that needs care; gives the module. */
async function bundleOf(sources: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const folder = join(await mkdtemp(join(tmpdir(), 'vod-nightly-sources-')), `it's "a" $folder %20`);
  await mkdir(folder);
  await Promise.all(Object.entries(sources).map(([name, text]) => writeFile(join(folder, name), text)));
  return import(pathToFileURL(bundle(join(folder, 'index.ts'), join(folder, 'out'))).href);
}

describe('the bundler', () => {
  it('gives all that a module imported later exports, what it exports by default as well', async () => {
    const { handler } = await bundleOf({
      'index.ts': `export const start = 1; export const handler = async () => ({ ...(await import('./later.ts')) });`,
      'later.ts': `import { start } from './index.ts'; export default start + 1; export const named = 3;`,
    });
    expect(await (handler as () => unknown)()).toEqual({ default: 2, named: 3 });
  });

  it('names sources in their maps by the way to them, so that a bundle is the same wherever it is made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-maps-'));
    await writeFile(join(folder, 'index.ts'), `export const handler = () => import('./later.ts');`);
    await writeFile(join(folder, 'later.ts'), 'export const named = 3;');
    const out = join(folder, 'out');
    bundle(join(folder, 'index.ts'), out);
    const files = await readdir(out, { recursive: true });
    const maps = files.filter((file) => file.endsWith('.map'));
    const texts = await Promise.all(maps.map((map) => readFile(join(out, map), 'utf8')));
    const sources = texts.flatMap((text): string[] => JSON.parse(text).sources);
    expect(new Set(sources)).toEqual(new Set(['../../index.ts', '../../later.ts']));
  });

  it('says that sources cannot be bundled without a stack trace', async () => {
    const sources = { 'index.ts': `export * from './missing.ts';` };
    await expect(bundleOf(sources)).rejects.toThrow(InvalidInputError);
  });
});
