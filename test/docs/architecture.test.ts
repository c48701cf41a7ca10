import { describe, expect, it } from 'vitest';
import { importsOf, readSourceFiles } from '../support/source-files.ts';
import { diagramsOf, read } from './pages.ts';

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md');
  const [house = ''] = diagramsOf(text);
  const [, glossary = ''] = /^## Glossary$([\s\S]*?)^## /m.exec(text) ?? [];
  const sources = readSourceFiles('lambda', 'infra', 'local');
  const places = new Map(
    [...house.matchAll(/(\w+)\["([\w./-]+)<br>/g)].map(([, id, path]) => [id, `${path}`]),
  );
  const arrows = [...house.matchAll(/^ *(\w+) --> (\w+)$/gm)].map(([, from, to]) => ({
    from: `${places.get(from)}`,
    to: `${places.get(to)}`,
  }));

  function isIn(path: string, place: string): boolean {
    return path === place || path.startsWith(`${place}/`);
  }

  function imports(from: string, to: string): boolean {
    const files = sources.filter(({ path }) => isIn(path, from));
    return files.flatMap(importsOf).some((one) => isIn(one.from, to));
  }

  it('draws every folder of the house', () => {
    const folders = new Set(
      sources
        .map(({ path }) => path.split('/').slice(0, 2).join('/'))
        .filter((path) => !path.endsWith('.ts')),
    );
    const drawn = [...places.values(), 'infra'];
    expect([...folders].filter((folder) => !drawn.some((place) => isIn(folder, place)))).toEqual([]);
    const concerns = sources.flatMap(({ path }) => /^lambda\/core\/[a-z]+(?=\/)/.exec(path) ?? []);
    expect([...new Set(concerns)].filter((concern) => !text.includes(`| \`${concern}\` `))).toEqual([]);
  });

  it.each(arrows)('draws an arrow for what imports: $from to $to', ({ from, to }) => {
    expect(imports(from, to)).toBe(true);
    expect(imports(to, from)).toBe(false);
  });

  it('explains at most thirty words, each in one sentence', () => {
    const rows = [...glossary.matchAll(/^\| ([a-z -]+[a-z]) +\| ([A-Z].*?) *\|$/gm)];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.length).toBeLessThanOrEqual(30);
    expect(rows.filter(([, , meaning = '']) => !/^[^.]+\.$/.test(meaning)).map(([, word]) => word)).toEqual(
      [],
    );
  });

  it('retires words that stay away', () => {
    const retired = [...glossary.matchAll(/^\| `(\w+)` +\|/gm)].map(([, word]) => `${word}`);
    expect(retired.length).toBeGreaterThan(0);
    const found = (word: string) => sources.filter(({ text }) => new RegExp(`\\b${word}\\b`).test(text));
    expect(retired.flatMap((word) => found(word).map(({ path }) => `${path}: ${word}`))).toEqual([]);
  });
});
