import * as z from 'zod/mini';
import type { CalendarDate } from '../time/day.ts';
import { calendarDate, faultSchema, instant, orderProofs, windowOrders } from './measurement.ts';

const count = z.int().check(z.minimum(0));
/** See {@link Counts}. */
export const counts = z.strictObject({
  waiting: count,
  running: count,
  complete: count,
  failure: count,
  canceled: count,
});

const rule = z.enum(['failureCount', 'failureRate', 'unusualFailures', 'volumeDrop', 'stuck']);

const finding = z.strictObject({
  rule,
  severity: z.enum(['warning', 'critical']),
  /**
   * What was found, and the threshold that it reached, in the rule's own unit: failed files, percent of the finished files,
   * failed files, files requested (where the threshold is the most that is too few), days.
   */
  value: z.number(),
  threshold: z.number(),
  /** The median of the same weekdays before; only of rules that compare with them. */
  usual: z.exactOptional(z.number()),
});

/** What a notice can be about. */
export const noticeKinds = [
  'breached',
  'escalated',
  'revised',
  'withdrawn',
  'recovered',
  'unavailable',
  'available',
] as const;

/** How bad things can be, the worst last; `info` is good news. */
export const severities = ['info', 'warning', 'critical'] as const;

/** The night that is telling it now, and until when nobody else may. */
const claim = z.strictObject({ holder: z.string(), until: instant() });

const notice = z.strictObject({
  /** `<account>/<date>/<n-th notice of the date>`: the same for whoever commits it. */
  id: z.string(),
  kind: z.enum(noticeKinds),
  severity: z.enum(severities),
  /**
   * `heldBack` while the account is silent; such a notice is told by the first night after that. `leftToMuster` by a night of
   * a fleet: the muster tells it with those of the other accounts.
   */
  state: z.enum(['pending', 'heldBack', 'leftToMuster', 'sent']),
  committedAt: instant(),
  /** The counts it tells; none when there are none to tell. */
  counts: z.exactOptional(counts),
  sentAt: z.exactOptional(instant()),
  messageId: z.exactOptional(z.string()),
  /** The rules that it says are broken; absent when there are none, and in notices of versions that did not keep them. */
  rules: z.exactOptional(z.array(rule)),
  /** What held it back, or had before it was told. The reason is an operator's words. */
  heldBack: z.exactOptional(
    z.strictObject({ cause: z.enum(['mute', 'planned']), reason: z.exactOptional(z.string()) }),
  ),
  claim: z.exactOptional(claim),
});

const summary = z.strictObject({
  /** What it says of the date, or said: one that told that there were no counts is followed by one that tells them. */
  of: z.enum(['measured', 'unavailable']),
  state: z.enum(['pending', 'sent']),
  committedAt: instant(),
  claim: z.exactOptional(claim),
  sentAt: z.exactOptional(instant()),
  messageId: z.exactOptional(z.string()),
});

/** What every line may say beside where its date stands. */
const toldFields = {
  notices: z.array(notice),
  /** That the night of the date was summed up, or is to be; absent where nobody wants summaries. */
  summary: z.exactOptional(summary),
  /** On the first line of a year: earlier years in which something is not told yet, for nights that would not read them. */
  unsentYears: z.exactOptional(z.array(z.int())),
};

const measuredLine = z.strictObject({
  date: calendarDate(),
  state: z.literal('measured'),
  counts,
  settled: z.boolean(),
  /** Counts the different sets of counts that were seen, from 1. */
  revision: z.int().check(z.minimum(1)),
  order: z.enum(windowOrders),
  proof: z.enum(orderProofs),
  firstMeasuredAt: instant(),
  /** When these counts were first seen. */
  measuredAt: instant(),
  /** When they were last seen. */
  lastSeenAt: instant(),
  snapshot: z.string(),
  findings: z.array(finding),
  ...toldFields,
});

const unavailableLine = z.strictObject({
  date: calendarDate(),
  state: z.literal('unavailable'),
  fault: faultSchema(),
  /** When it was last asked in vain; absent when nobody asked. */
  askedAt: z.exactOptional(instant()),
  rejected: z.exactOptional(z.string()),
  ...toldFields,
});

/** What can be told of a date even where the rest of its line cannot be read. */
export const toldSchema = z.object({ date: calendarDate(), ...toldFields });

/** A line of the ledger as it lies in the archive. */
export const lineSchema = z.discriminatedUnion('state', [measuredLine, unavailableLine]);

/** A rule broken by a date. */
export type Finding = z.output<typeof finding>;
/** What people are told about a date, once. */
export type Notice = z.output<typeof notice>;
/** That a night was summed up, or is to be. */
export type Summary = z.output<typeof summary>;
/** How bad it is; `info` is good news. */
export type Severity = Notice['severity'];
/** A date with counts. */
export type MeasuredLine = z.output<typeof measuredLine>;
/** A date without counts, and why. */
export type UnavailableLine = z.output<typeof unavailableLine>;
/** Where one date stands. */
export type LedgerLine = MeasuredLine | UnavailableLine;

/** What a line says that no measurement changes. */
export type ToldFields = Pick<LedgerLine, keyof typeof toldFields>;

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
