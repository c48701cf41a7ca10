import { faultCodes } from '../ledger/measurement.ts';
import { compareTexts } from '../text/compare.ts';
import type { Overview } from './overview.ts';

/** An account of an overview. */
export type OverviewAccount = Overview['accounts'][number];

/** How an account stands, as operators tell them apart: its night failed, why there are no counts, or how bad they are. */
export const conditions = ['failed', ...faultCodes, 'critical', 'warning', 'well'] as const;

/** See {@link conditions}. */
export type Condition = (typeof conditions)[number];

/** Which accounts of the fleet are looked at. */
export type FleetView = {
  readonly shift?: string | undefined;
  /** Those with the tag only. */
  readonly tag?: string | undefined;
  /** Those of a shift only that stand so. */
  readonly only?: Condition | undefined;
  /** From 1. */
  readonly page: number;
};

/** What of a shift is looked at. */
export type ShiftPage = {
  readonly overview: Overview;
  /** All accounts with the tag, and how many of them need attention. */
  readonly accounts: number;
  readonly bad: number;
  /** How many stand how, the most urgent first. */
  readonly conditions: readonly ConditionGroup[];
  /** All tags of the shift, those with the most accounts that need attention first. */
  readonly tags: readonly ShiftTag[];
  /** The accounts, the most urgent first, and by name among those that stand the same. */
  readonly rows: readonly OverviewAccount[];
  readonly page: number;
  /** The first account and the last of each page. */
  readonly pages: readonly { readonly first: OverviewAccount; readonly last: OverviewAccount }[];
};

/** All that stand the same, and the first of them by name. */
type ConditionGroup = {
  readonly condition: Condition;
  readonly accounts: number;
  readonly first: readonly OverviewAccount[];
};

/** A tag, and how many accounts have it. */
type ShiftTag = { readonly tag: string; readonly accounts: number; readonly bad: number };

/** As many as a telephone draws at once. */
const rowsOfPage = 200;
/** An outage of thousands is shown by as many. */
const firstOfGroup = 5;

/** How an account stands. */
export function conditionOf({ state, fault, worst }: OverviewAccount): Condition {
  if (state === 'failed') return 'failed';
  if (state === 'unavailable') return fault ?? 'notAsked';
  return worst === 'critical' || worst === 'warning' ? worst : 'well';
}

/** Selects what a view shows of a shift; of a page behind the last, the last. */
export function selectShiftPage(overview: Overview, { tag, only, page }: FleetView): ShiftPage {
  const tagged = overview.accounts.filter(({ tags }) => tag === undefined || tags.includes(tag));
  const groups = groupByCondition(tagged);
  const shown = groups
    .filter(({ condition }) => only === undefined || condition === only)
    .flatMap(({ accounts }) => accounts);
  const pages = paginate(shown);
  const at = Math.min(page, Math.max(pages.length, 1));
  return {
    overview,
    accounts: tagged.length,
    bad: tagged.filter(needsAttention).length,
    conditions: groups.map(({ condition, accounts }) => ({
      condition,
      accounts: accounts.length,
      first: accounts.slice(0, firstOfGroup),
    })),
    tags: countTags(overview.accounts),
    rows: pages[at - 1] ?? [],
    page: at,
    pages: pages.flatMap((rows) => {
      const [first, last] = [rows[0], rows.at(-1)];
      /* v8 ignore next -- no page is without a row */
      return first && last ? { first, last } : [];
    }),
  };
}

/** Whether somebody has to look at an account. */
function needsAttention(account: OverviewAccount): boolean {
  return conditionOf(account) !== 'well';
}

function groupByCondition(accounts: readonly OverviewAccount[]) {
  const groups = Map.groupBy(accounts, conditionOf);
  return [...groups]
    .map(([condition, members]) => ({
      condition,
      accounts: members.toSorted((a, b) => compareTexts(a.account, b.account)),
    }))
    .sort(
      (a, b) =>
        rankOf(a.condition) - rankOf(b.condition) ||
        b.accounts.length - a.accounts.length ||
        compareTexts(a.condition, b.condition),
    );
}

/** All faults are as urgent: what of them stands first is for how many accounts they concern. */
function rankOf(condition: Condition): number {
  const isFault = (faultCodes as readonly string[]).includes(condition);
  return conditions.indexOf(isFault ? faultCodes[0] : condition);
}

function paginate(accounts: readonly OverviewAccount[]): OverviewAccount[][] {
  return Array.from({ length: Math.ceil(accounts.length / rowsOfPage) }, (_, index) =>
    accounts.slice(index * rowsOfPage, (index + 1) * rowsOfPage),
  );
}

function countTags(accounts: readonly OverviewAccount[]): ShiftTag[] {
  const counted = new Map<string, ShiftTag>();
  for (const account of accounts) {
    const worse = needsAttention(account) ? 1 : 0;
    for (const tag of new Set(account.tags)) {
      const known = counted.get(tag) ?? { tag, accounts: 0, bad: 0 };
      counted.set(tag, { tag, accounts: known.accounts + 1, bad: known.bad + worse });
    }
  }
  return [...counted.values()].sort((a, b) => b.bad - a.bad || compareTexts(a.tag, b.tag));
}
