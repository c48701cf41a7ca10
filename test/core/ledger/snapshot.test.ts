import { expect, it } from 'vitest';
import { formatSnapshot } from '../../../lambda/core/ledger/snapshot.ts';
import type { Answer } from '../../../lambda/core/vendor/exchange.ts';
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
