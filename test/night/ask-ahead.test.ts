import { describe, expect, it } from 'vitest';
import type { WindowOrder } from '../../lambda/core/ledger/measurement.ts';
import { windowOf } from '../../lambda/core/time/day.ts';
import type { Exchange, Received } from '../../lambda/core/vendor/exchange.ts';
import { answerAhead } from '../../lambda/night/ask.ts';
import { askAhead } from '../../lambda/night/ask-ahead.ts';
import { accountOf } from '../support/accounts.ts';
import { countsWith } from '../support/counts.ts';
import { createManualClock } from '../support/manual-clock.ts';

const [date, timeZone] = ['2026-11-22', 'Asia/Seoul'];
const window = windowOf(date, timeZone);
const dueMs = window.endMs + 70 * 60_000;
const deadlineMs = dueMs + 60_000;
const counts = JSON.stringify({ content: countsWith({ failure: 1 }) });

function answer(httpStatus: number, text = counts): Received {
  return { reply: { httpStatus, body: { text, truncated: false } } };
}

/** A night begins, and asks ahead of a server that answers so. */
function begin(received: Received, windowOrder: WindowOrder | 'auto' = 'auto') {
  const asked: WindowOrder[] = [];
  const start = { account: accountOf({ timeZone, windowOrder }), dueMs, holder: 'a', deadlineMs };
  const server = {
    async ask(question: Pick<Exchange, 'window' | 'order'>): Promise<Exchange> {
      asked.push(question.order);
      return { ...question, requestTarget: '/', askedAtMs: dueMs, ...received };
    },
  };
  const ahead = askAhead(start, { vodStation: server, clock: createManualClock(dueMs) });
  return { vodStation: answerAhead(ahead, server), asked };
}

describe('what a night asks while it reads its ledger', () => {
  it('is its own question, under the order that it would try first, and is not asked again', async () => {
    const { vodStation, asked } = begin(answer(200));
    expect(asked).toEqual(['toIsStart']);
    const exchange = await vodStation.ask({ window, order: 'toIsStart' }, deadlineMs);
    expect(exchange).toMatchObject({ ...answer(200), window, order: 'toIsStart' });
    expect(asked).toEqual(['toIsStart']);
  });

  it('is answered once: whoever asks the same later is answered anew', async () => {
    const { vodStation, asked } = begin(answer(200));
    for (let times = 0; times < 3; times += 1)
      await vodStation.ask({ window, order: 'toIsStart' }, deadlineMs);
    expect(asked).toHaveLength(3);
  });

  it('is under the order that the account names', () => {
    expect(begin(answer(200), 'fromIsStart').asked).toEqual(['fromIsStart']);
  });

  it.each([
    ['counts', answer(200)],
    ['a refusal of the window', answer(400, '{"error":{"code":260002,"message":"Input value error"}}')],
    ['a failure, as of a server that fails on what makes no sense', answer(503, '')],
    [
      'no answer, as of a server that looks for everything',
      { fault: { code: 'timeout', detail: 'none' } } as const,
    ],
  ])('is not believed where the night has another order to ask under: %s', async (_, received) => {
    const { vodStation, asked } = begin(received);
    const { order } = await vodStation.ask({ window, order: 'fromIsStart' }, deadlineMs);
    expect(order).toBe('fromIsStart');
    expect(asked).toEqual(['toIsStart', 'fromIsStart']);
  });

  it.each([
    ['too much was asked', answer(429, '')],
    ['keys that are refused', answer(401, '')],
    ['keys that are not set', { fault: { code: 'credentialsNotSet', detail: 'none' } } as const],
    ['no network', { fault: { code: 'network', detail: 'none' } } as const],
  ])('is the answer under any order where that would be the same: %s', async (_, received) => {
    const { vodStation, asked } = begin(received);
    expect(await vodStation.ask({ window, order: 'fromIsStart' }, deadlineMs)).toMatchObject(received);
    expect(asked).toHaveLength(1);
  });

  it('is neither the answer for another date nor for a page of its files', async () => {
    const { vodStation, asked } = begin(answer(200));
    await vodStation.ask({ window: windowOf('2026-11-21', timeZone), order: 'toIsStart' }, deadlineMs);
    expect(asked).toHaveLength(2);
    const other = begin(answer(200));
    await other.vodStation.ask({ window, order: 'toIsStart', page: { pageNo: 1, pageSize: 10 } }, deadlineMs);
    expect(other.asked).toHaveLength(2);
  });
});
