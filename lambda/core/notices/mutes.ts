import * as z from 'zod/mini';
import { calendarDate, type Instant, instant } from '../ledger/measurement.ts';
import { formatDocument, parseDocument } from '../text/document.ts';
import type { CalendarDate } from '../time/day.ts';

/** Made only where there are mutes: at each start of the function it would cost time. */
function muteSchema() {
  return z.strictObject({
    /** The last date whose night is quiet: the night that reports the day after is heard again. */
    until: calendarDate(),
    /** An operator's words: untrusted text. */
    reason: z.string(),
    /** Who asked for it: untrusted text. */
    by: z.string(),
    mutedAt: instant(),
    /** Whether critical notices are told all the same. */
    exceptCritical: z.boolean(),
    /** When somebody ended it; absent while it stands, and of one that ended by itself. */
    endedAt: z.exactOptional(instant()),
    endedBy: z.exactOptional(z.string()),
  });
}

function mutesSchema() {
  return z.strictObject({ version: z.literal(1), account: z.string(), mutes: z.array(muteSchema()) });
}

/** A time for which an account's notices are held back. */
export type Mute = z.output<ReturnType<typeof muteSchema>>;

/**
 * Reads all mutes that an account ever had, oldest first.
 * @param text the object's; none when there is no object
 * @throws SyntaxError that says what is wrong with it
 */
export function parseMutes(text: string | undefined): Mute[] {
  return text === undefined ? [] : parseDocument(mutesSchema(), 'list of mutes', text).mutes;
}

/** An account's mutes as they lie in the archive. */
export function formatMutes(account: string, mutes: readonly Mute[]): string {
  return formatDocument({ version: 1, account, mutes });
}

/** The mute that holds back the night which reports this date. */
export function muteOn(date: CalendarDate, mutes: readonly Mute[]): Mute | undefined {
  return mutes.findLast(({ until, endedAt }) => endedAt === undefined && date <= until);
}

/** The mutes with one more, in the place of whatever was in force. */
export function addMute(mutes: readonly Mute[], mute: Mute): Mute[] {
  return [...endMutes(mutes, mute.mutedAt, mute.by), mute];
}

/** The mutes with none in force any more. */
export function endMutes(mutes: readonly Mute[], endedAt: Instant, endedBy: string): Mute[] {
  return mutes.map((mute) => (mute.endedAt === undefined ? { ...mute, endedAt, endedBy } : mute));
}
