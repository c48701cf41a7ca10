import type { Account } from '../../lambda/config/account.ts';
import type { FailedFiles } from '../../lambda/core/ledger/failed-files.ts';
import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import { type Counts, instantOf, type Measurement } from '../../lambda/core/ledger/measurement.ts';
import { planDates } from '../../lambda/core/ledger/plan.ts';
import { recordNight } from '../../lambda/core/ledger/record.ts';
import { markTold, pendingNotices } from '../../lambda/core/notices/outbox.ts';
import { addDays, type CalendarDate, datesBetween, windowOf } from '../../lambda/core/time/day.ts';
import { createWorld, type World } from '../../local/simulator/world/world.ts';
import { accountOf } from './accounts.ts';

/** The last date of the history: a Tuesday. */
export const lastDate: CalendarDate = '2026-11-24';

const seed = 431;
const timeZone = 'Asia/Seoul';
const rules = {
  failureCount: { warning: 10, critical: 30 },
  unusualFailures: { warning: 10, critical: 20 },
  volumeDrop: false,
} as const;
/** Dates on which the vendor was out for so many nights: the first three nights in a row are never measured. */
const outages: Readonly<Record<CalendarDate, number>> = { '2026-02-13': 9, '2026-09-21': 9, '2026-10-08': 2 };
const minuteMs = 60_000;

/** An account with a year of nights in the simulated world, each recorded and told by the real code. */
export type ReportHistory = {
  readonly account: Account;
  readonly ledger: Ledger;
  /** The failed files of the last date. */
  readonly failed: FailedFiles;
};

/** Runs a night for each date of a year and some weeks; the same whenever it is run. */
export function createHistory(name: string, language: 'en' | 'ko', given = seed): ReportHistory {
  const account = accountOf({ name, language, timeZone, rules });
  const world = createWorld(given);
  let ledger: Ledger = new Map();
  for (const yesterday of datesBetween(addDays(lastDate, -425), lastDate)) {
    const nowMs = windowOf(addDays(yesterday, 1), timeZone).startMs + 70 * minuteMs;
    const horizon = { yesterday, lookBackDays: account.lookBackDays, timeZone };
    const measurements = planDates(ledger, horizon).map((date) => measure(world, name, date, nowMs));
    const [now, claimUntil] = [instantOf(nowMs), instantOf(nowMs + minuteMs)];
    const by = { account: name, holder: yesterday, now, claimUntil };
    ledger = recordNight(ledger, { ...by, horizon, rules: account.rules, measurements });
    ledger = tell(ledger, nowMs);
  }
  return { account, ledger, failed: findFailed(world) };
}

function measure(world: World, name: string, date: CalendarDate, nowMs: number): Measurement {
  const askedAt = instantOf(nowMs + 2_000);
  const nights = Math.round((nowMs - windowOf(date, timeZone).startMs) / 86_400_000);
  if (nights <= (outages[date] ?? 0)) {
    const fault = {
      code: 'outage',
      detail: 'the API answered with HTTP status 503',
      httpStatus: 503,
    } as const;
    return { state: 'unavailable', date, askedAt, fault };
  }
  const counts: Counts = world.statistics(windowOf(date, timeZone), nowMs);
  const hash = date.replaceAll('-', '').padEnd(16, 'c0de');
  const snapshot = `snapshots/account=${name}/date=${date}/${askedAt.replace(/[-:]/g, '')}-${hash}.json`;
  return { state: 'measured', date, askedAt, counts, order: 'toIsStart', proof: 'provenBothEnds', snapshot };
}

function tell(ledger: Ledger, nowMs: number): Ledger {
  const notices = pendingNotices(ledger).map(({ notice }) => notice);
  const messageId = `5f0c1e9a-7b42-5d1e-9c3f-${String(nowMs).slice(0, 12)}`;
  const alert = { messageId, sentAt: instantOf(nowMs + 4_000) };
  return markTold(ledger, { holder: 'nobody', now: alert.sentAt }, { notices, alert, summaries: [] });
}

function findFailed(world: World): FailedFiles {
  const nowMs = windowOf(addDays(lastDate, 1), timeZone).startMs + 70 * minuteMs;
  const { files, total } = world.files(windowOf(lastDate, timeZone), nowMs);
  const failed = files.filter(({ state }) => state === 'failure');
  return {
    askedAt: instantOf(nowMs),
    files: failed.map(({ filePath, category, changedMs }) => ({
      path: filePath,
      category: category.name,
      lastWorkTime: instantOf(changedMs),
    })),
    ...{ read: total, total },
  };
}
