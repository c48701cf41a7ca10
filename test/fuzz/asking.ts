import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { httpGet } from '../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import type { Answer } from '../../lambda/core/vendor/exchange.ts';
import type { OrderChoice } from '../../lambda/core/vendor/window-order.ts';
import { archiveAnswer } from '../../lambda/night/archive-answer.ts';
import { askDate } from '../../lambda/night/ask-date.ts';
import type { Archive, StoredObject } from '../../lambda/ports.ts';
import { createManualClock } from '../support/manual-clock.ts';
import type { RawVendor } from './raw-vendor.ts';

/** The date that is asked for. */
export const askedDate = '2026-11-22';
/** The vendor's keys; the secret one never leaves the process. */
export const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };

const proven: OrderChoice = { orders: ['toIsStart'], proof: 'provenBothEnds' };

/** What one asking came to, with all that it put into the archive. */
export type AskedAndArchived = {
  readonly asked: Answer;
  readonly stored: readonly StoredObject[];
  /** How much of the patience was left by the night's clock, on which only waits between attempts count. */
  readonly leftMs: number;
};

/** Asks with the real adapter, real HTTP and a clock that only waiting moves, and archives the answer in memory. */
export async function askAndArchive(
  vendor: RawVendor,
  patienceMs: number,
  startMs = Date.parse('2026-11-22T16:10:00Z'),
): Promise<AskedAndArchived> {
  const clock = createManualClock(startMs);
  const deadlineMs = clock.now() + patienceMs;
  const vodStation = createVodStation({
    baseUrl: vendor.url,
    credentials: createStaticCredentials(keys.accessKey, keys.secretKey),
    send: httpGet,
    clock,
    random: () => 0.5,
    attemptTimeoutMs: 10_000,
  });
  const stored: StoredObject[] = [];
  const asked = await askDate(askedDate, 'Asia/Seoul', proven, { vodStation, clock, deadlineMs });
  await archiveAnswer(asked, new Map(), 'acme', createMemory(stored));
  return { asked, stored, leftMs: deadlineMs - clock.now() };
}

/** The body in an archived answer, as bytes. */
export function archivedBody({ body }: StoredObject): Buffer {
  const archived = JSON.parse(body).reply.body;
  return 'text' in archived ? Buffer.from(archived.text) : Buffer.from(archived.base64, 'base64');
}

const nothingElse = () => Promise.reject(new Error('archiving an answer takes no more than this'));

function createMemory(stored: StoredObject[]): Archive {
  return {
    create: async (object) => {
      stored.push(object);
    },
    put: nothingElse,
    clock: () => undefined,
    listKeys: async () => [],
    read: nothingElse,
    readVersion: nothingElse,
    replace: nothingElse,
    loadLedger: nothingElse,
    saveLedger: nothingElse,
  };
}
