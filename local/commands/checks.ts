import { lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Account } from '../../lambda/config/account.ts';
import { existsIn, isCalendarDate } from '../../lambda/core/time/day.ts';
import { dueFor } from '../../lambda/core/time/last-due.ts';
import { nameSome } from '../cli/count.ts';
import { usageError } from '../cli/failures.ts';

/** What is wrong with one option, which it names; no text when nothing is. */
type Fault = string | false | undefined;

/** @throws InvalidInputError with all faults at once, where there are any */
export function refuse(faults: readonly Fault[]): void {
  const found = faults.filter((fault) => typeof fault === 'string');
  if (found.length > 0) throw usageError(found);
}

/** A fleet has more accounts than anybody wants to read. */
const shownNames = 20;
const listing = 'npx vod-nightly fleet list';

/** An account that is named. */
export function checkAccount(name: string, accounts: readonly Account[]): Fault {
  return !accounts.some((account) => account.name === name) && explainAccount(name, accounts);
}

/** The account that a command needs. @throws InvalidInputError where there is none of that name */
export function requireAccount(name: string | undefined, accounts: readonly Account[]): Account {
  const found = accounts.find((account) => account.name === name);
  if (found) return found;
  throw usageError([explainAccount(name, accounts)]);
}

/** What is wrong with a name that is no account's. */
function explainAccount(name: string | undefined, accounts: readonly Account[]): string {
  const names = accounts.map((account) => account.name);
  if (name === undefined && names.length === 0)
    return `--account: has to be given, as all accounts are those of the fleet; ${listing} names them`;
  const others = names.length > shownNames ? `; ${listing} names them` : '';
  const given = name === undefined ? '--account: has to be given,' : `--account ${name}: has to be`;
  return `${given} one of ${nameSome(names, shownNames)}${others}`;
}

/** A date, where one is given. */
export function checkDate(option: string, text: string | undefined): Fault {
  return (
    text !== undefined && !isCalendarDate(text) && `${option} ${text}: has to be a date, such as 2026-11-22`
  );
}

/** A range of dates, either end of which may be open. */
export function checkRange({ from, to }: { readonly from?: string; readonly to?: string }): Fault[] {
  const ofDates = [checkDate('--from', from), checkDate('--to', to)];
  const areBoth = !ofDates.some(Boolean) && from !== undefined && to !== undefined;
  return [...ofDates, areBoth && checkOrder(from, to)];
}

/** The two dates of a range. */
function checkOrder(from: string, to: string): Fault {
  return from > to && `--from ${from}: has to be no later than --to ${to}`;
}

/** A date that is over in each of the zones; what concerns several is said once. */
export function checkPastDate(option: string, text: string, timeZones: readonly string[]): Fault[] {
  if (timeZones.length === 0) return [checkDate(option, text)];
  const faults = timeZones.map((timeZone) => {
    if (!isCalendarDate(text)) return 'has to be a date, such as 2026-11-22';
    if (!existsIn(text, timeZone)) return `does not exist in ${timeZone}`;
    return dueFor(text, timeZone) > Date.now() && `is not over yet in ${timeZone}`;
  });
  return [...new Set(faults)].map((fault) => fault && `${`${option} ${text}`.trim()}: ${fault}`);
}

/** A past range, both ends of which have to be given. */
export function checkPastRange(
  { from = '', to = '' }: { readonly from?: string; readonly to?: string },
  timeZones: readonly string[],
): Fault[] {
  const ofDates = [['--from', from] as const, ['--to', to] as const].flatMap(([option, date]) =>
    date === ''
      ? `${option}: has to be given, such as ${option} 2026-11-22`
      : checkPastDate(option, date, timeZones),
  );
  const areDates = ofDates.every((fault) => typeof fault !== 'string');
  return [...ofDates, areDates && checkOrder(from, to)];
}

/** A whole number between two. */
export function checkNumber(option: string, text: string, least: number, most: number): Fault {
  const isWithin = /^(0|[1-9]\d{0,8})$/.test(text) && Number(text) >= least && Number(text) <= most;
  return !isWithin && `${option} ${text}: has to be a whole number from ${least} to ${most}`;
}

/** A TCP port, or 0. */
export function checkPort(text: string): Fault {
  return checkNumber('--port', text, 0, 65_535);
}

/** A file that is to be written, where one is given: never over another one. */
export function checkNewFile(option: string, file: string | undefined): Fault {
  if (file === undefined) return undefined;
  if (lstatSync(file, { throwIfNoEntry: false }))
    return `${option} ${file}: is there already, and is not overwritten`;
  const isInFolder = statSync(dirname(resolve(file)), { throwIfNoEntry: false })?.isDirectory();
  return !isInFolder && `${option} ${file}: has to be in a folder that is there`;
}

/** One of a few words. */
export function checkChoice(option: string, text: string, choices: readonly string[]): Fault {
  return !choices.includes(text) && `${`${option} ${text}`.trim()}: has to be one of ${choices.join(', ')}`;
}
