import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { traceToSources } from '../../lambda/adapters/source-stack.ts';

const map = { version: 3, sources: ['../../lambda/night/night.ts'], names: [], mappings: 'AASA' };

describe('a stack trace', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vod-nightly-maps-'));
  });

  /** An error thrown from a module with such a map. */
  async function thrownFrom(text: string | undefined, error: unknown = new Error('no')): Promise<unknown> {
    const path = join(folder, `${Math.random()}.mjs`);
    if (text !== undefined) await writeFile(`${path}.map`, text);
    const url = pathToFileURL(path).href;
    if (error instanceof Error)
      error.stack = `${error.name}: ${error.message}\n    at run (${url}:1:1)\n    at async ${url}:1:1`;
    return error;
  }

  async function trace(error: unknown): Promise<string> {
    await traceToSources(error);
    return (error as Error).stack ?? '';
  }

  it('names the places in the sources', async () => {
    expect(await trace(await thrownFrom(JSON.stringify(map)))).toBe(
      'Error: no\n    at run (lambda/night/night.ts:10:1)\n    at async lambda/night/night.ts:10:1',
    );
  });

  it.each([
    ['there is none', undefined],
    ['it breaks off', '{"version":3'],
    ['it is none', 'null'],
    ['it names no sources', '{"version":3}'],
    ['it has sections that are none', '{"version":3,"sections":[1]}'],
    ['its sources are no texts', JSON.stringify({ ...map, sources: [5] })],
  ])('stays as it is where the map is not what it should be: %s', async (_, text) => {
    const error = await thrownFrom(text);
    const before = (error as Error).stack;
    expect(await trace(error)).toBe(before);
  });

  it.each(['file://host/a.mjs:1:1', 'file://[:1:1', 'file:///a%00b:1:1', 'file:///a%2fb:1:1'])(
    'stays as it is where a place is none: %s',
    async (place) => {
      const stack = `Error: no\n    at run (${place})`;
      expect(await trace(Object.assign(new Error('no'), { stack }))).toBe(stack);
    },
  );

  it('leaves what the message says, whatever places it names and however long it is', async () => {
    const error = await thrownFrom(JSON.stringify(map));
    const [place = ''] = (error as Error).stack?.match(/file:\S+:1:1/) ?? [];
    const stack = `Error: ${place} ${'file://'.repeat(30_000)}\n    at run (${place})`;
    const startedMs = performance.now();
    expect(await trace(Object.assign(new Error('no'), { stack }))).toBe(
      stack.replace(`(${place})`, '(lambda/night/night.ts:10:1)'),
    );
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  it.each([
    ['a text', 'no'],
    ['nothing', undefined],
    ['null', null],
    ['an object', { stack: 5 }],
    ['an error without one', Object.assign(new Error('no'), { stack: undefined })],
  ])('is not looked for where there is none: %s', async (_, thrown) => {
    await expect(traceToSources(thrown)).resolves.toBeUndefined();
  });

  it('stays as it is on an error that cannot be changed', async () => {
    const error = Object.freeze(await thrownFrom(JSON.stringify(map)));
    await expect(traceToSources(error)).resolves.toBeUndefined();
  });
});
