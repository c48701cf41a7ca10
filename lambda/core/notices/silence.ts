import * as z from 'zod/mini';
import type { Notice } from '../ledger/line.ts';
import { type CalendarDate, isCalendarDate, weekdayOf } from '../time/day.ts';
import { type Mute, muteOn } from './mutes.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const date = z.string().check(z.refine(isCalendarDate, 'has to be a date, such as 2026-12-24'));

const dateRange = z
  .strictObject({
    /** The first and the last date of it. */
    from: date,
    to: date,
    /** What it is for, in your words. */
    reason: z.optional(z.string()),
  })
  .check(z.refine(({ from, to }) => from <= to, { path: ['to'], error: 'has to be no earlier than from' }));

/** Silence that is known beforehand. What is held back is told by the first night after it. */
export const quietSchema = z.strictObject({
  /** The nights that report these days of the week tell nothing. */
  weekdays: z._default(z.array(z.enum(weekdays)), []),
  /** Nor do those that report dates in these ranges. */
  dates: z._default(z.array(dateRange), []),
  /** Whether critical notices are told all the same. */
  exceptCritical: z._default(z.boolean(), false),
});

/** See {@link quietSchema}. */
export type Quiet = z.output<typeof quietSchema>;

/** Why a night tells nothing, or nothing but what is critical. */
export type Silence = {
  readonly cause: NonNullable<Notice['heldBack']>['cause'];
  /** An operator's words: untrusted text. */
  readonly reason?: string;
  readonly exceptCritical: boolean;
};

/** What silences the night that reports a date: a mute, or the account's configuration. A mute gives its reason first. */
export function silenceOn(date: CalendarDate, quiet: Quiet, mutes: readonly Mute[]): Silence | undefined {
  const mute = muteOn(date, mutes);
  const range = quiet.dates.find(({ from, to }) => from <= date && date <= to);
  const isPlanned =
    range !== undefined || quiet.weekdays.some((day) => day === weekdays[weekdayOf(date) - 1]);
  const silences: Silence[] = [
    ...(mute ? [{ cause: 'mute', reason: mute.reason, exceptCritical: mute.exceptCritical } as const] : []),
    ...(isPlanned ? [planned(range?.reason, quiet)] : []),
  ];
  const [first] = silences;
  return first && { ...first, exceptCritical: silences.every(({ exceptCritical }) => exceptCritical) };
}

function planned(reason: string | undefined, { exceptCritical }: Quiet): Silence {
  return { cause: 'planned', ...(reason !== undefined && { reason }), exceptCritical };
}
