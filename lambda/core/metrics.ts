import { type Counts, failureRateOf } from './ledger/measurement.ts';
import type { CalendarDate, Window } from './time/day.ts';

/** Where all metrics of the program stand in CloudWatch. */
export const metricsNamespace = 'VodNightly';

/** The one dimension that every metric has. */
export const accountDimension = 'account';

/** What is counted for each measured date, and in which of CloudWatch's units. */
const dateUnits = {
  Waiting: 'Count',
  Running: 'Count',
  Complete: 'Count',
  Failure: 'Count',
  Canceled: 'Count',
  /** Failures among finished files, 0 to 100; absent when none has finished. */
  FailureRate: 'Percent',
} as const;

/** What is counted for each night, and in which of CloudWatch's units. */
const nightUnits = {
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
} as const;

/** Name of a metric of a date. */
export type DateMetric = keyof typeof dateUnits;

/** Name of a metric of a night. */
export type NightMetric = keyof typeof nightUnits;

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
export type MeasuredFacts = {
  readonly account: string;
  readonly date: CalendarDate;
  readonly window: Window;
  readonly counts: Counts;
};

/** What became of one night. */
export type NightFacts = {
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
  const failureRate = failureRateOf(counts);
  const values: Partial<Record<DateMetric, number>> = {
    Waiting: counts.waiting,
    Running: counts.running,
    Complete: counts.complete,
    Failure: counts.failure,
    Canceled: counts.canceled,
    ...(failureRate !== undefined && { FailureRate: failureRate }),
  };
  return buildDocument(account, date, timestampMs, values, dateUnits);
}

/** Metrics of a night, filed under the present. */
export function buildNightMetrics(facts: NightFacts, nowMs: number): EmbeddedMetrics {
  const { account, date, measured, failures } = facts;
  const values: Record<NightMetric, number> = {
    NightCompleted: Number(measured && failures === 0),
    NightFailed: Number(failures > 0),
    DateUnavailable: Number(!measured),
    NoticesTold: facts.noticesTold,
    NoticesUndelivered: facts.noticesUndelivered,
    LedgerConflicts: facts.ledgerConflicts,
    DurationMs: facts.durationMs,
  };
  return buildDocument(account, date, nowMs, values, nightUnits);
}

function buildDocument<Name extends string>(
  account: string,
  date: CalendarDate,
  timestampMs: number,
  values: Readonly<Partial<Record<Name, number>>>,
  units: Readonly<Record<Name, string>>,
): EmbeddedMetrics {
  const names = Object.keys(values) as Name[];
  const metrics = names.map((name) => ({ Name: name, Unit: units[name] }));
  return {
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [
        { Namespace: metricsNamespace, Dimensions: [[accountDimension]], Metrics: metrics },
      ],
    },
    [accountDimension]: account,
    date,
    ...values,
  };
}
