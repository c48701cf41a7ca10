import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../../lambda/core/ledger/read-snapshot.ts';
import { formatSnapshot } from '../../../lambda/core/ledger/snapshot.ts';
import type { Answer, Reply } from '../../../lambda/core/vendor/exchange.ts';
import { anyCounts, countsWith } from '../../support/counts.ts';
import { received } from '../../support/received.ts';

const counts = countsWith({ complete: 37, failure: 5 });
const window = { startMs: Date.parse('2026-11-21T15:00:00Z'), endMs: Date.parse('2026-11-22T15:00:00Z') };
const askedAtMs = Date.parse('2026-11-22T16:10:03.123Z');

function answerWith(text: string): Answer & { readonly reply: Reply } {
  return {
    ...{ date: '2026-11-22', window, order: 'fromIsStart', askedAtMs },
    requestTarget: '/api/v2/status/status-statistic?workStartTimeFrom=1&workStartTimeTo=2',
    ...{ counts, proof: 'provenBothEnds' },
    reply: { httpStatus: 200, body: { text, truncated: false }, traceId: 'trace' },
  };
}

describe('parseSnapshot', () => {
  it('reads the counts that the vendor sent, whatever was made of them then', () => {
    fc.assert(
      fc.property(anyCounts, (sent) => {
        const { counts: read, ...rest } = parseSnapshot(
          formatSnapshot('main', answerWith(JSON.stringify({ content: sent }))),
        );
        expect(read).toEqual(sent);
        expect(rest).toStrictEqual({
          askedAt: '2026-11-22T16:10:03.123Z',
          order: 'fromIsStart',
          proof: 'provenBothEnds',
        });
      }),
    );
  });

  it('says what the gateway’s clock said, where it said anything', () => {
    const answer = answerWith(JSON.stringify({ content: counts }));
    const serverDate = 'Sun, 22 Nov 2026 16:10:03 GMT';
    expect(parseSnapshot(formatSnapshot('main', answer)).serverDate).toBeUndefined();
    const dated = formatSnapshot('main', { ...answer, reply: { ...answer.reply, serverDate } });
    expect(parseSnapshot(dated).serverDate).toBe(serverDate);
  });

  it('refuses a snapshot whose body holds no counts', () => {
    const damaged = formatSnapshot('main', answerWith('{"content":{"waiting":1}}'));
    expect(() => parseSnapshot(damaged)).toThrow(/^its body holds no counts: .*content\.failure is missing/);
  });

  it.each([
    ['no list of files', undefined],
    ['one with files', '{"content":[{"status":"COMPLETE"}],"total":1}'],
    ['one without a total', '{"content":[]}'],
    ['one that was refused', '{"error":{"code":410,"message":"Throttled"}}'],
  ])('takes an empty list for zeros only with a list of files as empty, not with %s', (_, list) => {
    const withList = (text: string): Answer => ({
      ...answerWith('{"content":[]}'),
      confirmedBy: {
        ...{ window, order: 'fromIsStart', requestTarget: '/api/v2/status?pageNo=1' },
        askedAtMs: askedAtMs + 877,
        ...received(text),
      },
    });
    const none = formatSnapshot('main', withList('{"content":[],"total":0}'));
    expect(parseSnapshot(none).counts).toEqual(countsWith({ complete: 0 }));
    const doubtful = list === undefined ? answerWith('{"content":[]}') : withList(list);
    expect(() => parseSnapshot(formatSnapshot('main', doubtful))).toThrow(
      /^its body holds no counts: content is an empty list/,
    );
  });

  it.each(['{"version":2}', '{"version":1}', '[]', 'null'])('refuses %s', (text) => {
    expect(() => parseSnapshot(text)).toThrow(/^it is no snapshot: /);
  });

  it('refuses what is not JSON', () => {
    expect(() => parseSnapshot('')).toThrow(SyntaxError);
  });
});
