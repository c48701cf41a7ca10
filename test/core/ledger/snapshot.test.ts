import { expect, it } from 'vitest';
import { formatSnapshot } from '../../../lambda/core/ledger/snapshot.ts';
import type { Answer, Reply } from '../../../lambda/core/vendor/exchange.ts';
import { countsWith } from '../../support/counts.ts';

const counts = countsWith({ complete: 37, failure: 5 });

const answer: Answer = {
  date: '2026-11-22',
  window: { startMs: Date.parse('2026-11-21T15:00:00Z'), endMs: Date.parse('2026-11-22T15:00:00Z') },
  order: 'fromIsStart',
  requestTarget: '/api/v2/status/status-statistic?workStartTimeFrom=1&workStartTimeTo=2',
  askedAtMs: Date.parse('2026-11-22T16:10:03.123Z'),
  counts,
  proof: 'provenBothEnds',
  reply: { httpStatus: 200, body: { text: '{\n"content": {}}', truncated: false }, traceId: 'trace' },
};

it('writes one JSON document on one line, with what is needed to trust it', () => {
  const text = formatSnapshot('main', answer);
  expect(text.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(text)).toEqual({
    version: 1,
    account: 'main',
    date: '2026-11-22',
    window: { start: '2026-11-21T15:00:00.000Z', end: '2026-11-22T15:00:00.000Z' },
    order: 'fromIsStart',
    requestTarget: '/api/v2/status/status-statistic?workStartTimeFrom=1&workStartTimeTo=2',
    askedAt: '2026-11-22T16:10:03.123Z',
    counts,
    proof: 'provenBothEnds',
    reply: { httpStatus: 200, body: { text: '{\n"content": {}}', truncated: false }, traceId: 'trace' },
  });
});

it('writes why there are no counts, and of an answer that another one confirmed that one as well', () => {
  const { counts: _counts, ...unread } = answer;
  const fault = { code: 'format', detail: 'not JSON' } as const;
  const rejected = JSON.parse(formatSnapshot('main', { ...unread, fault, reply: answer.reply as Reply }));
  expect(rejected).toMatchObject({ fault, reply: answer.reply });
  for (const name of ['counts', 'proof', 'confirmedBy']) expect(rejected).not.toHaveProperty(name);
  const { window, order, askedAtMs, reply } = answer;
  const confirmedBy = { window, order, askedAtMs, reply: reply as Reply, requestTarget: '/api/v2/files' };
  expect(JSON.parse(formatSnapshot('main', { ...answer, confirmedBy })).confirmedBy).toEqual({
    requestTarget: '/api/v2/files',
    askedAt: '2026-11-22T16:10:03.123Z',
    reply,
  });
});
