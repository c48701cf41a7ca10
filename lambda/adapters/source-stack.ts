import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';

const place = /(file:\/\/[^\s()]+):(\d+):(\d+)/g;

/**
 * A stack trace that names the places in the sources, by the source maps beside the bundle. Node.js would do it by itself with
 * `--enable-source-maps`, and to that end read every map at each start. What has no map stays as it is.
 */
export async function traceToSources(stack: string): Promise<string> {
  const urls = new Set([...stack.matchAll(place)].map(([, url = '']) => url));
  const maps = new Map(await Promise.all([...urls].map(async (url) => [url, await readMap(url)] as const)));
  return stack.replaceAll(place, (bundled: string, url: string, line: string, column: string) => {
    const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
    if (!origin || !('fileName' in origin)) return bundled;
    const { fileName, lineNumber, columnNumber } = origin;
    return `${fileName.replace(/^(\.\.\/)+/, '')}:${lineNumber}:${columnNumber}`;
  });
}

async function readMap(url: string): Promise<SourceMap | undefined> {
  const text = await readFile(new URL(`${url}.map`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : new SourceMap(JSON.parse(text));
}
