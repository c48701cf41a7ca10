import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lambda/core/messages/alert.ts';
import { composeCard } from '../../../lambda/core/messages/chat.ts';
import { toEntry } from '../../../lambda/core/messages/notice-document.ts';
import { fitMessage, fitSms, fitSubject } from '../../../lambda/core/messages/sns-limits.ts';
import { storyOf } from '../../../lambda/core/story/story.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { anyText } from '../../support/any-text.ts';
import { ledgerOf, noticeOf, unavailableLine } from '../../support/lines.ts';

/** GSM 03.38, the default alphabet row by row; 0x1B, which leads to the extension table, is left out. */
const gsmDefault = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('');
/** Its extension table: each of these takes two septets. */
const gsmExtension = '\f^{}\\[~]|€';

/** How much of one part a text takes: 160 septets, or 70 UTF-16 units as soon as one character is not in GSM 03.38. */
function partsOf(text: string): number {
  const characters = Array.from(text);
  const septets = characters.map((one) =>
    gsmDefault.includes(one) ? 1 : gsmExtension.includes(one) ? 2 : Number.NaN,
  );
  const all = septets.reduce((sum, count) => sum + count, 0);
  return Number.isNaN(all) ? text.length / 70 : all / 160;
}

/** A message of arbitrary text; `notices` of them make it as large as they like. */
function messageWith(text: string, notices = 1): Message {
  const id = 'main/2026-11-22/1';
  const line = unavailableLine('2026-11-22');
  const ledger = ledgerOf(line);
  const entry = toEntry(storyOf({ line, notice: noticeOf('unavailable', { id }) }, ledger), ledger, en);
  const notice = { ...entry, fault: { code: 'format', detail: text } } as const;
  return {
    headlines: [text],
    mail: text,
    chat: cardWith(text),
    data: {
      ...{ version: 1, account: 'main', language: 'en' },
      notices: Array.from({ length: notices }, () => notice),
    },
    fallback: { subject: 'main', body: 'main' },
    attributes: {
      ...{ account: 'main', date: '2026-11-22', kind: 'unavailable', severity: 'warning' },
      noticeId: Array.from({ length: notices }, () => id).join(','),
    },
  };
}

/** A card of the length to which cards are composed. */
function cardWith(text: string): Message['chat'] {
  return composeCard({
    ...{ title: text.slice(0, 250), description: text.slice(0, 2800), nextSteps: [], about: 'main' },
    context: { date: '2026-11-22', kind: 'unavailable', severity: 'warning', noticeId: 'main/2026-11-22/1' },
  });
}

/** SNS counts names, types and values of the attributes as well. docs: SNS API, Publish. */
function bytesOf({ attributes }: Message, body: string): number {
  const all = Object.entries({ ...attributes, 'AWS.SNS.SMS.SMSType': 'Transactional' });
  return Buffer.byteLength([body, ...all.flatMap(([name, value]) => [name, 'String', value])].join(''));
}

function expectWithinLimits(message: Message): void {
  const { subject, body } = fitMessage(message);
  expect(subject.length).toBeLessThan(100);
  expect(subject).toMatch(/^[\p{L}\p{N}]/u);
  expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
  const document: Record<string, unknown> = JSON.parse(body);
  expect(Object.keys(document)).toEqual(['default', 'email', 'sms', 'https', 'sqs', 'lambda']);
  for (const text of Object.values(document)) expect(typeof text).toBe('string');
  expect(partsOf(String(document.sms))).toBeLessThanOrEqual(1);
  expect(JSON.parse(String(document.https))).toMatchObject({ version: '1.0', source: 'custom' });
  expect(JSON.parse(String(document.sqs))).toMatchObject({ version: 1, account: 'main' });
  expect(bytesOf(message, body)).toBeLessThanOrEqual(256 * 1024);
}

describe('the count of an SMS', () => {
  it('knows the 127 characters of the default alphabet, and the extension table', () => {
    expect(new Set(gsmDefault).size).toBe(127);
    expect(partsOf('a'.repeat(160))).toBe(1);
    expect(partsOf('€'.repeat(80))).toBe(1);
    expect(partsOf('가'.repeat(70))).toBe(1);
    expect(partsOf('😀'.repeat(35))).toBe(1);
    expect(partsOf(`${'a'.repeat(70)}…`)).toBeGreaterThan(1);
  });
});

