import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultCodes } from '../../lambda/core/ledger/measurement.ts';
import { type AskedAndArchived, archivedBody, askAndArchive, keys } from './asking.ts';
import { countsIn } from './expected-counts.ts';
import {
  anyHostileAnswer,
  type HostileAnswer,
  isFramedUnambiguously,
  isSentPlainly,
  sendHostile,
} from './hostile-answer.ts';
import { type RawVendor, startRawVendor } from './raw-vendor.ts';

const readMaxBytes = 1_000_000;
const keptMaxBytes = 64_000;
/** Some attempts, or all of them. Milliseconds. */
const anyPatience = fc.constantFrom(5_000, 60_000);

/** An answer for each kind of outcome, so that no run is without one. */
const examples: [HostileAnswer, number][] = [
  answerWith('{"content":{"waiting":0,"running":0,"complete":40,"failure":1,"canceled":0}}'),
  answerWith('{"content":{"waiting":0,"running":0,"complete":40,"failure":1}}'),
  answerWith(' '.repeat(readMaxBytes + 1)),
  { ...answerWith('{}'), framing: 'short' as const },
  { ...answerWith('{}'), statusLine: 'HTTP/1.1 503 Later' },
].map((answer) => [answer, 60_000]);

function answerWith(body: string): HostileAnswer {
  const sent = { compression: 'none', framing: 'exact', ending: 'close' } as const;
  return { statusLine: 'HTTP/1.1 200 OK', headers: [], body: Buffer.from(body), ...sent };
}

describe('an answer of any bytes', () => {
  let vendor: RawVendor;
  const outcomes = new Set<string>();

  beforeAll(async () => {
    vendor = await startRawVendor();
  });
  afterAll(() => vendor.stop());

  it('is counts or a clear fault within the deadline, and is kept as it came', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(anyHostileAnswer, anyPatience, async (answer, patienceMs) => {
        vendor.answer((socket) => sendHostile(socket, answer));
        const result = await askAndArchive(vendor, patienceMs);
        expect(result.leftMs).toBeGreaterThanOrEqual(0);
        expectClearOutcome(result, answer);
        expectArchived(result, answer);
        for (const secret of [keys.secretKey, ...vendor.signatures])
          expect(result.stored.some(({ body }) => body.includes(secret))).toBe(false);
        outcomes.add(result.asked.fault?.code ?? 'measured');
      }),
      { numRuns: 150, endOnFailure: true, examples },
    );
    expect([...outcomes]).toEqual(
      expect.arrayContaining(['measured', 'format', 'tooLarge', 'network', 'outage']),
    );
  });
});

function expectClearOutcome({ asked }: AskedAndArchived, answer: HostileAnswer): void {
  if (asked.fault) {
    expect(faultCodes).toContain(asked.fault.code);
    expect(asked.fault.detail).toMatch(/^[\x20-\uffff]{10,400}$/);
  } else {
    expect(asked.reply.httpStatus).toBeGreaterThanOrEqual(200);
    expect(asked.reply.httpStatus).toBeLessThan(300);
    expect(asked.reply.body.truncated).toBe(false);
    expect(countsIn(Buffer.from('text' in asked.reply.body ? asked.reply.body.text : ''))).toEqual(
      asked.counts,
    );
  }
  if (isSentPlainly(answer) && answer.body.length > readMaxBytes) expect(asked.fault?.code).toBe('tooLarge');
}

function expectArchived({ asked, stored }: AskedAndArchived, answer: HostileAnswer): void {
  expect(stored).toHaveLength(asked.reply ? 1 : 0);
  if (isSentPlainly(answer)) expect(asked.reply).toBeDefined();
  const [object] = stored;
  if (!object || !asked.reply) return;
  expect(object.key.startsWith(asked.fault ? 'rejected/account=acme/' : 'snapshots/account=acme/')).toBe(
    true,
  );
  const body = archivedBody(object);
  const { truncated } = JSON.parse(object.body).reply.body;
  expect(body.length).toBeLessThanOrEqual(truncated ? keptMaxBytes : readMaxBytes);
  if (isFramedUnambiguously(answer) && answer.compression !== 'twice')
    expect(answer.body.subarray(0, body.length).equals(body)).toBe(true);
  if (!isSentPlainly(answer)) return;
  const all = answer.body.length <= readMaxBytes;
  expect(truncated).toBe(!all);
  expect(body.length).toBeGreaterThanOrEqual(all ? answer.body.length : keptMaxBytes - 3);
}
