import type { Counts } from './jobs.ts';

/** An answer with counts, in one of the forms that the guide's editions show or allow; some quote the request back. */
export function formStatistics(counts: Counts, chance: number, signature: string): string {
  const quote = chance % 16 === 3 ? { request: { signature } } : {};
  const content = (chance >>> 4) & 1 ? inStrings(counts) : counts;
  if ((chance >>> 5) % 3 === 0) return JSON.stringify({ content, ...quote });
  if ((chance >>> 5) % 3 === 1) return JSON.stringify({ content: [content], ...quote });
  const half = Object.entries(counts).map(([name, count]) => [name, Math.floor(count / 2)] as const);
  const rest = Object.entries(counts).map(([name, count]) => [name, count - Math.floor(count / 2)] as const);
  return JSON.stringify({
    ...quote,
    content: [Object.fromEntries(half), { total: 7, ...Object.fromEntries(rest) }],
  });
}

/** Which page of a list, and whether it says how many files there are in all. */
export type ListedPage = { readonly pageNo: number; readonly pageSize: number; readonly hasTotal: boolean };

/** A page of the list of files; some lists quote the request in a customer's words. */
export function formFileList(
  counts: Counts,
  { pageNo, pageSize, hasTotal }: ListedPage,
  chance: number,
  signature: string,
): string {
  const states = Object.entries(counts).flatMap(([name, count]) => Array<string>(count).fill(name));
  const content = states.slice((pageNo - 1) * pageSize, pageNo * pageSize).map((state, index) => ({
    categoryName: chance % 16 === 3 ? signature : `category ${index % 3}`,
    filePath: `/in/${pageNo}-${index}.mp4`,
    ...(chance % 4 !== 1 && { lastWorkTime: '2026-11-22T03:12:00Z' }),
    status: state.toUpperCase(),
  }));
  return JSON.stringify({ content, ...(hasTotal && { total: String(states.length) }) });
}

function inStrings(counts: Counts): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}

/** An error in the form of either edition of the guide; some gateways quote what they refuse. */
export function formError(code: string, message: string, quoted: string, chance: number): string {
  const text = chance & 1 && quoted !== '' ? `${message}: ${quoted}` : message;
  const error =
    chance & 2 ? { code: Number(code), message: text } : { errorCode: code, message: text, details: '' };
  return JSON.stringify({ error });
}

/** An answer with HTTP status 200 from which no counts may ever be read; as a list of files, none of them. */
export function formGarbage(chance: number, isList: boolean): string | Uint8Array {
  const whole = '{"content":{"waiting":0,"running":0,"complete":4,"failure":0,"canceled":0}}';
  const garbage: readonly (string | Uint8Array)[] = [
    whole.slice(0, -2),
    '<html><body>Bad Gateway</body></html>',
    '',
    // As a list of files that would be one without any.
    isList ? '' : '{"content":[]}',
    '{"content":null}',
    whole.replace('"complete":4,', ''),
    whole.replace('"failure":0', '"failure":-1'),
    whole.replace('"failure":0', '"failure":0.5'),
    whole.replace('"failure":0', '"failure":null'),
    whole.replace('"failure":0', '"failure":7,"failure":0'),
    '{"error":{"errorCode":"260009","message":"internal error"}}',
    new Uint8Array([0x7b, 0xff, 0xfe, 0x00, 0x7d]),
  ];
  return garbage[chance % garbage.length] ?? '';
}

/** A body of which only a part arrives before the connection is reset. */
export function cutOff(body: string | Uint8Array): ReadableStream<Uint8Array> {
  return streamPart(body, (controller) => controller.error(new Error('terminated')));
}

/** A body of which only a part arrives, and then nothing, until the reader's time limit ends it. */
export function stalled(
  body: string | Uint8Array,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  return streamPart(body, (controller) =>
    signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true }),
  );
}

function streamPart(
  body: string | Uint8Array,
  goOn: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, Math.max(1, bytes.length - 3)));
    },
    pull: goOn,
  });
}
