import type { Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { anyBody } from './any-body.ts';

/** What is sent on one connection in answer to a request, and what of it can be understood at best. */
export type HostileAnswer = {
  readonly statusLine: string;
  readonly headers: readonly string[];
  /** The body before compression. */
  readonly body: Buffer;
  readonly compression: Compression;
  readonly framing: Framing;
  readonly ending: 'close' | 'reset';
};

/** `lie` says gzip and sends the body as it is; `unknown` names a compression that does not exist; nobody undoes `twice`. */
type Compression = 'none' | 'gzip' | 'deflate' | 'br' | 'twice' | 'lie' | 'unknown';

/** `short` promises a byte more than comes, `long` one less; `untilClose` promises nothing. */
type Framing = 'exact' | 'short' | 'long' | 'chunked' | 'untilClose' | 'badChunk';

const statusLines = [
  ...['HTTP/1.1 204 No Content', 'HTTP/1.1 205 Reset', 'HTTP/1.1 206 Partial', 'HTTP/1.1 304 Not Modified'],
  ...[
    'HTTP/1.1 301 Moved',
    'HTTP/1.1 400 Bad',
    'HTTP/1.1 401 No',
    'HTTP/1.1 404 Nothing',
    'HTTP/1.1 429 Slow',
  ],
  ...[
    'HTTP/1.1 500 Oops',
    'HTTP/1.1 503 Later',
    'HTTP/1.1 600 What',
    'HTTP/1.1 999 More',
    'HTTP/1.1 099 Less',
  ],
  ...['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK', 'HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK'],
  ...[
    'HTTP/1.1 101 Switching',
    'HTTP/1.0 200 OK',
    'HTTP/2 200',
    'HTTP/1.1 200',
    'HTTP/1.1 two OK',
    'SSH-2.0',
    '',
  ],
];

const hostileHeaders = [
  ...['date: Thu, 01 Jan 1970 00:00:00 GMT', 'date: the day before', 'date: +275760-09-13T00:00:00Z'],
  ...['retry-after: 999999999', 'retry-after: -1', 'retry-after: soon', 'retry-after: 0'],
  ...['location: http://127.0.0.1:1/', 'location: ://', 'connection: upgrade', 'set-cookie: a=b'],
  ...['content-type: text/html; charset=utf-16', 'content-type: \u0001', 'x-ncp-trace-id: \u00ff\u00fe ;<b>'],
  ...['transfer-encoding: gzip', 'content-length: 3', 'no colon at all', ': no name', 'x: a\r\n folded'],
];

/** Up to two odd headers, or so many or so long ones that no client takes them. */
const anyHeaders: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...hostileHeaders), { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 5_000 }, (_, index) => `x-${index}: flood`)) },
  { weight: 1, arbitrary: fc.constant([`x-long: ${'a'.repeat(200_000)}`]) },
);

/** Anything that can be sent in answer and comes to an end. */
export const anyHostileAnswer: fc.Arbitrary<HostileAnswer> = fc.record({
  statusLine: fc.oneof(
    { weight: 2, arbitrary: fc.constant('HTTP/1.1 200 OK') },
    { weight: 1, arbitrary: fc.constantFrom(...statusLines) },
  ),
  headers: anyHeaders,
  body: anyBody,
  compression: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Compression>('none') },
    fc.constantFrom<Compression[]>('gzip', 'deflate', 'br', 'twice', 'lie', 'unknown'),
  ),
  framing: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Framing>('exact') },
    fc.constantFrom<Framing[]>('short', 'long', 'chunked', 'untilClose', 'badChunk'),
  ),
  ending: fc.constantFrom('close', 'reset'),
});

/** Writes an answer and ends the connection. */
export function sendHostile(socket: Socket, answer: HostileAnswer): void {
  const body = compress(answer.body, answer.compression);
  const headers = [
    ...encodingHeader(answer.compression),
    ...framingHeader(body, answer.framing),
    ...answer.headers,
  ];
  const head = Buffer.from([answer.statusLine, ...headers, '', ''].join('\r\n'), 'latin1');
  const sent = Buffer.concat([head, frame(body, answer.framing)]);
  socket.write(sent, () => (answer.ending === 'reset' ? socket.resetAndDestroy() : socket.end()));
}

/** Whether nothing about how an answer is sent keeps its body from being read whole. */
export function isSentPlainly({ statusLine, headers, compression, framing, ending }: HostileAnswer): boolean {
  const readable = compression !== 'lie' && compression !== 'unknown' && compression !== 'twice';
  const framed = framing === 'exact' || framing === 'chunked';
  return statusLine === 'HTTP/1.1 200 OK' && headers.length === 0 && readable && framed && ending === 'close';
}

/** Whether a client that reads as the headers say sees the body as it was meant, as far as it comes. */
export function isFramedUnambiguously({ statusLine, headers }: HostileAnswer): boolean {
  const reframed = headers.some((header) => header.startsWith('transfer-encoding'));
  return !reframed && !statusLine.startsWith('HTTP/1.0');
}

function compress(body: Buffer, compression: Compression): Buffer {
  switch (compression) {
    case 'gzip':
      return gzipSync(body);
    case 'deflate':
      return deflateSync(body);
    case 'br':
      return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    case 'twice':
      return gzipSync(gzipSync(body));
    default:
      return body;
  }
}

function encodingHeader(compression: Compression): string[] {
  if (compression === 'none') return [];
  const names = {
    gzip: 'gzip',
    deflate: 'deflate',
    br: 'br',
    twice: 'gzip, gzip',
    lie: 'gzip',
    unknown: 'rot13',
  };
  return [`content-encoding: ${names[compression]}`];
}

function framingHeader(body: Buffer, framing: Framing): string[] {
  const lengths = { exact: body.length, short: body.length + 1, long: Math.max(0, body.length - 1) };
  if (framing === 'untilClose') return ['connection: close'];
  if (framing === 'chunked' || framing === 'badChunk') return ['transfer-encoding: chunked'];
  return [`content-length: ${lengths[framing]}`];
}

function frame(body: Buffer, framing: Framing): Buffer {
  if (framing !== 'chunked' && framing !== 'badChunk') return body;
  const middle = Math.floor(body.length / 2);
  const chunks = [body.subarray(0, middle), body.subarray(middle)].filter(({ length }) => length > 0);
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...framed, Buffer.from(framing === 'badChunk' ? 'zz\r\n' : '0\r\n\r\n')]);
}
