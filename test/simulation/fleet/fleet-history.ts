import type { Shift } from '../../../lambda/config/event.ts';
import type { Recipient } from '../../../lambda/config/recipients.ts';
import type { History, Weather } from '../history.ts';

/** A shift, and after how long each pass over its accounts is made once more, seconds. */
export type PlannedShift = Shift & { readonly passes: readonly number[]; readonly concurrency: number };

/** An account: what its vendor and its customers do, as for one that is alone. */
export type PlannedAccount = {
  readonly name: string;
  readonly history: History;
  /** Whether the vendor refuses its keys, for ever. */
  readonly hasWrongKeys: boolean;
};

/** What an operator makes of an account from a time on: one of a shift with these tags, or one of none. */
export type Enrolment = {
  readonly atMs: number;
  readonly account: string;
  readonly shift: string | undefined;
  readonly tags: readonly string[];
};

/** For so long some vendors answer like this; all of them unless accounts are given. */
export type Outage = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly weather: Weather;
  readonly accounts?: readonly string[];
};

/** One execution of the machine of a shift. */
export type PlannedStart = {
  readonly id: number;
  readonly shift: string;
  /** The date that its nights report. */
  readonly date: string;
  readonly atMs: number;
  /** From when on it makes no step any more; it ends by itself unless given. */
  readonly diesMs?: number;
  /** How often each step is made again that failed or died. */
  readonly retries: number;
};

/** Somebody mutes an account, and perhaps ends the mute before its time. */
export type FleetMute = {
  readonly atMs: number;
  readonly account: string;
  readonly until: string;
  readonly exceptCritical: boolean;
  readonly endedAfterMs: number | undefined;
};

/** Everything that happens to the fleet of one simulated world: with its seed it decides every run. */
export type FleetHistory = {
  readonly seed: number;
  readonly shifts: readonly PlannedShift[];
  readonly accounts: readonly PlannedAccount[];
  readonly enrolments: readonly Enrolment[];
  readonly outages: readonly Outage[];
  readonly mutes: readonly FleetMute[];
  readonly starts: readonly PlannedStart[];
  readonly recipients: { readonly alerts: readonly Recipient[]; readonly reports: readonly Recipient[] };
  /** How likely a call of a night, or of a list or a muster, meets mishaps. */
  readonly trouble: { readonly nights: number; readonly steps: number };
};
