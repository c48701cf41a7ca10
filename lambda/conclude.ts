import type { Account } from './account.ts';
import type { DatedNotice } from './core/claims.ts';
import type { CalendarDate } from './core/day.ts';
import type { Ledger } from './core/ledger.ts';
import type { Mute } from './core/mutes.ts';
import type { Silence } from './core/silence.ts';
import { toError } from './errors.ts';
import { keepLookUps, type LookUps } from './look-up.ts';
import type { Ports } from './ports.ts';
import { tellSummary } from './tell-summary.ts';

/** A night whose alerts are told. */
export type Concluded = {
  readonly account: Account;
  /** The date that it reports. */
  readonly date: CalendarDate;
  /** The dates whose pages it draws. */
  readonly dates: readonly CalendarDate[];
  readonly ledger: Ledger;
  readonly told: readonly DatedNotice[];
  readonly lookUps: LookUps;
  readonly silence: Silence | undefined;
  readonly mute: Mute | undefined;
  readonly stack: string | undefined;
};

/** The keys of the reports that are up to date now, and what failed. */
export type Conclusion = { readonly reports: readonly string[]; readonly failures: readonly Error[] };

/** What a night leaves for people to read: the lists of failed files, the summary and the report, each although others fail. */
export async function conclude(night: Concluded, ports: Ports): Promise<Conclusion> {
  const { account, date, ledger, lookUps } = night;
  const line = ledger.get(date);
  const [, summing, published] = await Promise.all([
    keepLookUps(account.name, lookUps, ports),
    line && tellSummary({ ...night, line }, ports).catch(toError),
    account.report ? report(night, ports) : { keys: [], failures: [] },
  ]);
  return { reports: published.keys, failures: [...(summing ? [summing] : []), ...published.failures] };
}

/** Loads what draws pages only now: a night that fails before, or draws none, has no use for it. */
async function report(night: Concluded, ports: Ports) {
  const { publishReports } = await import('./publish-reports.ts');
  return publishReports(night, ports);
}