describe('fitMessage', () => {
  it('keeps arbitrary text in any script within all limits, and in valid JSON', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(1, 2, 50), (text, notices) =>
        expectWithinLimits(messageWith(text, notices)),
      ),
      {
        numRuns: 300,
      },
    );
  });

  it.each([
    ['ASCII', 'a'],
    ['Korean', '가'],
    ['emoji', '😀'],
    ['control characters', '\u0001'],
    ['quotes', '"'],
    ['halves of characters', '\ud83d'],
    ['backslashes', '\\'],
  ])('shortens a great deal of %s and drops nothing', (_, character) => {
    const long = messageWith(`a${character.repeat(100_000)}`);
    const many = messageWith(`a${character.repeat(300)}`, 200);
    for (const message of [long, many, { ...long, data: many.data }]) {
      expectWithinLimits(message);
      const document = JSON.parse(fitMessage(message).body);
      expect(document.default.startsWith(`a${character.repeat(300)}`)).toBe(true);
      expect(document.email).toBe(document.default);
      expect(document.sms).toMatch(/^a/);
    }
  });

  it('leaves room for the ids of a thousand notices in the attributes', () => {
    expectWithinLimits(messageWith('a'.repeat(1000), 1000));
  });

  it('leaves what fits as it is: a card for chats over https, the document for programs', () => {
    const message = messageWith('[main] 12 of 53 files failed');
    const { subject, body } = fitMessage({ ...message, headlines: ['WARNING main'] });
    const { default: text, email, sms, sqs, lambda, https } = JSON.parse(body);
    expect([subject, sms]).toEqual(['WARNING main', 'WARNING main']);
    expect([text, email]).toEqual([message.mail, message.mail]);
    expect(JSON.parse(sqs)).toEqual(message.data);
    expect(lambda).toBe(sqs);
    expect(JSON.parse(https)).toEqual(message.chat);
  });

  it('tells programs how many notices did not fit', () => {
    const message = messageWith('가'.repeat(300), 500);
    const { notices, omitted } = JSON.parse(JSON.parse(fitMessage(message).body).sqs);
    expect(notices.length).toBeGreaterThan(50);
    expect(notices).toEqual(message.data.notices.slice(0, notices.length));
    expect(notices.length + omitted).toBe(500);
  });

  it('keeps a notice that fits to the byte, the attributes counted in, and leaves out one that is longer', () => {
    const withId = (length: number, noticeId: string): Message => {
      const message = messageWith('x'.repeat(length));
      return { ...message, attributes: { ...message.attributes, noticeId } };
    };
    const maxBytes = ({ attributes }: Message) => 255 * 1024 - Buffer.byteLength(JSON.stringify(attributes));
    const spare = (noticeId: string) => {
      const message = withId(100_000, noticeId);
      return maxBytes(message) - Buffer.byteLength(fitMessage(message).body);
    };
    // Each character more is two bytes more, one for `sqs` and one for `lambda`.
    const noticeId = spare('a') % 2 === 0 ? 'a' : 'ab';
    const length = 100_000 + spare(noticeId) / 2;
    const whole = withId(length, noticeId);
    const { body } = fitMessage(whole);
    expect(Buffer.byteLength(body)).toBe(maxBytes(whole));
    expect(JSON.parse(JSON.parse(body).sqs).notices).toHaveLength(1);
    const longer = fitMessage(withId(length + 1, noticeId));
    expect(JSON.parse(JSON.parse(longer.body).sqs)).toMatchObject({ notices: [], omitted: 1 });
  });

  it('tells programs the number alone where not one notice fits', () => {
    const { sqs } = JSON.parse(fitMessage(messageWith('가'.repeat(100_000))).body);
    expect(JSON.parse(sqs)).toEqual({ version: 1, account: 'main', language: 'en', notices: [], omitted: 1 });
  });
});

describe('fitSubject', () => {
  it.each([
    ['leaves 99 characters', 'a'.repeat(99), 'a'.repeat(99)],
    ['cuts 100', 'a'.repeat(100), `${'a'.repeat(98)}…`],
    ['cuts no character in two', `${'a'.repeat(97)}😀😀`, `${'a'.repeat(97)}…`],
    ['makes one line', 'a\r\nBcc: b', 'a Bcc: b'],
    ['begins with a letter or digit', '[! 가', '가'],
    ['is never empty', '\n***', 'vod-nightly'],
  ])('%s', (_, text, subject) => {
    expect(fitSubject(text)).toBe(subject);
  });
});

describe('fitSubject, of several headlines', () => {
  it('takes the first of at most 99 characters', () => {
    expect(fitSubject('a'.repeat(100), 'b'.repeat(99), 'c')).toBe('b'.repeat(99));
    expect(fitSubject('a'.repeat(99), 'b')).toBe('a'.repeat(99));
  });

  it('cuts the last when all are longer', () => {
    expect(fitSubject('a'.repeat(200), 'b'.repeat(100))).toBe(`${'b'.repeat(98)}…`);
  });
});

describe('fitSms', () => {
  it.each([
    ['leaves 160 characters of GSM-7', 'a'.repeat(160), 'a'.repeat(160)],
    ['cuts 161, with dots that GSM-7 has', 'a'.repeat(161), `${'a'.repeat(157)}...`],
    ['leaves 70 of Korean', '가'.repeat(70), '가'.repeat(70)],
    ['cuts 71', '가'.repeat(71), `${'가'.repeat(69)}…`],
    ['cuts GSM-7 as soon as one other character is in it', `가${'a'.repeat(70)}`, `가${'a'.repeat(68)}…`],
    ['cuts no character in two', `${'가'.repeat(68)}😀😀`, `${'가'.repeat(68)}…`],
    ['makes one line', 'a\nb', 'a b'],
  ])('%s', (_, text, sms) => {
    expect(fitSms(text)).toBe(sms);
  });

  it('takes every character of GSM-7 for one, but those that count twice', () => {
    for (const character of gsmDefault) {
      const text = `a${character}b`.repeat(53);
      expect(fitSms(text).length).toBeGreaterThan(70);
    }
    for (const character of gsmExtension)
      expect(partsOf(fitSms(character.repeat(90)))).toBeLessThanOrEqual(1);
  });
});
