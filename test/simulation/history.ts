/** What can go wrong with one call of a night to the world. Each service makes of it what comes nearest. */
export const mishaps = [
  'crashBefore',
  'crashAfter',
  'fails',
  'lost',
  'retried',
  'conflict',
  'slow',
  'garbled',
  'unauthorized',
  'limited',
] as const;

/**
 * Rarer ones, drawn apart: nothing ever comes back, of a call that had no effect or of one that had; something else on the
 * way answers with status 200; a cache answers what was true long ago.
 */
export const strangeMishaps = ['hung', 'stalled', 'foreign', 'cached'] as const;

/** See {@link mishaps}: the process dies before or after the effect; the effect fails or its answer is lost; … */
export type Mishap = (typeof mishaps | typeof strangeMishaps)[number];

/** A mishap and the call that it meets: the n-th call, from 1, of the n-th attempt, from 0, of a night. */
export type Fault = { readonly attempt: number; readonly call: number; readonly mishap: Mishap };

/** What most of a night's questions to the vendor meet. */
export const weathers = [
  'fine',
  'down',
  'unauthorized',
  'limited',
  'garbled',
  'hanging',
  'unreachable',
] as const;

/** See {@link weathers}; drawn apart, a cache before the gateway that answers everything. */
export type Weather = (typeof weathers)[number] | 'cached';

/** One invocation by the scheduler, and how often the platform tries again when it fails. */
export type PlannedNight = {
  readonly id: number;
  /** The date that it reports. */
  readonly date: string;
  /** How long after it was due it starts, milliseconds; before, when it is less than zero. */
  readonly delayMs: number;
  /** The platform's id of the event: retries share it, and twin deliveries of one event. */
  readonly requestId: string;
  readonly retries: number;
  readonly weather: Weather;
  /** How far the gateway's clock is ahead, milliseconds. */
  readonly skewMs: number;
  /** How far its own clock is ahead, milliseconds. The bucket's is always right. */
  readonly ourClockMs: number;
  /** Below which the bucket lets this night write nothing; it writes anywhere unless given. */
  readonly refusedPrefix?: string;
  readonly faults: readonly Fault[];
};

/** The vendor's five states. */
export type State = 'waiting' | 'running' | 'complete' | 'failure' | 'canceled';

/** Some files requested at the same instant of a date, and how their state changes after the date's end. */
export type Batch = {
  readonly date: string;
  /** Where in the date: 0 is its first millisecond, 1 its last. */
  readonly at: number;
  readonly files: number;
  readonly steps: readonly (readonly [minutesAfterEnd: number, state: State])[];
};

/** Somebody mutes the account, and perhaps ends the mute before its time. */
export type PlannedMute = {
  /** When: so long after the night that reports this date was due, milliseconds. */
  readonly date: string;
  readonly delayMs: number;
  readonly until: string;
  readonly exceptCritical: boolean;
  /** How long after that it is ended; never, unless given. */
  readonly endedAfterMs: number | undefined;
};

/** The silence that the account's configuration plans. */
export type PlannedQuiet = {
  readonly weekdays: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  readonly dates: readonly { readonly from: string; readonly to: string }[];
  readonly exceptCritical: boolean;
};

/** Ways to take a window that ends before it starts. The last four drop or move an end of it, or take one for the other. */
export const impossibles = ['zeros', 'everything', 'error', 'dropStart', 'dropEnd', 'clamp', 'swap'] as const;

/** Everything that happens in one simulated world: with its seed it decides every run. */
export type History = {
  readonly seed: number;
  readonly zone: string;
  readonly lookBackDays: number;
  readonly warning: number;
  readonly critical: number | undefined;
  /** Which parameter starts a window for this vendor, and whether the account's configuration says so. */
  readonly order: 'toIsStart' | 'fromIsStart';
  readonly configured: boolean;
  /** What the vendor makes of a window that ends before it starts. */
  readonly onImpossible: (typeof impossibles)[number];
  /** Whether its server fails on such a window as soon as the account's ledger, of this year or the last, has the order proven. */
  readonly failsOnceProven?: boolean;
  /** Whether the vendor answers with an empty list where there are no files. */
  readonly emptyList: boolean;
  /** The most files that a page of the vendor's list has; 100 is all that anybody asks for. */
  readonly pageCap: number;
  readonly batches: readonly Batch[];
  readonly nights: readonly PlannedNight[];
  readonly mutes: readonly PlannedMute[];
  readonly quiet: PlannedQuiet;
  /**
   * How much longer than it may the claims of a night last that died, milliseconds: a release that went by our own clock has
   * left them, and that was so far ahead.
   */
  readonly claimsAheadMs: number;
  /** Whether nights make reports; drawing pages takes most of a simulated night's time, so few do. */
  readonly reports: boolean;
};
