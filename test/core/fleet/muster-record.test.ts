import { describe, expect, it } from 'vitest';
import {
  knownToFail,
  type MusterRecord,
  messagesOfNotices,
  parseMusterRecord,
  pendingIn,
  type RecordedMessage,
  toldIn,
  withoutUnsent,
} from '../../../lambda/core/fleet/muster-record.ts';
import { formatDocument } from '../../../lambda/core/text/document.ts';

const message = (
  channel: string,
  notices: string[],
  given: Partial<RecordedMessage> = {},
): RecordedMessage => {
  return { channel, asOf: '2026-11-23T18:00:00.000Z', notices, failed: [], recovered: [], ...given };
};
const record = (...messages: RecordedMessage[]): MusterRecord => {
  return { version: 1, shift: 'seoul', date: '2026-11-23', messages };
};

describe('the record of a muster', () => {
  it('is read as it was written', () => {
    const claim = { holder: 'me', until: '2026-11-23T18:01:00.000Z' };
    const whole = { ...record(message('alerts', ['a/1'], { messageId: 'm', standings: 'hash' })), claim };
    expect(parseMusterRecord(formatDocument(whole))).toEqual(whole);
  });

  it.each([
    ['', 'JSON'],
    ['{}', 'it is no record of a muster: '],
    ['[]', 'it is no record of a muster: '],
    ['{"version":2,"shift":"seoul","date":"2026-11-23","messages":[]}', 'at version'],
  ])('is refused where it is none, and says why: %j', (text, said) => {
    expect(() => parseMusterRecord(text)).toThrow(SyntaxError);
    expect(() => parseMusterRecord(text)).toThrow(said);
  });

  it('knows what is pending, and forgets it where it is to be decided again', () => {
    const whole = record(message('alerts', ['a', 'b'], { messageId: 'm' }), message('alerts/r', ['b']));
    expect([...pendingIn(whole)]).toEqual(['b']);
    expect(pendingIn(withoutUnsent(whole))).toEqual(new Set());
    expect(withoutUnsent(whole).messages).toHaveLength(1);
  });

  it('knows what each channel was told, and of no other', () => {
    const whole = record(
      message('alerts', ['a'], { messageId: 'm', failed: ['acme', 'globex'] }),
      message('alerts/r', ['b'], { messageId: 'n', failed: ['initech'], recovered: ['globex'] }),
      message('alerts', ['c'], { failed: ['hooli'] }),
      message('alerts', ['d'], { messageId: 'o', recovered: ['acme'] }),
    );
    expect(toldIn('alerts', [whole, record(message('alerts', ['e'], { messageId: 'p' }))])).toEqual(
      new Set(['a', 'd', 'e']),
    );
    expect(toldIn('reports', [whole])).toEqual(new Set());
    expect(knownToFail('alerts', whole)).toEqual(new Set(['globex']));
    expect(knownToFail('alerts/r', whole)).toEqual(new Set(['initech']));
  });

  it('names of each notice the message to all, whenever that was told, or else the first to a route', () => {
    const own = record(
      message('alerts/r', ['a', 'b'], { messageId: 'routed' }),
      message('alerts/s', ['b'], { messageId: 'routed too' }),
      message('alerts', ['a'], { messageId: 'all', asOf: '2026-11-23T19:00:00.000Z' }),
      message('alerts', ['c']),
    );
    const earlier = record(message('alerts', ['d'], { messageId: 'earlier' }));
    expect(Object.fromEntries(messagesOfNotices([own, earlier]))).toEqual({
      a: { messageId: 'all', sentAt: '2026-11-23T19:00:00.000Z' },
      b: { messageId: 'routed', sentAt: '2026-11-23T18:00:00.000Z' },
      d: { messageId: 'earlier', sentAt: '2026-11-23T18:00:00.000Z' },
    });
  });
});
