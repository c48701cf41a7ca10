import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { httpGet } from '../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import { windowOf } from '../../lambda/core/time/day.ts';
import { chooseOrder } from '../../lambda/core/vendor/window-order.ts';
import { askDate } from '../../lambda/night/ask-date.ts';
import type { VodStation } from '../../lambda/ports.ts';
import { countsWith } from '../support/counts.ts';
import { ledgerOf, measuredLine } from '../support/lines.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createModelVendor, type ModelServer, treatments } from '../support/model-vendor.ts';
import { startScriptedSimulator } from '../support/services/scripted-simulator.ts';

const [date, timeZone] = ['2026-11-22', 'Asia/Seoul'];
const window = windowOf(date, timeZone);
const nowMs = window.endMs + 70 * 60_000;
const dayMs = 86_400_000;
const [before, during, after] = [window.startMs - dayMs, window.startMs + 1, window.endMs + 1];

const honest: ModelServer = {
  ...{ order: 'toIsStart', treatment: 'zeros', clamps: false, listsNothing: false },
  requestedMs: [before, during, during, after],
};

/** Asks a server, once an earlier release has or has not taken an order for proven. */
async function ask(server: ModelServer, earlier?: ModelServer['order']) {
  const { vodStation, asked } = createModelVendor(server, nowMs);
  const ledger = ledgerOf(
    ...(earlier ? [measuredLine('2026-11-20', { order: earlier, proof: 'proven' })] : []),
  );
  const asking = { vodStation, clock: createManualClock(nowMs), deadlineMs: nowMs + 60_000 };
  return { ...(await askDate(date, timeZone, chooseOrder('auto', ledger), asking)), asked };
}

function failuresIn({ requestedMs }: ModelServer): number {
  return requestedMs.filter((ms) => ms >= window.startMs && ms < window.endMs).length;
}

const anyServer: fc.Arbitrary<ModelServer> = fc.record({
  order: fc.constantFrom('toIsStart', 'fromIsStart'),
  treatment: fc.constantFrom(...treatments),
  clamps: fc.boolean(),
  listsNothing: fc.boolean(),
  requestedMs: fc.array(
    fc.oneof(
      fc.constantFrom(window.startMs - 1, window.startMs, window.endMs - 1, window.endMs),
      fc.integer({ min: Date.UTC(2019, 0, 1), max: nowMs }),
      fc.integer({ min: window.startMs, max: window.endMs - 1 }),
    ),
    { maxLength: 6 },
  ),
});

