import type { Message } from './messages.ts';
import { shorten, toPlainText } from './plain-text.ts';

/** SNS: a subject is under 100 characters, on one line, without control characters. docs: SNS API, Publish. */
const subjectMaxLength = 99;
/** One SMS part: 160 characters of GSM-7, or 70 UTF-16 units where any other character occurs. */
const gsmPartMaxLength = 160;
const unicodePartMaxLength = 70;
/** SNS: 256 KiB for message and attributes together; the rest is left for attributes and JSON escapes. */
const messageMaxBytes = 256 * 1024 - 4 * 1024;
const textMaxLength = 20_000;

/** GSM 03.38 default alphabet; the characters of its extension table count twice and are left out on purpose. */
const gsmAlphabet = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** What is handed to SNS: all of it within its limits. */
export type FittedMessage = { readonly subject: string; readonly body: string };

/**
 * The message within SNS's limits, by shortening and never by dropping: subject, one part of SMS, and the JSON document
 * with a body for each protocol (`MessageStructure=json`).
 */
export function fitMessage(message: Message): FittedMessage {
  const data = fitData(message);
  const bodies = {
    default: shorten(message.text, textMaxLength),
    email: shorten(message.text, textMaxLength),
    sms: fitSms(message.sms),
    sqs: data,
    lambda: data,
    https: data,
  };
  return { subject: fitSubject(message.subject), body: JSON.stringify(bodies) };
}

/** A subject that SNS takes: one line of under 100 characters that begins with a letter or digit. */
export function fitSubject(subject: string): string {
  const line = toPlainText(subject, Number.MAX_SAFE_INTEGER).replace(/^[^\p{L}\p{N}]+/u, '');
  return cutToUnits(line === '' ? 'vod-nightly' : line, subjectMaxLength);
}

/** Text of one SMS part: 160 characters of GSM-7, else 70 UTF-16 units. */
export function fitSms(text: string): string {
  const line = toPlainText(text, Number.MAX_SAFE_INTEGER);
  if (gsmAlphabet.test(line))
    return line.length <= gsmPartMaxLength ? line : `${line.slice(0, gsmPartMaxLength - 3)}...`;
  return cutToUnits(line, unicodePartMaxLength);
}

/** The data of as many notices as fit three times into one message, and how many had to be left to the ledger. */
function fitData(message: Message): string {
  const { notices, ...rest } = message.data;
  for (let kept = notices.length; kept > 0; kept = Math.floor(kept / 2)) {
    const omitted = notices.length - kept;
    const data = JSON.stringify({
      ...rest,
      notices: notices.slice(0, kept),
      ...(omitted > 0 && { omitted }),
    });
    if (Buffer.byteLength(JSON.stringify(data)) * 3 + textMaxLength * 8 < messageMaxBytes) return data;
  }
  return JSON.stringify({ ...rest, notices: [], omitted: notices.length });
}

/** Cuts to UTF-16 units, the unit in which SNS and SMS count, without splitting a character. */
function cutToUnits(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  return `${text.slice(0, maxUnits - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
