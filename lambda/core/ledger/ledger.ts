import * as z from 'zod/mini';
import { type CalendarDate, yearOf } from '../time/day.ts';
import { type LedgerLine, lineSchema } from './line.ts';

/** Where each date stands; the dates of some years of one account. */
export type Ledger = ReadonlyMap<CalendarDate, LedgerLine>;

/**
 * Reads one year of a ledger: one JSON document a line.
 * @throws SyntaxError that names the line or the date and what is wrong with it
 */
export function parseLedgerYear(text: string): LedgerLine[] {
  const lines = text.split('\n').flatMap((line, index) => (line === '' ? [] : [parseLine(line, index + 1)]));
  const known = new Set<CalendarDate>();
  for (const { date } of lines) {
    if (known.has(date)) throw new SyntaxError(`${date} has more than one line`);
    known.add(date);
  }
  return lines;
}

/**
 * Reads one line of a ledger.
 * @param number which line it is, from 1
 * @throws SyntaxError that names the line and what is wrong with it
 */
export function parseLine(text: string, number: number): LedgerLine {
  const result = z.safeParse(lineSchema, parseJson(text, number));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new SyntaxError(`line ${number} is not a ledger line: ${faults.join(', ')}`);
}

function parseJson(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`line ${number} is not a ledger line: ${error}`);
  }
}

/** One year of a ledger as it lies in the archive: one JSON document a line, oldest date first. */
export function formatLedgerYear(ledger: Ledger, year: number): string {
  return linesByDate(ledger)
    .filter((line) => yearOf(line.date) === year)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** All lines, oldest date first. */
export function linesByDate(ledger: Ledger): LedgerLine[] {
  return [...ledger.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The ledger with some lines put in or replaced. */
export function withLines(ledger: Ledger, lines: Iterable<LedgerLine>): Ledger {
  const next = new Map(ledger);
  for (const line of lines) next.set(line.date, line);
  return next;
}
