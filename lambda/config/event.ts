import * as z from 'zod/mini';
import { calendarDate } from '../core/ledger/measurement.ts';
import { languages } from '../core/words/language.ts';
import { accountSchema, nameSchema, timeOfDay } from './account.ts';
import { parseInput } from './parse-input.ts';

/** The time for which something was due: ISO 8601 in UTC, as EventBridge Scheduler writes it. */
const scheduledTime = z.iso.datetime({ error: 'has to be a time in UTC, such as 2026-11-22T16:10:00Z' });

/** What an event says of a shift. */
export function shiftSchema() {
  return z.strictObject({ name: nameSchema, timeZone: z.string(), time: timeOfDay });
}

/** Accounts of a fleet whose nights are due together: all that have its time and its time zone. */
export type Shift = z.output<ReturnType<typeof shiftSchema>>;

const nightSchema = z.strictObject({
  account: accountSchema,
  scheduledTime,
  /** The shift whose fleet the account belongs to: its muster tells what concerns many at once. */
  shift: z.optional(nameSchema),
});

/** Those of the other steps are made when such an event comes: every start of the function would wait for them. */
function backfillSchema() {
  const range = z.strictObject({
    /** Names the backfill, in keys of the archive. */
    id: nameSchema,
    /** The first and the last date of it. */
    from: calendarDate(),
    to: calendarDate(),
  });
  return z.strictObject({
    account: accountSchema,
    backfill: range.check(
      z.refine(({ from, to }) => from <= to, { path: ['to'], error: 'has to be from, or later' }),
    ),
  });
}

function listSchema() {
  return z.strictObject({
    list: z.strictObject({
      shift: shiftSchema(),
      scheduledTime,
      /** Passes that were made already, and the nights that these started together. */
      passesMade: z.int().check(z.minimum(0)),
      attempts: z.int().check(z.minimum(0)),
      /** How long to wait before each pass after the first, seconds. */
      passes: z.array(z.int()),
    }),
  });
}

function routesSchema() {
  return z.array(
    z.strictObject({ accounts: z.optional(z.array(nameSchema)), tags: z.optional(z.array(nameSchema)) }),
  );
}

function musterSchema() {
  return z.strictObject({
    muster: z.strictObject({
      shift: shiftSchema(),
      scheduledTime,
      /** When the shift was started, and the nights that it started since. */
      startedTime: z.iso.datetime(),
      attempts: z.int().check(z.minimum(0)),
      /** The language of what it tells. */
      language: z.enum(languages),
      /** Those who are told of some accounts only, by topic. */
      routes: z.strictObject({ alerts: routesSchema(), reports: routesSchema() }),
    }),
  });
}

function checkSchema() {
  return z.strictObject({
    check: z.strictObject({
      /** At least one. The check needs little of them, and takes the defaults for the rest. */
      accounts: z.tuple([accountSchema], accountSchema),
      scheduledTime,
    }),
  });
}

/** What invokes one night: the account's configuration, and when the night was due. */
export type NightEvent = z.output<typeof nightSchema>;

/** What invokes the check of the morning: the accounts whose nights it looks after, and when it was due. */
export type CheckEvent = z.output<ReturnType<typeof checkSchema>>;

/** What invokes the filling in of the past of one account of a fleet. */
export type BackfillEvent = z.output<ReturnType<typeof backfillSchema>>;

/** What invokes the function, one event for each thing that it does. */
export type FunctionEvent = NightEvent | CheckEvent | BackfillEvent | ListEvent | MusterEvent;

/** What invokes the listing of the accounts of a shift that have no good night. */
export type ListEvent = z.output<ReturnType<typeof listSchema>>;

/** What invokes the muster of a night of a shift. */
export type MusterEvent = z.output<ReturnType<typeof musterSchema>>;

/** What recipients who are told of some accounts only ask for: all that they name, of each list one. */
export type Route = z.output<ReturnType<typeof routesSchema>>[number];

/** As much of an account as the check needs, in the event of which there is room for hundreds. */
export function toChecked({ name, timeZone, language, time, quiet, tags }: z.output<typeof accountSchema>) {
  return { name, timeZone, language, time, quiet, ...(tags.length > 0 && { tags }) };
}

/**
 * Checks the event that invokes the function, be it of one night or of another step.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseEvent(input: unknown): FunctionEvent {
  const is = (name: string) => typeof input === 'object' && input !== null && name in input;
  if (is('check')) return parseInput(checkSchema(), 'the event', input);
  if (is('backfill')) return parseInput(backfillSchema(), 'the event', input);
  if (is('list')) return parseInput(listSchema(), 'the event', input);
  if (is('muster')) return parseInput(musterSchema(), 'the event', input);
  return parseNightEvent(input);
}

/**
 * Checks the event that invokes one night.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseNightEvent(input: unknown): NightEvent {
  return parseInput(nightSchema, 'the event', input);
}