describe('asking for a date while no order is proven', () => {
  it('believes nothing that is not true, whatever a server makes of a reversed window', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyServer,
        fc.constantFrom('toIsStart', 'fromIsStart', undefined),
        async (server, earlier) => {
          const { counts, proof, fault, order } = await ask(server, earlier);
          const failure = failuresIn(server);
          if (counts) expect(counts).toEqual(countsWith({ complete: 0, failure }));
          // Where there is anything to prove an order with, the right one is proven.
          if (failure > 0) expect([proof, fault]).toEqual(['provenBothEnds', undefined]);
          else expect(proof).toBe('unproven');
          if (failure > 0 && server.treatment !== 'swap') expect(order).toBe(server.order);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each(treatments)(
    'tells an order by its zeros for the future and the far past: %s',
    async (treatment) => {
      for (const order of ['toIsStart', 'fromIsStart'] as const) {
        const { counts, order: believed, proof } = await ask({ ...honest, order, treatment });
        expect([counts?.failure, proof]).toEqual([2, 'provenBothEnds']);
        expect(believed).toBe(treatment === 'swap' ? 'toIsStart' : order);
      }
    },
  );

  it('asks for the date, the future and the far past, each once, where the first order is right', async () => {
    const { asked } = await ask(honest);
    expect(asked).toEqual([
      { kind: 'counts', ...window },
      { kind: 'counts', startMs: expect.any(Number), endMs: expect.any(Number) },
      { kind: 'counts', startMs: Date.UTC(2000, 0, 1), endMs: Date.UTC(2000, 0, 2) },
    ]);
    expect(asked[1]?.startMs).toBeGreaterThan(nowMs);
  });

  it('proves an order once more that an earlier release took for proven, and first asks under that', async () => {
    const right = await ask({ ...honest, order: 'fromIsStart' }, 'fromIsStart');
    expect([right.proof, right.asked.length]).toEqual(['provenBothEnds', 3]);
    const wrong = await ask({ ...honest, treatment: 'dropEnd' }, 'fromIsStart');
    expect(wrong).toMatchObject({ proof: 'provenBothEnds', order: 'toIsStart' });
    expect(wrong.counts?.failure).toBe(2);
  });

  it('believes no counts where the question that would prove them is refused, and says what to do', async () => {
    const { vodStation } = createModelVendor(honest, nowMs);
    const refusing = {
      ...vodStation,
      ask: async (...question: Parameters<typeof vodStation.ask>) => {
        const answer = await vodStation.ask(...question);
        const text = '{"error":{"code":260011,"message":"invalid value"}}';
        return answer.window.startMs < Date.UTC(2001, 0, 1)
          ? { ...answer, reply: { httpStatus: 400, body: { text, truncated: false } } }
          : answer;
      },
    };
    const asking = { vodStation: refusing, clock: createManualClock(nowMs), deadlineMs: nowMs + 60_000 };
    const { fault, proof } = await askDate(date, timeZone, chooseOrder('auto', new Map()), asking);
    expect(proof).toBe('unproven');
    expect(fault).toMatchObject({ code: 'badRequest', vendorCode: '260011' });
    expect(fault?.detail).toMatch(
      /, when asked about a window in the year 2000 to prove the order; if that stays so, set windowOrder of the account$/,
    );
  });
});

describe('asking for a date under a proven order', () => {
  const proven = chooseOrder('auto', ledgerOf(measuredLine('2026-11-20')));
  const askProven = async (server: ModelServer, totals: Partial<ModelServer> = {}) => {
    const { vodStation, asked } = createModelVendor(server, nowMs);
    const { vodStation: other, asked: listed } = createModelVendor({ ...server, ...totals }, nowMs);
    const mixed: VodStation = {
      ask: (...question) => (question[0].page ? other : vodStation).ask(...question),
    };
    const asking = { vodStation: mixed, clock: createManualClock(nowMs), deadlineMs: nowMs + 60_000 };
    return { ...(await askDate(date, timeZone, proven, asking)), questions: asked.length + listed.length };
  };
  const empty = { ...honest, listsNothing: true, requestedMs: [before] };

  it('asks once, on a day of files and on one of zeros', async () => {
    expect(await askProven(honest)).toMatchObject({ counts: { failure: 2 }, questions: 1 });
    const zeros = await askProven({ ...honest, requestedMs: [before] });
    expect(zeros).toMatchObject({ counts: countsWith({ complete: 0 }), questions: 1 });
  });

  it('takes an empty list for zeros when the list of files is empty too, and keeps that as the proof', async () => {
    const list = { httpStatus: 200, body: { text: '{"content":[],"total":0}' } };
    expect(await askProven(empty)).toMatchObject({
      ...{ counts: countsWith({ complete: 0 }), questions: 2 },
      confirmedBy: { requestTarget: expect.stringContaining('/files?'), reply: list },
    });
  });

  it('takes an empty list for a fault when the list of files has some', async () => {
    const { fault, counts } = await askProven(empty, { requestedMs: [during, during] });
    expect(counts).toBeUndefined();
    expect(fault).toMatchObject({
      code: 'format',
      detail: 'content is an empty list, but the list of files has 2 of the same time',
    });
  });
});

describe('asking the simulator over HTTP while no order is proven', () => {
  const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };
  const counts = countsWith({ failure: 5 });

  it.each(
    (['2021', '2025'] as const).flatMap((edition) =>
      (['zeros', 'refuse', 'drop', 'dropStart', 'dropEnd', 'clamp', 'swap'] as const).map(
        (reversedWindow) => [edition, reversedWindow] as const,
      ),
    ),
  )(
    'proves a true order of the edition of %s, whose server makes of a reversed window: %s',
    async (edition, reversedWindow) => {
      const simulator = await startScriptedSimulator({ ...keys, edition, now: () => nowMs });
      simulator.world.setCounts(date, counts);
      simulator.world.setCounts('2026-11-21', countsWith({ complete: 3 }));
      simulator.behave({ reversedWindow, emptyList: true });
      const clock = createManualClock(nowMs);
      const vodStation = createVodStation({
        ...{ baseUrl: simulator.url, send: httpGet, clock, random: () => 0.5 },
        credentials: createStaticCredentials(keys.accessKey, keys.secretKey),
      });
      const asking = { vodStation, clock, deadlineMs: nowMs + 60_000 };
      const answer = await askDate(date, timeZone, chooseOrder('auto', new Map()), asking);
      await simulator.stop();
      const isToFirst = edition === '2021' || reversedWindow === 'swap';
      expect(answer.order).toBe(isToFirst ? 'toIsStart' : 'fromIsStart');
      expect(answer).toMatchObject({ counts, proof: 'provenBothEnds' });
    },
  );
});
