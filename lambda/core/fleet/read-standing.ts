import type { Ledger } from '../ledger/ledger.ts';
import { type LedgerLine, parseLine } from '../ledger/line.ts';
import type { Instant } from '../ledger/measurement.ts';
import { isOfAvailability, isOpenTo, leftNotices, nobodyAt, pendingNotices } from '../notices/outbox.ts';
import { worstOf } from '../rules/rules.ts';
import { type CalendarDate, yearOf } from '../time/day.ts';
import type { LeftNotice, Standing } from './standing.ts';

/** The years of a ledger that were read, as they lie in the archive; nothing for one that has no object. */
type YearTexts = ReadonlyMap<number, string | undefined>;

/**
 * Which years of a ledger are still to be read to say where its account stands on a date: that of the date, those that it
 * notes something untold in, and where it has no line yet, the year before, which has the notes then.
 */
export function yearsToRead(date: CalendarDate, texts: YearTexts): number[] {
  const year = yearOf(date);
  const isBlank = texts.has(year) && !texts.get(year)?.trim();
  const noted = [...texts.values()].flatMap((text = '') => notedIn(text.slice(0, text.indexOf('\n'))));
  return [...new Set([year, ...(isBlank ? [year - 1] : []), ...noted])].filter((each) => !texts.has(each));
}

function notedIn(firstLine: string): number[] {
  const years = /"unsentYears"\s*:\s*\[([\d\s,]+)\]/.exec(firstLine)?.[1];
  return years?.split(',').map(Number) ?? [];
}

/**
 * Where an account stands, read from the text of its ledger: of ten thousand in seconds, as of each year only the lines of the
 * date and of what is untold are parsed. Of the others it is seen that they are whole at both ends.
 * @param texts all that {@link yearsToRead} asks for
 */
export function readStanding(
  { name, tags }: Pick<Standing, 'tags'> & { readonly name: string },
  date: CalendarDate,
  texts: YearTexts,
  now: Instant,
): Standing {
  const identity = { account: name, tags };
  try {
    const lines = [...texts.values()].flatMap((text) => (text === undefined ? [] : findLines(text, date)));
    const isNew = [...texts.values()].every((text) => text === undefined || firstDateIn(text) > date);
    return { ...identity, ...standingIn(ledgerOf(lines), date, now), ...(isNew && { isNew }) };
  } catch (error) {
    /* v8 ignore next -- only a fault of the program itself is anything else */
    if (!(error instanceof SyntaxError)) throw error;
    return { ...identity, state: 'failed', failure: 'unreadable', reason: error.message, left: [] };
  }
}

function firstDateIn(text: string): string {
  return /"date"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '';
}

function findLines(text: string, date: CalendarDate): LedgerLine[] {
  const wanted = [`"${date}"`, '"pending"', '"leftToMuster"'];
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    const isWhole = line.startsWith('{') && line.endsWith('}');
    return !isWhole || wanted.some((value) => line.includes(value)) ? parseLine(line, index + 1) : [];
  });
}

function ledgerOf(lines: readonly LedgerLine[]): Ledger {
  const ledger = new Map<CalendarDate, LedgerLine>();
  for (const line of lines) {
    if (ledger.has(line.date)) throw new SyntaxError(`${line.date} has more than one line`);
    ledger.set(line.date, line);
  }
  return ledger;
}

function standingIn(ledger: Ledger, date: CalendarDate, now: Instant): Omit<Standing, 'account' | 'tags'> {
  const line = ledger.get(date);
  const pending = pendingNotices(ledger).map(({ notice }) => notice);
  const open = pending.filter((notice) => isOpenTo(notice, nobodyAt(now)));
  const claims = pending.filter((notice) => !open.includes(notice)).map(({ claim }) => claim?.until);
  const claimedUntil = claims.sort().at(-1);
  const more = { ...(claimedUntil && { claimedUntil }), left: leftIn(ledger) };
  if (line === undefined) {
    return { state: 'failed', failure: 'notRecorded', reason: `nothing is recorded of ${date}`, ...more };
  }
  const found = { ...describe(line), ...more };
  if (open.length === 0) return { state: line.state, ...found };
  const reason = `not told: ${open.map(({ id }) => id).join(', ')}`;
  return { state: 'failed', failure: 'notTold', reason, ...found };
}

function describe(line: LedgerLine): Pick<Standing, 'counts' | 'worst' | 'fault'> {
  if (line.state === 'unavailable') return { fault: line.fault };
  const worst = worstOf(line.findings);
  return { counts: line.counts, ...(worst && { worst }) };
}

function leftIn(ledger: Ledger): LeftNotice[] {
  return leftNotices(ledger).flatMap(({ line, notice: { id, kind } }) => {
    if (!isOfAvailability(kind)) return [];
    return {
      id,
      kind,
      date: line.date,
      isMeasured: line.state === 'measured',
      ...(line.state === 'unavailable' && { fault: line.fault }),
    };
  });
}
