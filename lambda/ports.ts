import type { Ledger } from './core/ledger/ledger.ts';
import type { Message } from './core/messages/alert.ts';
import type { ClockReading } from './core/time/clock-reading.ts';
import type { CalendarDate } from './core/time/day.ts';
import type { Exchange, Question } from './core/vendor/exchange.ts';

/** Time as a night sees it. `now` is epoch milliseconds. */
export type Clock = {
  now(): number;
  /** @param givenUp rejects when it fires */
  sleep(ms: number, givenUp?: AbortSignal): Promise<void>;
};

/** The vendor's API. Retries by itself; never throws for what the vendor does. */
export type VodStation = {
  /** @param givenUp fires when nobody wants to know any more: whatever it rejects with, or gives, then */
  ask(question: Question, deadlineMs: number, givenUp?: AbortSignal): Promise<Exchange>;
};

/** An object to be stored, and where. */
export type StoredObject = { readonly key: string; readonly body: string; readonly contentType: string };

/** An object's text, and its version, which a write must find unchanged. */
export type StoredText = { readonly text: string; readonly version: string };

/** A ledger as it was read, with the version of each of its years, which a write must find unchanged. */
export type LoadedLedger = {
  readonly ledger: Ledger;
  readonly versions: ReadonlyMap<number, string | undefined>;
};

/** How long a call may take with all its attempts, where it may take less than what the night has left. */
export type CallLimit = { readonly limitMs?: number };

/** Where answers, ledgers and reports are kept. Every call ends by the night's deadline, answered or not. */
export type Archive = {
  /** Stores an object that nobody may change later; one that is there already is left as it is. */
  create(object: StoredObject, limit?: CallLimit): Promise<void>;
  /** Writes an object whatever is there, for what can be made anew and that nobody else has a say in. */
  put(object: StoredObject, limit?: CallLimit): Promise<void>;
  /** All keys below a prefix, in their order. */
  listKeys(prefix: string, limit?: CallLimit): Promise<readonly string[]>;
  /** An object's text, or nothing when there is none of that key. */
  read(key: string, limit?: CallLimit): Promise<string | undefined>;
  /** The same with its version. */
  readVersion(key: string): Promise<StoredText | undefined>;
  /**
   * Writes an object in the place of the version that was read; with no version, where there was none. Gives its new version.
   * @throws ConflictError when somebody else wrote it since
   */
  replace(object: StoredObject, version: string | undefined): Promise<string>;
  /**
   * Reads the given years, and when they begin with dates that nobody asked for, the years before that gap as well.
   * @throws ForbiddenError, DamagedArchiveError
   */
  loadLedger(account: string, years: readonly number[]): Promise<LoadedLedger>;
  /**
   * Writes each year that differs from what was loaded, if nobody else wrote it since.
   * @throws ConflictError when somebody did: load again and decide again
   */
  saveLedger(account: string, loaded: LoadedLedger, next: Ledger): Promise<LoadedLedger>;
  /** What the store's clock said in the newest of its answers; nothing before the first. */
  clock(): ClockReading | undefined;
};

/** Tells people and programs. */
export type Notifier = {
  /** Publishes one message; gives the id under which it was accepted. */
  publish(message: Message, limit?: CallLimit): Promise<string>;
};

/** Makes links to pages, which open until they expire. Rejects when they cannot be signed. */
export type Pages = {
  /** To those of one account's dates, which open that account. */
  linksTo(account: string, nowMs: number): Promise<(date: CalendarDate) => string>;
  /** To that of a shift, which opens all accounts. */
  linkToShift(shift: string, nowMs: number): Promise<string>;
};

/** What a night says of itself, for whoever operates it. */
export type Telemetry = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, error: Error): void;
};

/** What stands in a log line beside its message; JSON. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Everything outside the program that a night touches. */
export type Ports = {
  readonly vodStation: VodStation;
  readonly archive: Archive;
  /** Tells of broken rules. */
  readonly notifier: Notifier;
  /** Tells what each night came to; absent where nobody wants to know. */
  readonly summaries?: Notifier | undefined;
  /** Where people look at a date; absent where no reader shows pages. */
  readonly pages?: Pages | undefined;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
};

/** Everything outside the program that a step of a fleet touches. */
export type FleetPorts = Omit<Ports, 'vodStation'> & {
  /** Tell those who hear of some accounts only; absent where there is nobody such. */
  readonly routedAlerts?: Notifier | undefined;
  readonly routedReports?: Notifier | undefined;
};
