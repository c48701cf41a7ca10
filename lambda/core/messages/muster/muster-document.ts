import { countStates, isNameOfLine } from '../../fleet/standing.ts';
import { findRecoveries, type TroubleGroup } from '../../fleet/trouble.ts';
import type { Severity } from '../../ledger/line.ts';
import { type Counts, instantOf } from '../../ledger/measurement.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { MusterSource } from './source.ts';

/** What a muster tells programs; described field by field in docs/notice.schema.json. */
export type MusterEntry = ReturnType<typeof toMusterEntry> & {
  /** Of a summary: the dates that were measured in a later pass only. */
  readonly measuredLater?: number | undefined;
  /** Of a summary: how many accounts break rules, and the worst of them. */
  readonly broken?: {
    readonly critical: number;
    readonly warning: number;
    readonly worst: readonly {
      readonly account: string;
      readonly severity: Severity;
      readonly counts?: Counts | undefined;
    }[];
  };
};

type Names = {
  readonly names: readonly string[];
  /** How many more had no room. */
  readonly omitted?: number;
};

/** How much of each untrusted text programs get, in characters. */
const detailMaxLength = 1_000;

/** Any name as one that is safe wherever it is shown: that of an account whose file was checked stays as it is, and that of a line without one. */
export function cleanName(name: string): string {
  if (isNameOfLine(name)) return name;
  return name.replace(/[^a-z0-9-]/g, '?').slice(0, 40);
}

/** What both an alert and a summary of a muster tell programs. */
export function toMusterEntry(
  source: MusterSource,
  told: { readonly id: string; readonly severity: Severity; readonly verdict: string },
  groups: readonly TroubleGroup[],
) {
  const { shift, date, standings, startedMs, nowMs, attempts, route } = source;
  const recoveries = findRecoveries(standings);
  return {
    ...told,
    shift,
    date,
    startedAt: instantOf(startedMs),
    musteredAt: instantOf(nowMs),
    attempts: route === undefined ? attempts : undefined,
    accounts: standings.length,
    ...countStates(standings),
    groups: groups.map(toGroup),
    recovered: recoveries && {
      ...recoveries,
      accounts: recoveries.accounts.length,
      names: recoveries.accounts.map(cleanName),
    },
  };
}

/** Accounts that stand badly for one reason, with the first one's own words. */
function toGroup({ reason, state, troubles }: TroubleGroup) {
  const [{ detail }] = troubles;
  return {
    reason,
    state,
    accounts: troubles.length,
    detail: detail === undefined ? undefined : toPlainText(detail, detailMaxLength),
    names: troubles.map(({ account }) => cleanName(account)),
  };
}

/** The most names that stand in one list. */
export function longestListOf({ groups, recovered }: MusterEntry): number {
  return Math.max(0, ...groups.map(({ names }) => names.length), recovered?.names.length ?? 0);
}

/** At most so many names in each list, so that of an outage of thousands as few are left out as of anything else. */
export function keepNames(entry: MusterEntry, most: number): MusterEntry {
  return {
    ...entry,
    groups: entry.groups.map((group) => cutNames(group, most)),
    recovered: entry.recovered && cutNames(entry.recovered, most),
  };
}

function cutNames<List extends Names>(list: List, most: number): List {
  const omitted = list.names.length - most;
  return omitted > 0 ? { ...list, names: list.names.slice(0, most), omitted } : list;
}
