import { createHash } from 'node:crypto';
import type { CalendarDate } from '../time/day.ts';
import type { Instant } from './measurement.ts';

/** First 16 hex digits of the SHA-256 of an answer's body: equal answers have equal names. */
export function hashOf(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}

/** Where all snapshots of an account lie, a folder for each date, or those of one date: names sort by the time of asking. */
export function snapshotsPrefix(account: string, date?: CalendarDate): string {
  return `snapshots/account=${account}/${date === undefined ? '' : `date=${date}/`}`;
}

/** The date in the key of a snapshot. */
export function dateInKey(key: string): CalendarDate | undefined {
  return /\/date=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1];
}

/** Key of an answer that was understood. */
export function snapshotKey(account: string, date: CalendarDate, askedAt: Instant, hash: string): string {
  return `${snapshotsPrefix(account, date)}${nameOf(askedAt, hash)}`;
}

/** Key of an answer that could not be used. */
export function rejectedKey(account: string, date: CalendarDate, askedAt: Instant, hash: string): string {
  return `rejected/account=${account}/date=${date}/${nameOf(askedAt, hash)}`;
}

/** Where the lists of a date's failed files lie; names below it sort by the time of asking. */
export function filesPrefix(account: string, date: CalendarDate): string {
  return `files/account=${account}/date=${date}/`;
}

/** Key of a list of a date's failed files. */
export function filesKey(account: string, date: CalendarDate, askedAt: Instant, hash: string): string {
  return `${filesPrefix(account, date)}${nameOf(askedAt, hash)}`;
}

/** The hash in the name of a snapshot. */
export function hashInKey(key: string): string | undefined {
  return /-([0-9a-f]{16})\.json$/.exec(key)?.[1];
}

/** Where an account's ledger lies, a folder for each year. */
export function ledgerPrefix(account: string): string {
  return `ledger/account=${account}/`;
}

/** Key of one year of an account's ledger. */
export function ledgerKey(account: string, year: number): string {
  return `${ledgerPrefix(account)}year=${String(year).padStart(4, '0')}/days.jsonl`;
}

/** The year in the key of a ledger. */
export function yearInKey(key: string): number | undefined {
  const year = /\/year=(\d{4})\/days\.jsonl$/.exec(key)?.[1];
  return year === undefined ? undefined : Number(year);
}

/**
 * Key of a year of a ledger that was damaged, as it was before it was mended. It does not lie below the ledgers: Athena and
 * DuckDB take whatever lies there for one.
 */
export function damagedLedgerKey(account: string, year: number, hash: string): string {
  return `damaged/${ledgerKey(account, year).replace(/days\.jsonl$/, '')}${hash}.jsonl`;
}

/** Key of an account's mutes. */
export function mutesKey(account: string): string {
  return `mutes/account=${account}/mutes.json`;
}

/** Key of the page on which a night shows its date and what it told. */
export function pageKey(account: string, date: CalendarDate): string {
  return `reports/account=${account}/${date}.html`;
}

/** Key under which releases before 0.2.0 kept the summary that was told of a date. */
export function earlierSummaryKey(account: string, date: CalendarDate): string {
  return `reports/account=${account}/${date}.json`;
}

/** The time in ISO 8601's basic format with milliseconds, `20261122T161003.123Z`: no colons in keys. */
function nameOf(askedAt: Instant, hash: string): string {
  return `${askedAt.replace(/[-:]/g, '')}-${hash}.json`;
}

/** Where the accounts of a fleet lie, an object a shift. */
export const shiftsPrefix = 'fleet/accounts/';

/** Key of the accounts of a shift, one JSON document a line. */
export function shiftKey(shift: string): string {
  return `${shiftsPrefix}${shift}.jsonl`;
}

/** The shift in the key of its accounts. */
export function shiftInKey(key: string): string | undefined {
  return /\/([^/]+)\.jsonl$/.exec(key)?.[1];
}

/** Where what is known of the nights of a shift lies that were due in a month of UTC, `2026-11`. */
export function shiftMonthPrefix(shift: string, month: string): string {
  return `fleet/nights/shift=${shift}/due=${month.replace('-', '')}`;
}

/** Where what is known of one night of a shift lies, by when it was due, epoch milliseconds. */
function shiftNightPrefix(shift: string, dueMs: number): string {
  const due = new Date(dueMs).toISOString().replace(/[-:]|\.000/g, '');
  return `fleet/nights/shift=${shift}/due=${due}/`;
}

/** Key of the accounts without a good night, for a pass over them, from 1. */
export function failedKey(shift: string, dueMs: number, pass: number): string {
  return `${shiftNightPrefix(shift, dueMs)}pass=${pass}/failed.jsonl`;
}

/** Key of what the muster of a night of a shift came to. */
export function musterKey(shift: string, dueMs: number): string {
  return `${shiftNightPrefix(shift, dueMs)}muster.json`;
}

/** Where it lies where the accounts of each shift stand. */
export const overviewsPrefix = 'fleet/overviews/';

/** Key of where the accounts of a shift stand, as the last muster found them. */
export function overviewKey(shift: string): string {
  return `${overviewsPrefix}${shift}.json`;
}

/** The shift in the key of its overview. */
export function shiftOfOverview(key: string): string | undefined {
  return /\/([a-z0-9-]{1,40})\.json$/.exec(key)?.[1];
}

/** Where the progress of a backfill of many accounts lies, an object each. */
export function backfillPrefix(id: string): string {
  return `fleet/backfills/${id}/`;
}

/** Key of how far a backfill has come with an account. */
export function backfillKey(id: string, account: string): string {
  return `${backfillPrefix(id)}${account}.json`;
}

/** Below which Step Functions writes what became of the children of a map, a folder for each run. */
export const mapResultsPrefix = 'fleet/maps';

/** Key of the accounts of a backfill, one JSON document a line. */
export function backfillAccountsKey(id: string): string {
  return `${backfillPrefix(id)}accounts.jsonl`;
}
