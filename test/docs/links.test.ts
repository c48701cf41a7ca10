import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagramsOf, type Page, pages, quotesOf, read, root } from './pages.ts';

/** What readers take for prose: no blocks, whose text is an example's own. */
function proseOf({ text }: Page): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** As GitHub makes the anchor of a heading; a heading that comes again gets a number. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf({ path: '', text }).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** What leads to another place of the project, and does not arrive. */
function brokenLinksOf(page: Page): string[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );
  return targets.filter((target) => !/^[a-z]+:/.test(target)).filter((target) => !arrives(page.path, target));
}

function arrives(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(read(path)).includes(anchor);
}

/** As somebody would write it beside the configuration. */
function atRoot(text: string): string {
  return text.replace("'../../package/vod-nightly.ts'", "'vod-nightly'").replaceAll("'../../", "'./");
}

describe('the documentation', () => {
  it.each(pages)('leads to places that are there: $path', (page) => {
    expect(brokenLinksOf(page)).toEqual([]);
  });

  it.each(pages.filter(({ path }) => !path.startsWith('docs/adr')))(
    'names files and folders that are there: $path',
    (page) => {
      const names = [proseOf(page), ...diagramsOf(page.text)]
        .join('\n')
        .match(/(?<![\w./-])(?:lambda|infra|local|test|bench|docs|package)\/[\w/-]*(?:\.\w+)*/g);
      expect([...new Set(names)].filter((name) => !existsSync(join(root, name)))).toEqual([]);
    },
  );

  it.each(pages.flatMap(quotesOf))('quotes $file as it is: $path', ({ file, quoted }) => {
    expect(quoted).toBe(atRoot(read(file)));
  });

  it('shows newcomers nothing that attacks a page', () => {
    const shown = pages.filter(({ path }) => !/^(CHANGELOG|test\/|docs\/adr)/.test(path));
    for (const { text } of shown) expect(text).not.toMatch(/<script|onerror=|onmouseover=|javascript:/i);
  });

  it('follows a link, and notices one that leads nowhere', () => {
    const text =
      '## A night\n\n## A night\n[a](#a-night-1) [b](#b) [c](README.md#no) [d](docs/none.md) [e](https://x.example)';
    const page = { path: 'example.md', text };
    expect(brokenLinksOf(page)).toEqual(['#a-night-1', '#b', 'README.md#no', 'docs/none.md']);
    expect(anchorsOf(text)).toEqual(['a-night', 'a-night-1']);
  });
});
