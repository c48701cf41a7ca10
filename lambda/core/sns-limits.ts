import type { Message, MessageData } from './messages.ts';
import { shorten, toPlainText } from './plain-text.ts';

/** SNS: a subject is under 100 characters, on one line, without control characters. docs: SNS API, Publish. */
const subjectMaxLength = 99;
/** One SMS part: 160 characters of GSM-7, or 70 UTF-16 units where any other character occurs. */
const gsmPartMaxLength = 160;
const unicodePartMaxLength = 70;
/** SNS: 256 KiB for message and attributes together; some is left for the attributes' names and types. */
const messageMaxBytes = 256 * 1024 - 1024;
/** Twice this many characters fit into a message even if each is written as six bytes, as a control character is. */
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
  const text = shorten(message.text, textMaxLength);
  const forPeople = { default: text, email: text, sms: fitSms(message.sms) };
  const maxBytes = messageMaxBytes - Buffer.byteLength(JSON.stringify(message.attributes));
  for (let kept = message.data.notices.length; ; kept = Math.floor(kept / 2)) {
    const data = JSON.stringify(keepNotices(message.data, kept));
    const body = JSON.stringify({ ...forPeople, sqs: data, lambda: data, https: data });
    if (kept === 0 || Buffer.byteLength(body) <= maxBytes)
      return { subject: fitSubject(message.subject), body };
  }
}

/** The first notices only, and how many are left to the ledger. */
function keepNotices(data: MessageData, kept: number): MessageData & { readonly omitted?: number } {
  const omitted = data.notices.length - kept;
  return { ...data, notices: data.notices.slice(0, kept), ...(omitted > 0 && { omitted }) };
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

/** Cuts to UTF-16 units, the unit in which SNS and SMS count, without splitting a character. */
function cutToUnits(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  return `${text.slice(0, maxUnits - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
