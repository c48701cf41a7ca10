import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nearestWord } from '../../core/text/nearest-word.ts';
import { toPlainText } from '../../core/text/plain-text.ts';
import { toError } from '../../errors.ts';

const maxReasonLength = 300;

/** The file that imports: its own frames, at the end of each stack, say nothing. */
const importing = 'load-config.ts';

/**
 * Why a file of code could not be imported, on one line: the file, the line in it, and the reason.
 * @param thrown by `import()`
 * @param path of the file
 */
export function explainImportError(thrown: unknown, path: string): string {
  if (!(thrown instanceof Error)) return `${placeOf(path)}: throws ${toReason(String(thrown))}`;
  if (isOfOtherKind(thrown, path))
    return `${placeOf(path)}: has to be TypeScript or JavaScript, in a file that ends in .ts or .js`;
  const importer = / imported from (.+)$/.exec(thrown.message)?.[1];
  if (importer !== undefined) return explainMissing(thrown, importer);
  if (thrown instanceof SyntaxError) {
    const place = placeInHead(thrown.stack) ?? placeByCheck(path) ?? placeOf(path);
    return `${place}: ${toReason(thrown.message)}`;
  }
  const place = placeInFrames(thrown, path);
  if (place === undefined) return `${placeOf(path)}: ${toReason(thrown.message)}`;
  return `${place}: throws ${toReason(`${thrown.name}: ${thrown.message}`)}`;
}

/** Whether a file cannot hold code at all, by its name. */
function isOfOtherKind(error: Error, path: string): boolean {
  const codes: readonly unknown[] = ['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_IMPORT_ATTRIBUTE_MISSING'];
  return 'code' in error && codes.includes(error.code) && error.message.includes(path);
}

/** A file or a package that some file imports and that is not there. */
function explainMissing(error: Error, importer: string): string {
  const missing = 'url' in error && typeof error.url === 'string' ? error.url : undefined;
  const lines = readFileSync(importer, 'utf8').split('\n');
  const quoted = lines.flatMap((text, index) =>
    [...text.matchAll(/(['"])(.+?)\1/g)].map(([, , name = '']) => ({ name, line: index + 1 })),
  );
  const found = quoted.find(({ name }) =>
    missing === undefined
      ? error.message.includes(`'${name.split('/', name.startsWith('@') ? 2 : 1).join('/')}'`)
      : URL.parse(name, pathToFileURL(importer).href)?.href === missing,
  );
  const place = placeOf(importer, found?.line);
  if (found === undefined) return `${place}: ${toReason(error.message)}`;
  if (missing === undefined) return `${place}: imports ${found.name}, which is not installed`;
  const meant = nearestFile(fileURLToPath(missing));
  return `${place}: imports ${found.name}, which cannot be imported${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** A file beside the missing one that may have been meant. */
function nearestFile(missing: string): string | undefined {
  try {
    return nearestWord(basename(missing), readdirSync(dirname(missing)));
  } catch (error) {
    if (toError(error).message.startsWith('ENO')) return undefined; // nor is there such a directory
    throw error;
  }
}

/** Node.js puts a file and a line above the message of most syntax errors. */
function placeInHead(text: string | undefined): string | undefined {
  const [, file, line] = /^(.+):(\d+)\n/.exec(text ?? '') ?? [];
  return file === undefined ? undefined : placeOf(file, Number(line));
}

/** Of JavaScript that cannot be read, `import()` keeps the line to itself. */
function placeByCheck(path: string): string | undefined {
  return placeInHead(spawnSync(execPath, ['--check', path], { encoding: 'utf8' }).stderr);
}

/** Where in the file it was thrown or, if nowhere, in which file that it imports; nothing of what Node.js throws itself. */
function placeInFrames({ stack = '' }: Error, path: string): string | undefined {
  const frames = [...stack.matchAll(/(file:\/\/[^\n]+?):(\d+):\d+\)?$/gm)]
    .map(([, url = '', line]) => ({ file: fileURLToPath(url), line: Number(line) }))
    .filter(({ file }) => basename(file) !== importing);
  const frame = frames.find(({ file }) => file === path) ?? frames[0];
  return frame && placeOf(frame.file, frame.line);
}

function placeOf(file: string, line?: number): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const near = relative('', path);
  return `${near.startsWith('..') ? path : near}${line === undefined ? '' : `:${line}`}`;
}

function toReason(text: string): string {
  return toPlainText(text, maxReasonLength);
}
