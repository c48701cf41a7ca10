import type { Account } from '../config/account.ts';
import type { FailedFile, FailedFiles } from '../core/ledger/failed-files.ts';
import { filesKey, hashOf } from '../core/ledger/keys.ts';
import { type Ledger, linesByDate } from '../core/ledger/ledger.ts';
import type { MeasuredLine, Notice } from '../core/ledger/line.ts';
import { type Fault, type FaultCode, instantOf } from '../core/ledger/measurement.ts';
import { type CalendarDate, windowOf } from '../core/time/day.ts';
import { type FilePage, readFilePage } from '../core/vendor/file-page.ts';
import { toError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Night } from './context.ts';
import { keepFree } from './deadlines.ts';

/** The bounds of one date's list, and of a night's: an alert waits no longer for the names of its files. */
const pageSize = 100;
const maxPages = 20;
const listingMs = 12_000;
const maxDates = 2;
/** What is left to telling at the end of a night, or half of what there is. */
const tellingReserveMs = 15_000;

const bad: ReadonlySet<Notice['kind']> = new Set(['breached', 'escalated', 'revised']);

/** Dates with what was listed of their failed files. */
export type FailedFilesOfDates = ReadonlyMap<CalendarDate, FailedFiles>;

type ListingPorts = Pick<Ports, 'clock' | 'vodStation' | 'telemetry'>;

/**
 * Lists which files failed on the newest dates that this night is about to tell, or has held back: by the time that these
 * are told the vendor may know no more of them.
 * Never throws: what could not be found out is said in the alert, which goes out all the same.
 * @param refusal why the vendor need not be asked, if it has just refused something
 */
export async function listFailedFiles(
  night: Night,
  ledger: Ledger,
  refusal: FaultCode | undefined,
  ports: ListingPorts,
): Promise<FailedFilesOfDates> {
  const { account, deadlineMs } = night;
  const { now } = ports.clock;
  const listed = new Map<CalendarDate, FailedFiles>();
  if (!account.nameFiles) return listed;
  const lastMs = keepFree(tellingReserveMs, deadlineMs, now());
  let reason: FailedFiles['stopped'] = refusal;
  for (const line of findLines(night, ledger).slice(-maxDates)) {
    const untilMs = Math.min(now() + listingMs, lastMs);
    const files: FailedFiles = reason
      ? { askedAt: instantOf(now()), files: [], read: 0, stopped: reason }
      : await listDate(account, line, untilMs, ports);
    listed.set(line.date, files);
    reason = files.stopped;
  }
  return listed;
}

/** The dates with failed files that are news of this night. */
function findLines({ holder, dueMs }: Night, ledger: Ledger): MeasuredLine[] {
  const due = instantOf(dueMs);
  const isNews = ({ kind, state, claim, committedAt }: Notice) =>
    bad.has(kind) && (state === 'heldBack' ? committedAt >= due : claim?.holder === holder);
  return linesByDate(ledger).flatMap((line) =>
    line.state === 'measured' && line.counts.failure > 0 && line.notices.some(isNews) ? [line] : [],
  );
}

/** Pages through the date's list until every failure that was counted is found. */
async function listDate(
  { timeZone }: Account,
  line: MeasuredLine,
  untilMs: number,
  { clock, vodStation, telemetry }: ListingPorts,
): Promise<FailedFiles> {
  const { date } = line;
  const askedAt = instantOf(clock.now());
  const window = windowOf(date, timeZone);
  const files: FailedFile[] = [];
  const seen = new Set<string>();
  let read = 0;
  let total: number | undefined;
  const found = (stopped?: FailedFiles['stopped']): FailedFiles => ({
    askedAt,
    files,
    read,
    ...(total !== undefined && { total }),
    ...(stopped && { stopped }),
  });
  const foundBefore = (fault: Fault) => {
    telemetry.warn('the failed files could not be listed', { ...fault, date });
    return found(fault.code);
  };
  const stray = (detail: string) => foundBefore({ code: 'format', detail });
  for (let pageNo = 1; pageNo <= maxPages && clock.now() < untilMs; pageNo += 1) {
    const question = { window, order: line.order, page: { pageNo, pageSize } };
    const exchange = await vodStation.ask(question, untilMs);
    const { page, fault } = readFilePage(exchange);
    if (fault) return foundBefore(fault);
    if (seen.has(page.fingerprint)) return stray(`page ${pageNo} is one that came before`);
    seen.add(page.fingerprint);
    files.push(...page.failed);
    read += page.listed;
    total = page.total ?? total;
    if (page.listed === 0 && read < (total ?? 0))
      return stray(`page ${pageNo} is empty after ${read} files of ${total}`);
    if (isLast(page, read, total) || files.length >= line.counts.failure) return found();
  }
  return found('bounds');
}

/**
 * A server may send fewer files a page than it was asked for: where it says how many there are in all, that decides where
 * the list ends, and only where it does not, a short page.
 */
function isLast({ listed }: FilePage, read: number, total: number | undefined): boolean {
  return total === undefined ? listed < pageSize : read >= total;
}

/** Puts the lists into the archive. Never throws: an alert that names its files is worth more than their list. */
export async function archiveFailedFiles(
  account: string,
  listed: FailedFilesOfDates,
  { archive, telemetry }: Pick<Ports, 'archive' | 'telemetry'>,
): Promise<void> {
  const create = async ([date, files]: [CalendarDate, FailedFiles]) => {
    const body = `${JSON.stringify({ version: 1, account, date, ...files })}\n`;
    const key = filesKey(account, date, files.askedAt, hashOf(body));
    await archive.create({ key, body, contentType: 'application/json' }).catch((error: unknown) => {
      telemetry.warn('a list of failed files could not be archived', { key, reason: toError(error).message });
    });
  };
  await Promise.all([...listed].map(create));
}
