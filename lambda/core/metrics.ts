import { type Counts, failureRateOf } from './ledger/measurement.ts';
import type { CalendarDate, Window } from './time/day.ts';

/** Where all metrics of the program stand in CloudWatch. */
export const metricsNamespace = 'VodNightly';

/** The dimension of what is counted for each account. */
export const accountDimension = 'account';

/** The dimension of what is counted for all accounts of one function together, for alarms. */
export const functionDimension = 'function';

/** The dimension of what is counted for each shift of a fleet, beside that of its function. */
export const shiftDimension = 'shift';

/** What is counted for each measured date, each night, each check and each muster, and in which of CloudWatch's units. */
const units = {
  Waiting: 'Count',
  Running: 'Count',
  Complete: 'Count',
  Failure: 'Count',
  Canceled: 'Count',
  /** Failures among finished files, 0 to 100; absent when none has finished. */
  FailureRate: 'Percent',
  /** 1 when yesterday was measured and nothing failed, else 0. */
  NightCompleted: 'Count',
  NightFailed: 'Count',
  /** 1 when yesterday could not be measured, else 0. */
  DateUnavailable: 'Count',
  NoticesTold: 'Count',
  /** Notices that are committed and still not told. */
  NoticesUndelivered: 'Count',
  /** How often somebody else wrote the ledger first. */
  LedgerConflicts: 'Count',
  DurationMs: 'Milliseconds',
  /** 1 when the check of the morning could tell all that it found, else 0. */
  CheckCompleted: 'Count',
  /** Accounts for which nights have not recorded or told what they should have. */
  AccountsMissed: 'Count',
  /** Accounts of a shift by where they stand when its muster ends. */
  AccountsMeasured: 'Count',
  AccountsUnavailable: 'Count',
  AccountsFailed: 'Count',
  /** Nights that a shift started, those of its later passes among them. */
  NightAttempts: 'Count',
  /** From the start of a shift to the end of its muster. */
  ShiftDurationMs: 'Milliseconds',
  /** 1 when the muster of a shift told and marked all that it had to, else 0. */
  MusterCompleted: 'Count',
} as const;

/** Name of a metric of a date, a night, a check or a muster. */
export type MetricName = keyof typeof units;

type Values = { readonly [Name in MetricName]?: number | undefined };

/**
 * A document from which CloudWatch Logs takes metrics when it stands alone on a line of the log. See "Specification:
 * Embedded metric format" in the CloudWatch user guide.
 */
export type EmbeddedMetrics = {
  readonly _aws: {
    /** The time that the values are filed under, epoch milliseconds. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
};

/** A date that was measured. */
type MeasuredFacts = {
  readonly account: string;
  readonly date: CalendarDate;
  readonly window: Window;
  readonly counts: Counts;
};

/** What became of one night. */
type NightFacts = {
  readonly account: string;
  readonly date: CalendarDate;
  /** Whether yesterday stands measured in the ledger. */
  readonly measured: boolean;
  /** How many things failed. */
  readonly failures: number;
  readonly noticesTold: number;
  readonly noticesUndelivered: number;
  readonly ledgerConflicts: number;
  readonly durationMs: number;
};

const hourMs = 3_600_000;
/** CloudWatch takes timestamps from two weeks back to two hours ahead: PutMetricData, and the same for embedded metrics. */
const oldestMs = 14 * 24 * hourMs;
const newestMs = 2 * hourMs;
/** The middle of the date: in any zone it lies in the day of UTC that charts show the date under, or next to it. */
const intoDateMs = 12 * hourMs;

/**
 * Metrics of a measured date, filed under the date itself and not under the night that asked.
 * @returns nothing for a date that is too old for CloudWatch to accept
 */
export function buildDateMetrics(facts: MeasuredFacts, nowMs: number): EmbeddedMetrics | undefined {
  const { account, date, window, counts } = facts;
  const timestampMs = window.startMs + intoDateMs;
  if (timestampMs < nowMs - oldestMs || timestampMs > nowMs + newestMs) return undefined;
  return buildDocument({ [accountDimension]: account }, { date }, timestampMs, {
    Waiting: counts.waiting,
    Running: counts.running,
    Complete: counts.complete,
    Failure: counts.failure,
    Canceled: counts.canceled,
    FailureRate: failureRateOf(counts),
  });
}

/** Metrics of a night, filed under the present. */
export function buildNightMetrics(facts: NightFacts, nowMs: number): EmbeddedMetrics {
  const { account, date, measured, failures } = facts;
  return buildDocument({ [accountDimension]: account }, { date }, nowMs, {
    NightCompleted: Number(measured && failures === 0),
    NightFailed: Number(failures > 0),
    DateUnavailable: Number(!measured),
    NoticesTold: facts.noticesTold,
    NoticesUndelivered: facts.noticesUndelivered,
    LedgerConflicts: facts.ledgerConflicts,
    DurationMs: facts.durationMs,
  });
}

/** Metrics of all accounts of a function together, or of one shift of its fleet, filed under the present. */
export function buildFunctionMetrics(
  { functionName, shift }: { readonly functionName: string; readonly shift?: string },
  values: Values,
  nowMs: number,
): EmbeddedMetrics {
  const ofShift = shift !== undefined && { [shiftDimension]: shift };
  return buildDocument({ [functionDimension]: functionName, ...ofShift }, {}, nowMs, values);
}

/** A value that there is none of is not mentioned at all. */
function buildDocument(
  dimension: Readonly<Record<string, string>>,
  properties: Readonly<Record<string, string>>,
  timestampMs: number,
  given: Values,
): EmbeddedMetrics {
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  const metrics = values.map(([name]) => ({ Name: name, Unit: units[name as MetricName] }));
  return {
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [
        { Namespace: metricsNamespace, Dimensions: [Object.keys(dimension)], Metrics: metrics },
      ],
    },
    ...dimension,
    ...properties,
    ...Object.fromEntries(values),
  };
}
