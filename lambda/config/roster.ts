import * as z from 'zod/mini';
import { compareTexts } from '../core/text/compare.ts';
import { toPlainText } from '../core/text/plain-text.ts';
import { InvalidInputError, toError } from '../errors.ts';
import { type Account, accountSchema } from './account.ts';
import { parseInput } from './parse-input.ts';

/** A line of a shift's file that is no account. */
type DamagedLine = {
  /** From 1. */
  readonly number: number;
  /** Whose line it is, as far as it says so; untrusted text. */
  readonly name: string | undefined;
  /** What is wrong with it; safe on one line. */
  readonly fault: string;
};

/** The accounts of a shift, as far as its file can be read. */
export type Roster = {
  readonly accounts: readonly Account[];
  readonly damaged: readonly DamagedLine[];
};

const maxFaultLength = 500;

/** What a shift's file says: an account a line, sorted by name; a damaged line keeps no other account from its night. */
export function parseShiftFile(text: string): Roster {
  const accounts = new Map<string, Account>();
  const damaged: DamagedLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    let written: unknown;
    try {
      written = JSON.parse(line);
      const account = parseInput(accountSchema, 'the line', written);
      if (accounts.has(account.name)) throw new SyntaxError('an earlier line has this name already');
      accounts.set(account.name, account);
    } catch (thrown) {
      damaged.push({ number: index + 1, name: nameIn(written), fault: describeFault(thrown) });
    }
  }
  return { accounts: [...accounts.values()], damaged };
}

/**
 * The account of a name in a shift's file; nothing where no line has it. Of ten thousand lines one is parsed.
 * @param name as accounts are named
 * @throws InvalidInputError, SyntaxError when its line is no account
 */
export function findInShiftFile(text: string, name: string): Account | undefined {
  for (const { index } of text.matchAll(new RegExp(`"name"\\s*:\\s*"${name}"`, 'g'))) {
    const start = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    const written: unknown = JSON.parse(text.slice(start, end === -1 ? undefined : end));
    if (nameIn(written) === name) return parseInput(accountSchema, 'the line', written);
  }
  return undefined;
}

/**
 * The text of a shift's file. What is usual of an account is left out, but for the zone and the time that make it one of the
 * shift's: reading it gives the same accounts.
 */
export function formatShiftFile(accounts: readonly Account[]): string {
  const usual = z.parse(accountSchema, { name: 'usual' });
  const sorted = accounts.toSorted((a, b) => compareTexts(a.name, b.name));
  return sorted
    .map((account) => {
      const { name, timeZone, time } = account;
      return `${JSON.stringify({ name, timeZone, time, ...withoutUsual(account, usual) })}\n`;
    })
    .join('');
}

/** The fields of an object that differ from the usual ones, objects in it likewise; a list is one value. */
function withoutUsual(fields: object, usual: object): Readonly<Record<string, unknown>> {
  const known = new Map<string, unknown>(Object.entries(usual));
  const unusual = Object.entries(fields).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
    const usually = known.get(name);
    if (JSON.stringify(value) === JSON.stringify(usually)) return [];
    return [[name, isFields(value) && isFields(usually) ? withoutUsual(value, usually) : value]];
  });
  return Object.fromEntries(unusual);
}

/** Whether a value has fields that can differ by themselves. */
export function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameIn(written: unknown): string | undefined {
  const { name } = Object(written);
  return typeof name === 'string' ? name : undefined;
}

function describeFault(thrown: unknown): string {
  const faults = thrown instanceof InvalidInputError ? thrown.faults.join('; ') : toError(thrown).message;
  return toPlainText(faults, maxFaultLength); // what is no JSON is quoted
}
