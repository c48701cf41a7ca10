import type { Account } from '../../../lambda/config/account.ts';
import { linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, Notice, Summary } from '../../../lambda/core/ledger/line.ts';
import { instantOf } from '../../../lambda/core/ledger/measurement.ts';
import { claimMs } from '../../../lambda/core/notices/outbox.ts';
import { toleranceMs } from '../../../lambda/core/time/clock-reading.ts';
import {
  addDays,
  dateReportedBy,
  datesBetween,
  existsIn,
  windowOf,
  yearOf,
} from '../../../lambda/core/time/day.ts';
import { countOf, nameSome } from '../../cli/count.ts';
import { joinYears, type LedgerYear } from '../../machine/ledger-years.ts';
import { type Diagnosis, good, unknown, wrong } from './diagnosis.ts';

/** What is known of now: by the gateway's clock, where it has told. Epoch milliseconds. */
export type Times = {
  readonly nowMs: number;
  /** When the last night was due. */
  readonly dueMs: number;
};

/** More dates than this are counted, not named. */
export const namedDates = 5;

/** Whether the ledger can be used by a night: it can be read, and nothing in it lies in the future or is missing. */
export function judgeLedger(
  years: readonly LedgerYear[],
  { name, timeZone }: Pick<Account, 'name' | 'timeZone'>,
  { nowMs, dueMs }: Times,
  place: string,
): Diagnosis {
  const faults = years.flatMap((year) => findFaults(year, timeZone, nowMs));
  if (faults.length > 0) {
    return wrong(faults.join('; '), `npx vod-nightly rebuild --account ${name} --write${place}`);
  }
  const lines = linesByDate(joinYears(years));
  const first = lines[0]?.date;
  if (first === undefined) return unknown('no night has run yet');
  const last = addDays(dateReportedBy(dueMs, timeZone), -1); // the very last date is last night's
  const known = new Set(lines.map(({ date }) => date));
  const gaps = datesBetween(first, last).filter((date) => existsIn(date, timeZone) && !known.has(date));
  if (gaps.length > 0) {
    return wrong(
      `nothing is said of ${nameSome(gaps, namedDates)}`,
      'run a night: it enters what is missing and asks for what it can',
    );
  }
  const unavailable = lines.filter(({ state }) => state === 'unavailable').length;
  const rest = unavailable === 0 ? 'all measured' : `${unavailable} of them unavailable`;
  return good(`${countOf(lines.length, 'date')} from ${first} without a gap, ${rest}`);
}

function findFaults({ key, year, lines, fault }: LedgerYear, timeZone: string, nowMs: number): string[] {
  if (fault !== undefined) return [fault.message];
  const latest = instantOf(nowMs + toleranceMs);
  const lease = instantOf(nowMs + claimMs + toleranceMs);
  const kinds: readonly [string, (line: LedgerLine) => boolean][] = [
    [`in ${key}, but not of ${year}`, ({ date }) => yearOf(date) !== year],
    ['not over yet', ({ date }) => endOf(date, timeZone) > nowMs],
    ['recorded in the future', (line) => instantsOf(line).some((instant) => instant > latest)],
    [
      'claimed for longer than a minute, which blocks nights',
      (line) => tellingsOf(line).some(({ claim }) => claim !== undefined && claim.until > lease),
    ],
    ['settled before it was over', (line) => isSettledEarly(line, timeZone)],
  ];
  return kinds.flatMap(([what, isSo]) => {
    const dates = lines.filter(isSo).map(({ date }) => date);
    return dates.length === 0 ? [] : [`${what}: ${nameSome(dates, namedDates)}`];
  });
}

function endOf(date: string, timeZone: string): number {
  return existsIn(date, timeZone) ? windowOf(date, timeZone).endMs : 0;
}

/** When something was learnt or told of a date. */
function instantsOf(line: LedgerLine): string[] {
  const learnt =
    line.state === 'measured'
      ? [line.firstMeasuredAt, line.measuredAt, line.lastSeenAt]
      : [line.askedAt ?? ''];
  return [...learnt, ...tellingsOf(line).flatMap(({ committedAt, sentAt = '' }) => [committedAt, sentAt])];
}

/** What is told of a date. */
function tellingsOf({ notices, summary }: LedgerLine): (Notice | Summary)[] {
  return summary === undefined ? notices : [...notices, summary];
}

/** Such a date is never asked for again, whatever happened in the rest of it. */
function isSettledEarly(line: LedgerLine, timeZone: string): boolean {
  if (line.state !== 'measured' || !line.settled) return false;
  return Date.parse(line.lastSeenAt) + toleranceMs < endOf(line.date, timeZone);
}
