import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Mute } from '../../../lambda/core/notices/mutes.ts';
import { heldBackNotices, pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { worstOf } from '../../../lambda/core/rules/rules.ts';
import { compareTexts } from '../../../lambda/core/text/compare.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { drawSparkline } from '../../../lambda/core/text/sparkline.ts';
import { absent, type Cell, type Column, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { severityColours, stateColours } from '../colours.ts';
import { csvRowOf, csvTitles, type DayDocument } from './document.ts';

/** Where an account stands, by its newest date. What is not known is null, never zero. */
export type AccountDocument = {
  readonly account: string;
  /** Null when nothing is archived yet. */
  readonly newest: DayDocument | null;
  /** The failed files of the last dates, oldest first. */
  readonly failures: readonly (number | null)[];
  /** The last date whose notices are held back. */
  readonly mutedUntil: string | null;
  /** Notices that wait for the account to be silent no more. */
  readonly heldBack: number;
  /** Notices that should have been told and are not. */
  readonly unsent: number;
};

/** Where an account stands. */
export function summarizeAccount(
  account: string,
  ledger: Ledger,
  days: readonly DayDocument[],
  mute: Mute | undefined,
): AccountDocument {
  return {
    account,
    newest: days.at(-1) ?? null,
    failures: days.map(({ counts }) => counts?.failure ?? null),
    mutedUntil: mute?.until ?? null,
    heldBack: heldBackNotices(ledger).length,
    unsent: pendingNotices(ledger).length,
  };
}

/** The titles of {@link csvRowOfAccount}. */
export const accountCsvTitles = [...csvTitles, 'muted_until', 'held_back', 'unsent'] as const;

/** The same as a row for a spreadsheet: the newest date as a history has it, and what is silent or unsent. */
export function csvRowOfAccount({
  account,
  newest,
  mutedUntil,
  heldBack,
  unsent,
}: AccountDocument): unknown[] {
  const row = newest
    ? csvRowOf(account, newest)
    : csvTitles.map((_, index) => (index === 0 ? account : null));
  return [...row, mutedUntil, heldBack, unsent];
}

/** More dates than these have no bar. */
const barsMax = 30;

const columns: readonly Column[] = [
  { title: 'account' },
  { title: 'date' },
  { title: 'state' },
  { title: 'failed', align: 'right' },
  { title: 'total', align: 'right', rank: 3 },
  { title: 'rate', align: 'right', rank: 2 },
  { title: 'failed before', rank: 1 },
  { title: 'muted until', rank: 4 },
  { title: 'held back', align: 'right', rank: 5 },
  { title: 'unsent', align: 'right', rank: 6 },
];

/** A row an account, those that need somebody first. */
export function describeAccounts(accounts: readonly AccountDocument[], screen: Screen): string {
  const sorted = accounts.toSorted(
    (a, b) => urgencyOf(b) - urgencyOf(a) || compareTexts(a.account, b.account),
  );
  return formatTable(columns, sorted.map(toRow), { ...screen, heading: 'dim' }).join('\n');
}

function urgencyOf({ newest, unsent }: AccountDocument): number {
  const severity = worstOf(newest?.findings ?? []);
  if (severity) return severity === 'critical' ? 4 : 3;
  if (newest?.counts === null) return 2;
  return unsent > 0 ? 1 : 0;
}

function toRow({ account, newest, failures, mutedUntil, heldBack, unsent }: AccountDocument): Cell[] {
  const severity = worstOf(newest?.findings ?? []);
  const format = severity && severityColours[severity];
  const known = failures.slice(-barsMax).map((failed) => failed ?? undefined);
  return [
    { text: account, format },
    newest?.date ?? absent,
    newest ? { text: newest.state, format: stateColours[newest.state] } : 'nothing archived',
    { text: toNumber(newest?.counts?.failure), format },
    toNumber(newest?.total),
    typeof newest?.failurePercent === 'number' ? `${newest.failurePercent.toFixed(1)} %` : absent,
    known.every((failed) => failed === undefined) ? absent : drawSparkline(known),
    { text: mutedUntil ?? '', format: 'yellow' },
    { text: heldBack === 0 ? '' : formatNumber(heldBack), format: 'yellow' },
    { text: unsent === 0 ? '' : formatNumber(unsent), format: 'red' },
  ];
}

function toNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? absent : formatNumber(value);
}
