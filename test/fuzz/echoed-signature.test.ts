import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archivedBody, askAndArchive } from './asking.ts';
import { type RawVendor, startRawVendor } from './raw-vendor.ts';

const patienceMs = 10_000;
/** Enough that the two characters which encoders spell in many ways come up in a signature of 43 characters. */
const times = 12;

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');
const inSpecials = (spell: (character: string) => string) => (signature: string) =>
  signature.replace(/[+/=]/g, spell);

/** How encoders of the vendor's side may write the Base64 of a signature into an answer. */
const spellings: [string, (signature: string) => string][] = [
  ['as it is', (signature) => signature],
  ['percent-encoded', encodeURIComponent],
  ['percent-encoded in lower case', inSpecials((character) => `%${hex(character)}`)],
  ['in JSON with escaped slashes', (signature) => signature.replaceAll('/', '\\/')],
  ['in JSON with an escaped equals sign, as Gson does', (signature) => signature.replaceAll('=', '\\u003d')],
  ['in JSON with escapes in upper case', inSpecials((character) => `\\u00${hex(character).toUpperCase()}`)],
  ['in HTML', inSpecials((character) => `&#x${hex(character)};`)],
  ['in HTML with decimals', inSpecials((character) => `&#${character.charCodeAt(0)};`)],
  ['in the alphabet for addresses', (signature) => Buffer.from(signature, 'base64').toString('base64url')],
  ['without its padding', (signature) => signature.replaceAll('=', '')],
];

/** A run of a signature that long is taken for the signature itself. */
const telling = 12;

describe('a signature that the vendor sends back', () => {
  let vendor: RawVendor;
  /** Each request has its own timestamp, and with it its own signature. */
  let nowMs = Date.parse('2026-11-22T16:10:00Z');
  beforeAll(async () => {
    vendor = await startRawVendor();
  });
  afterAll(() => vendor.stop());

  async function keepEcho(write: (signature: string) => Buffer, promised = 0) {
    vendor.answer((socket, head) => {
      const signature = /signature-v2: (.*)\r/i.exec(head)?.[1] ?? '';
      const body = write(signature);
      const length = Math.max(promised, body.length);
      socket.write(`HTTP/1.1 401 No\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`);
      socket.end(body);
    });
    nowMs += 1_000;
    const { stored } = await askAndArchive(vendor, patienceMs, nowMs);
    return stored
      .map((object) => archivedBody(object).toString('latin1').replaceAll('\u0000', ''))
      .join('\n');
  }

  /** Looks for the runs of letters and digits, which no spelling changes. */
  function expectNotIn(text: string): void {
    const runs = [...vendor.signatures].flatMap((signature) => signature.match(/[0-9A-Za-z]{12,}/g) ?? []);
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) expect(text).not.toContain(run.slice(0, telling));
  }

  it.each(spellings)('is not archived: %s', async (_, spell) => {
    for (let time = 0; time < times; time += 1) {
      const text = await keepEcho((signature) => Buffer.from(`{"error":{"message":"${spell(signature)}"}}`));
      expect(text).toContain('[signature]');
      expectNotIn(text);
    }
  });

  it.each(['utf16le', 'utf16be'])('is not archived: in %s', async (encoding) => {
    const text = await keepEcho((signature) => {
      const bytes = Buffer.from(`{"error":{"message":"${signature}"}}`, 'utf16le');
      return encoding === 'utf16be' ? bytes.swap16() : bytes;
    });
    expectNotIn(text);
  });

  it.each([20, 30, 43])(
    'is not archived when the connection breaks after %i characters of it',
    async (sent) => {
      const text = await keepEcho(
        (signature) => Buffer.from(`{"message":"${signature.slice(0, sent)}`),
        1_000,
      );
      expectNotIn(text);
    },
  );

  it('is not archived when a body that is too large is cut within it', async () => {
    const text = await keepEcho((signature) => Buffer.from(signature.padStart(64_004).padEnd(1_100_000)));
    expectNotIn(text);
  });
});
