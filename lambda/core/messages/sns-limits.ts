import type { Headlines } from '../story/headline.ts';
import { shorten, toPlainText } from '../text/plain-text.ts';
import type { Message } from './alert.ts';
import { keepNames, longestListOf } from './muster/muster-document.ts';
import type { NoticeDocument } from './notice-document.ts';

/** SNS: a subject is under 100 characters, on one line, without control characters. docs: SNS API, Publish. */
const subjectMaxLength = 99;
/** One SMS part: 160 characters of GSM-7, or 70 UTF-16 units where any other character occurs. */
const gsmPartMaxLength = 160;
const unicodePartMaxLength = 70;
/** SNS: 256 KiB for message and attributes together; some is left for the attributes' names and types. */
const messageMaxBytes = 256 * 1024 - 1024;
/** Twice this many characters fit into a message with a card, even if each is written as six bytes. */
const mailMaxLength = 17_000;

/** GSM 03.38 default alphabet; the characters of its extension table count twice and are left out on purpose. */
const gsmAlphabet = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** What is handed to SNS: all of it within its limits. */
type FittedMessage = { readonly subject: string; readonly body: string };

/**
 * The message within SNS's limits, by shortening and never by dropping: subject, one part of SMS, and the JSON document
 * with a body for each protocol (`MessageStructure=json`). Amazon Q Developer subscribes over https and shows only cards
 * of its own schema, so `https` gets the card, and programs read the document from `sqs` or `lambda`.
 */
export function fitMessage(message: Message): FittedMessage {
  const mail = shorten(message.mail, mailMaxLength);
  const sms = fitSms(...message.headlines);
  const forPeople = { default: mail, email: mail, sms, https: JSON.stringify(message.chat) };
  const maxBytes = messageMaxBytes - Buffer.byteLength(JSON.stringify(message.attributes));
  const write = (kept: number) => {
    const data = JSON.stringify(keepFirst(message.data, kept));
    return JSON.stringify({ ...forPeople, sqs: data, lambda: data });
  };
  const kept = findLargest(longestIn(message.data), (kept) => Buffer.byteLength(write(kept)) <= maxBytes);
  return { subject: fitSubject(...message.headlines), body: write(kept) };
}

/** The largest number up to `most` that fits, where all smaller ones do, too; 0 where none fits. */
function findLargest(most: number, fits: (number: number) => boolean): number {
  if (fits(most)) return most;
  let [fitting, tooLarge] = [0, most];
  while (tooLarge - fitting > 1) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}

/** How many notices there are, or names in the longest list of a muster. */
function longestIn({ notices, muster }: NoticeDocument): number {
  return Math.max(notices.length, muster ? longestListOf(muster) : 0);
}

/** The first of each list only, and how many are left to the ledger. */
function keepFirst(data: NoticeDocument, kept: number): NoticeDocument {
  const omitted = data.notices.length - kept;
  return {
    ...data,
    notices: data.notices.slice(0, kept),
    ...(omitted > 0 && { omitted }),
    ...(data.muster && { muster: keepNames(data.muster, kept) }),
  };
}

/**
 * A subject that SNS takes: one line of under 100 characters that begins with a letter or digit; the first candidate that
 * is one, or else the last, cut.
 */
export function fitSubject(...candidates: Headlines): string {
  const lines = candidates.map((text) => toLine(text).replace(/^[^\p{L}\p{N}]+/u, ''));
  const line = lines.find(({ length }) => length <= subjectMaxLength) ?? lastOf(lines);
  return cutToUnits(line === '' ? 'vod-nightly' : line, subjectMaxLength);
}

/** Text of one SMS part, 160 characters of GSM-7 or else 70 UTF-16 units: the first candidate that fits, or the last, cut. */
export function fitSms(...candidates: Headlines): string {
  const lines = candidates.map(toLine);
  const line = lines.find(isOnePart) ?? lastOf(lines);
  if (isOnePart(line)) return line;
  if (gsmAlphabet.test(line)) return `${line.slice(0, gsmPartMaxLength - 3)}...`;
  return cutToUnits(line, unicodePartMaxLength);
}

/** The sparest of some headlines. */
function lastOf(lines: readonly string[]): string {
  return lines.reduce((_, line) => line);
}

function isOnePart(line: string): boolean {
  return line.length <= (gsmAlphabet.test(line) ? gsmPartMaxLength : unicodePartMaxLength);
}

function toLine(text: string): string {
  return toPlainText(text, Number.MAX_SAFE_INTEGER);
}

/** Cuts to UTF-16 units, the unit in which SNS and SMS count, without splitting a character. */
function cutToUnits(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  return `${text.slice(0, maxUnits - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
