import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the project, by its path from the project's root, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string };

/** One import, static or dynamic, of values or of types. */
export type Import = {
  /** A package's name, or for a file of the project its path from the root. */
  readonly from: string;
  /** What stands between `import` and `from`. */
  readonly clause: string;
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** All TypeScript files below some folders of the project. */
export function readSourceFiles(...folders: readonly string[]): SourceFile[] {
  const entries = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  );
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

// Strings come first, so that the slashes in 'https://' begin no comment.
const stringOrComment =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/.*/g;

/** The text of a file without its comments. */
export function codeOf({ text }: SourceFile): string {
  return text.replace(stringOrComment, (_, string?: string) => string ?? ' ');
}

const fromClause = /\b(?:import|export)\b([^;'"`()]*?)\bfrom\s*['"]([^'"]+)['"]/g;
const bareImport = /\bimport\s*\(?\s*['"`]([^'"`]+)['"`]/g;

/** Everything that a file imports or exports from elsewhere. */
export function importsOf(file: SourceFile): Import[] {
  const code = codeOf(file);
  return [
    ...Array.from(code.matchAll(fromClause), ([, clause = '', from = '']) => ({
      clause: clause.trim(),
      from,
    })),
    ...Array.from(code.matchAll(bareImport), ([, from = '']) => ({ clause: '', from })),
  ].map(({ clause, from }) => ({ clause, from: resolveFrom(file.path, from) }));
}

function resolveFrom(path: string, from: string): string {
  return from.startsWith('.') ? posix.join(posix.dirname(path), from) : from;
}
