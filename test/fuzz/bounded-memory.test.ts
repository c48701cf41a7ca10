import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone, invokeInProcess } from '../support/bundle-process.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { type RawAnswer, type RawVendor, startRawVendor } from './raw-vendor.ts';

/** A quarter of what the deployed function has. A night that needs more than this dies, and the test sees it. */
const heapMb = 96;
/** A slow machine may take seconds over these; a fault of the format is not asked again. Milliseconds. */
const nightMs = 50_000;

function answerWith(body: string): RawAnswer {
  return (socket) =>
    socket.end(
      `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
}

/** Just below the 1 MB that is read. */
function listOf(element: string): string {
  const count = Math.floor(990_000 / (element.length + 1));
  return `{"content":[${Array.from({ length: count }, () => element).join(',')}]}`;
}

describe(`a night with a heap of ${heapMb} MB`, () => {
  let bundle: string;
  let stage: Stage;
  let vendor: RawVendor;

  beforeAll(async () => {
    [bundle, stage, vendor] = await Promise.all([bundleAlone(), startStage(), startRawVendor()]);
  });
  afterAll(() => Promise.all([vendor.stop(), stage[Symbol.asyncDispose]()]));

  it.each<[string, string, RawAnswer]>([
    ['a list of empty objects', 'format', answerWith(listOf('{}'))],
    ['a list of zeros', 'format', answerWith(listOf('0'))],
    ['a list of lists', 'format', answerWith(listOf('[[]]'))],
    ['brackets that only open', 'format', answerWith('['.repeat(990_000))],
    ['objects in objects', 'format', answerWith('{"content":'.repeat(90_000))],
    ['a number of a million digits', 'format', answerWith(`{"content":{"failure":${'9'.repeat(990_000)}}}`)],
    [
      'an error of a million characters',
      'format',
      answerWith(`{"error":{"message":"${'가'.repeat(330_000)}"}}`),
    ],
    [
      'a body in chunks of one byte',
      'format',
      (socket) => {
        socket.end(
          `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\n0\r\n'.repeat(990_000)}0\r\n\r\n`,
        );
      },
    ],
  ])('gets through %s, and tells of a fault', async (name, code, answer) => {
    vendor.answer(answer);
    const account = name.replaceAll(' ', '-');
    const environment = {
      ...stage.environment,
      VOD_STATION_URL: vendor.url,
      NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
    };
    const { error, log } = await invokeInProcess(
      bundle,
      stage.event({ name: account }),
      environment,
      nightMs,
    );
    expect(log).not.toContain('heap out of memory');
    expect(error).toMatchObject({ errorType: 'NightFailedError' });
    expect(await stage.ledger(account)).toMatchObject([
      { state: 'unavailable', fault: { code }, notices: [{ kind: 'unavailable', state: 'sent' }] },
    ]);
    expect([...(await stage.objects(`rejected/account=${account}/`)).keys()]).toHaveLength(1);
  });
});
