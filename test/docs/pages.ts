import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A page of the documentation, by its path from the project's root. */
export type Page = { readonly path: string; readonly text: string };

/** A file of the project. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Every page there is. */
export const pages: readonly Page[] = ['.', 'docs', 'docs/adr', 'test']
  .flatMap(pagesIn)
  .map((path) => ({ path, text: read(path) }));

/** The blocks that a page takes from files, which the comments before them name. */
export function quotesOf({ path, text }: Page) {
  const quotes = text.matchAll(/<!-- (\S+\/\S+) -->\n\n```\w+\n(.*?)^```$/gms);
  return [...quotes].map(([, file = '', quoted = '']) => ({ path, file, quoted }));
}

/** The text of the diagrams of a page, each by itself. */
export function diagramsOf(text: string): string[] {
  return [...text.matchAll(/^```mermaid$([\s\S]*?)^```$/gm)].map(([, diagram = '']) => diagram);
}
