import type { Socket } from 'node:net';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archivedBody, askAndArchive } from './asking.ts';
import { type RawAnswer, type RawVendor, startRawVendor } from './raw-vendor.ts';

const head = 'HTTP/1.1 200 OK\r\nx-ncp-trace-id: endless\r\n';
/** Time for one attempt, and none for a second. Milliseconds. */
const shortMs = 400;
/** For what ends by its size and not by the clock. */
const longMs = 60_000;
const realAnswer = '{"content":{"waiting":0,"running":0,"complete":40,"failure":1,"canceled":0}}';

/** Writes again and again, as fast as it is taken, until the client hangs up. */
function writeForever(socket: Socket, piece: Buffer | string): void {
  const more = () => {
    if (!socket.destroyed) socket.write(piece, () => setImmediate(more));
  };
  more();
}

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** Compresses zeros without end: a thousand of them come as a byte or so. */
function bomb(encoding: 'gzip' | 'br'): RawAnswer {
  return (socket) => {
    socket.write(`${head}content-encoding: ${encoding}\r\nconnection: close\r\n\r\n`);
    const compressor = encoding === 'gzip' ? createGzip() : createBrotliCompress(quick);
    const zeros = Buffer.alloc(1_000_000);
    const more = () => {
      if (!socket.destroyed) compressor.write(zeros, more);
    };
    compressor.pipe(socket);
    more();
  };
}

/** A byte whenever the loop comes round, from the answer again and again. */
const drip: RawAnswer = (socket) => {
  socket.write(`${head}connection: close\r\n\r\n`);
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    socket.write(realAnswer.at(sent % realAnswer.length) ?? '');
  }, 5);
  socket.once('close', () => clearInterval(timer));
};

// That each of these tests ends at all is what it shows first: whoever reads to the end never comes back.
describe('an answer that never ends', () => {
  let vendor: RawVendor;
  beforeAll(async () => {
    vendor = await startRawVendor();
  });
  afterAll(() => vendor.stop());

  it.each<[string, RawAnswer]>([
    [
      'a body without end',
      (socket) => {
        socket.write(`${head}connection: close\r\n\r\n`);
        writeForever(socket, Buffer.alloc(100_000, realAnswer));
      },
    ],
    [
      'a body of chunks without end',
      (socket) => {
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
        writeForever(socket, `10000\r\n${' '.repeat(0x10000)}\r\n`);
      },
    ],
    ['a gzip bomb', bomb('gzip')],
    ['a brotli bomb', bomb('br')],
  ])('is refused as too large, and its beginning is kept: %s', async (_, answer) => {
    vendor.answer(answer);
    const { asked, stored } = await askAndArchive(vendor, longMs);
    expect(asked.fault?.code).toBe('tooLarge');
    const [object] = stored;
    expect(object && archivedBody(object).length).toBe(64_000);
    expect(object && JSON.parse(object.body)).toMatchObject({
      fault: { code: 'tooLarge', detail: expect.stringContaining('larger than 1 MB') },
      reply: { httpStatus: 200, traceId: 'endless', body: { truncated: true } },
    });
  });

  it.each<[string, RawAnswer]>([
    [
      'headers without end',
      (socket) => {
        socket.write(head);
        writeForever(socket, `x-flood: ${'a'.repeat(1_000)}\r\n`);
      },
    ],
    [
      'one header without end',
      (socket) => {
        socket.write(`${head}x-flood: `);
        writeForever(socket, 'a'.repeat(10_000));
      },
    ],
    ['early hints without end', (socket) => writeForever(socket, 'HTTP/1.1 103 Hints\r\n\r\n')],
    ['noise without end', (socket) => writeForever(socket, '\u0000\u00ff'.repeat(1_000))],
  ])('is a fault of the network when it never gets to a body: %s', async (_, answer) => {
    vendor.answer(answer);
    const { asked, stored } = await askAndArchive(vendor, shortMs);
    expect(['network', 'timeout']).toContain(asked.fault?.code);
    expect(stored).toEqual([]);
  });

  it.each<[string, RawAnswer, number]>([
    ['silence', () => undefined, 0],
    ['silence after the headers', (socket) => socket.write(`${head}content-length: 10\r\n\r\n`), 1],
    [
      'silence within the body',
      (socket) => socket.write(`${head}content-length: 999\r\n\r\n${realAnswer}`),
      1,
    ],
    ['a drip', drip, 1],
  ])('is a timeout at the deadline, and what came is kept: %s', async (_, answer, kept) => {
    vendor.answer(answer);
    const { asked, stored } = await askAndArchive(vendor, shortMs);
    expect(asked.fault).toEqual({ code: 'timeout', detail: 'the API did not answer in time' });
    expect(stored).toHaveLength(kept);
    const body = stored.map((object) => archivedBody(object).toString())[0] ?? '';
    expect(realAnswer.repeat(100)).toContain(body);
  });
});
