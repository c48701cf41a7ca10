import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';

/** A line of a stack trace: what it is at, and where that is. The message above, which may be anybody's, has no such lines. */
const frame = /^( {4}at (?:.*[ (])?)(file:\/\/[^\s()]+):(\d+):(\d+)(?=\)?$)/gm;

/**
 * Makes the stack trace of an error name the places in the sources, by the source maps beside the bundle. Node.js would do it by
 * itself with `--enable-source-maps`, and to that end read every map at each start. Where it cannot be done the error stays as it
 * is: nothing may stand in the place of what was thrown.
 */
export async function traceToSources(thrown: unknown): Promise<void> {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return;
  try {
    thrown.stack = await trace(thrown.stack);
  } catch {
    return;
  }
}

async function trace(stack: string): Promise<string> {
  const urls = new Set([...stack.matchAll(frame)].map(([, , url = '']) => url));
  const maps = new Map(await Promise.all([...urls].map(async (url) => [url, await readMap(url)] as const)));
  return stack.replaceAll(frame, (bundled: string, at: string, url: string, line: string, column: string) => {
    const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
    if (!origin || !('fileName' in origin)) return bundled;
    const { fileName, lineNumber, columnNumber } = origin;
    return `${at}${fileName.replace(/^(\.\.\/)+/, '')}:${lineNumber}:${columnNumber}`;
  });
}

async function readMap(url: string): Promise<SourceMap | undefined> {
  const text = await readFile(new URL(`${url}.map`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : new SourceMap(JSON.parse(text));
}
