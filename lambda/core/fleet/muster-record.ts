import * as z from 'zod/mini';
import { calendarDate, instant } from '../ledger/measurement.ts';
import type { Sent } from '../notices/outbox.ts';
import { parseDocument } from '../text/document.ts';

const messageSchema = z.strictObject({
  /** `alerts` or `reports`, to everybody who hears of all; followed by a slash and a route's id, to those of that route. */
  channel: z.string(),
  /** When the ledgers were read: what is told is what stood there then. */
  asOf: instant(),
  /** The ids of the notices that it tells. */
  notices: z.array(z.string()),
  /** The accounts of which it tells that they failed, and those of which it was told and that are well by now. */
  failed: z.array(z.string()),
  recovered: z.array(z.string()),
  /** Of a summary: the hash of all that it says of the accounts. */
  standings: z.exactOptional(z.string()),
  /** Under which id it was accepted; absent until then. */
  messageId: z.exactOptional(z.string()),
});

const recordSchema = z.strictObject({
  version: z.literal(1),
  shift: z.string(),
  date: calendarDate(),
  /** Who is telling right now, and until when nobody else may. */
  claim: z.exactOptional(z.strictObject({ holder: z.string(), until: instant() })),
  /** What was told, oldest first, and what is being told. */
  messages: z.array(messageSchema),
});

/** What the musters of one night of a shift told, and to whom: committed before it is told, so that nothing is told twice. */
export type MusterRecord = z.output<typeof recordSchema>;

/** One message of a muster, as its record has it. */
export type RecordedMessage = z.output<typeof messageSchema>;

/**
 * Reads the record of a muster.
 * @throws SyntaxError that says what is wrong with it
 */
export function parseMusterRecord(text: string): MusterRecord {
  return parseDocument(recordSchema, 'record of a muster', text);
}

/** The ids of the notices that a channel was told. */
export function toldIn(channel: string, records: readonly MusterRecord[]): Set<string> {
  return new Set(sentIn(records).flatMap((one) => (one.channel === channel ? one.notices : [])));
}

/** The accounts of which a channel knows that they failed, and has not been told that they are well again. */
export function knownToFail(channel: string, record: MusterRecord): Set<string> {
  const known = new Set<string>();
  for (const message of sentIn([record])) {
    if (message.channel !== channel) continue;
    for (const account of message.failed) known.add(account);
    for (const account of message.recovered) known.delete(account);
  }
  return known;
}

/** The hash of what a channel was summed up last. */
export function standingsTold(channel: string, record: MusterRecord): string | undefined {
  return sentIn([record]).findLast((one) => one.channel === channel)?.standings;
}

/** The ids of the notices that are to be told, or are being told. */
export function pendingIn(record: MusterRecord): Set<string> {
  const pending = record.messages.filter(({ messageId }) => messageId === undefined);
  return new Set(pending.flatMap(({ notices }) => notices));
}

/** The record without what was to be told and is not known to have been. */
export function withoutUnsent(record: MusterRecord): MusterRecord {
  return { ...record, messages: record.messages.filter(({ messageId }) => messageId !== undefined) };
}

/** Under which message each notice was told: to everybody, or else to the first route that was. */
export function messagesOfNotices(records: readonly MusterRecord[]): Map<string, Sent> {
  const sent = sentIn(records);
  const ranked = [...sent.filter((one) => !isRouted(one)), ...sent.filter(isRouted)];
  const found = new Map<string, Sent>();
  for (const { notices, messageId, asOf } of ranked)
    for (const id of notices) if (!found.has(id)) found.set(id, { messageId, sentAt: asOf });
  return found;
}

function sentIn(records: readonly MusterRecord[]): (RecordedMessage & { readonly messageId: string })[] {
  return records
    .flatMap(({ messages }) => messages)
    .flatMap((one) => (one.messageId === undefined ? [] : { ...one, messageId: one.messageId }));
}

function isRouted({ channel }: RecordedMessage): boolean {
  return channel.includes('/');
}
