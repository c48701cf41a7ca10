import type { Finding, Severity } from '../../ledger/line.ts';
import { type Counts, totalOf } from '../../ledger/measurement.ts';
import type { UsualDay } from '../../story/comparison.ts';
import type { Fact, Label } from '../../story/story.ts';
import type { Streak } from '../../story/streak.ts';
import type { Verdict } from '../../story/verdict.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { CalendarDate } from '../../time/day.ts';
import { englishWeekday } from '../weekdays.ts';
import { countOf } from './count.ts';
import { advice, reasons } from './faults.ts';
import { muster } from './muster.ts';
import { summary } from './summary.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'info',
};

/**
 * English. Sentences end in a full stop; headlines, rows and headings do not. Headlines keep to the characters of GSM-7, so
 * that a text message holds 160 of them.
 */
export const en = {
  labels: {
    critical: 'CRITICAL',
    warning: 'WARNING',
    info: 'INFO',
    recovered: 'RECOVERED',
    withdrawn: 'WITHDRAWN',
    measured: 'MEASURED',
  } satisfies Record<Label, string>,
  severities,
  verdict,
  was: (files: number) => `(was ${n(files)})`,
  more: (notices: number) => `(+${n(notices)} more)`,
  fact: describeFact,
  finding: describeFinding,
  row: (date: CalendarDate, counts: Counts | undefined) =>
    `${englishWeekday(date).slice(0, 3)} ${date}: ${counts ? failedOf(counts) : 'not measured'}`,
  usual: (date: CalendarDate, usual: UsualDay | undefined) =>
    usual
      ? `Usual ${englishWeekday(date)}: ${n(usual.failures)} failed of ${n(usual.requested)} files (median of ${usual.weeks} weeks)`
      : `Usual ${englishWeekday(date)}: too few measured so far to say`,
  counts: ({ complete, failure, canceled, running, waiting }: Counts) =>
    `${n(complete)} complete, ${n(failure)} failed, ${n(canceled)} canceled, ${n(running)} running, ${n(waiting)} waiting`,
  bars: (date: CalendarDate) => `Failed files a day, the 14 days to ${date}`,
  legend: (largest: number) =>
    largest === 0 ? '▁ none, · not measured' : `▁ none, █ ${n(largest)}, · not measured`,
  reasons,
  /** What was wrong, as the ledger has it in English. */
  detail: (detail: string) => detail,
  advice,
  nothingToDo: 'Nothing to do.',
  headings: {
    why: 'Why',
    rules: 'Broken rules',
    files: 'Which files',
    numbers: 'Numbers',
    next: 'Next steps',
  },
  summary,
  /** What the check of the morning says of an account whose nights left something undone. */
  check: {
    /** So many dates up to this one. */
    missing: (dates: number, newest: CalendarDate) =>
      `no night has recorded ${dates === 1 ? '' : `${countOf(dates, 'date')} up to `}${newest}`,
    unsent: (notices: number) =>
      `${countOf(notices, 'notice')} ${notices === 1 ? 'was' : 'were'} told to nobody`,
    unreadable: 'its ledger cannot be read',
    found: (what: readonly string[]) =>
      `Found by the check of the morning: ${what.join('; ')}. The next good night asks for what is missing and tells what was not sent.`,
  },
  muster,
  files: {
    byCategory: 'By category',
    uncategorized: 'no category',
    otherCategories: 'other categories',
    more: (files: number) => `and ${n(files)} more; the archive has the list.`,
    noneListed: 'The list of files shows no failed file any more.',
    bounds: 'the list is long',
    unknown: (reason: string) => `The failed files could not be looked up (${reason}).`,
    partial: (reason: string, read: number, total: number | undefined) =>
      `Not all files were looked through (${reason}): ${total === undefined ? n(read) : `${n(read)} of ${n(total)}`}.`,
  },
  said: 'The API said',
  traceId: 'Trace id',
  page: 'Open the page of the date',
  show: 'All that is known of the date',
  again: 'Measure and judge the date again',
  archived: 'Archived answer',
  consolePage: 'Console: https://console.ncloud.com, Services > Media > VOD Station',
  runbook: 'Runbook',
  notice: 'Notice',
  digest: (notices: number) => `${n(notices)} notices, the headline's first, then from the newest on:`,
  others: 'The others in a line each, from the newest on:',
  omitted: (notices: number) =>
    `And ${countOf(notices, 'more notice')}, left out here for length; the ledger has them all.`,
  test: {
    label: 'TEST',
    note: (by: string) =>
      `This is a test, sent by ${by} with vod-nightly test-alert. Nothing has happened, and all numbers are made up.`,
    reports: 'The reports of the account:',
  },
};

/** What messages say. English is the measure: every other language has the same words. */
export type MessageWords = Readonly<typeof en>;

/** What is wrong, for a headline: in full, and as short as can be. */
function verdict(verdict: Verdict): readonly [full: string, terse: string] {
  switch (verdict.what) {
    case 'unmeasured':
      return [`not measured (${reasons[verdict.code]})`, 'not measured'];
    case 'failed': {
      if (verdict.requested === 0) return ['no files requested', 'no files'];
      const failed = `${n(verdict.files)} of ${countOf(verdict.requested, 'file')} failed`;
      return [verdict.soFar ? `${failed} so far` : failed, `${n(verdict.files)} failed`];
    }
    case 'dropped': {
      const usual = verdict.usual === undefined ? '' : ` (usual ${n(verdict.usual)})`;
      if (verdict.files === 0) return [`no files at all${usual}`, 'no files at all'];
      return [`only ${countOf(verdict.files, 'file')} requested${usual}`, `${n(verdict.files)} requested`];
    }
    case 'unfinished': {
      const after = verdict.days === undefined ? '' : ` after ${countOf(verdict.days, 'day')}`;
      return [`${countOf(verdict.files, 'file')} unfinished${after}`, `${n(verdict.files)} unfinished`];
    }
  }
}

/** A fact in a sentence; and for the headline, if it is worth a place there. */
function describeFact(fact: Fact): readonly [sentence: string, aside?: string] {
  switch (fact.fact) {
    case 'nights': {
      if (fact.nights === 1) return ['First night.'];
      const row = `${ordinal(fact.nights)} night in a row`;
      return [`${row}${exceptFor(fact)}.`, row];
    }
    case 'trend':
      return [describeTrend(fact)];
    case 'severity':
      return [`It was told as ${article(fact.from)}; now it is ${article(fact.to)}.`];
    case 'revised':
      return [`Revised ${change(fact)}.`];
    case 'withdrawn':
      return [`Corrected ${change(fact)}. No rule is broken any more: the alert is withdrawn.`];
    case 'untold':
      return [
        'This date broke a rule, but its counts were corrected before anybody was told. No rule is broken now.',
        'corrected before any alert',
      ];
    case 'recovered': {
      if (fact.nights === 0) return ['Back to normal.'];
      const after = `after ${countOf(fact.nights, 'night')}`;
      return [`Back to normal ${after}${exceptFor(fact)}.`, after];
    }
    case 'noCounts': {
      if (fact.nights < 2) return ['There are no counts for this date. That is not a zero.'];
      const row = `${ordinal(fact.nights)} night in a row`;
      return [`${row} without counts. That is not a zero.`, row];
    }
    case 'measuredSince':
      return ['This date could not be measured at first. It has been measured since.'];
    case 'provisional':
      return [`Provisional: ${n(fact.counts.failure)} failed so far, ${unfinished(fact.counts)}.`];
    case 'changedSince':
      return [`Measured again since: now ${failedOf(fact.now)}.`];
    case 'heldBack': {
      const cause = fact.cause === 'mute' ? 'the account was muted' : 'planned silence';
      return [`Held back until now: ${cause}${fact.reason ? `, "${fact.reason}"` : ''}.`, 'held back'];
    }
    case 'unproven':
      return [
        'The API has not shown yet that it understands the dates it is asked for: these zeros may be wrong.',
      ];
  }
}

function describeTrend({ what, since, before, now }: Extract<Fact, { fact: 'trend' }>): string {
  const measure = what === 'failed' ? 'failed' : 'requested';
  if (before === now) return `The same as on ${since}: ${n(now)} ${measure}.`;
  const isWorse = what === 'failed' ? now > before : now < before;
  return `${isWorse ? 'Worse' : 'Better'} than on ${since}: ${n(before)} → ${n(now)} ${measure}.`;
}

function describeFinding({ rule, severity, value, threshold, usual }: Finding, date: CalendarDate): string {
  const comparison = usual === undefined ? '' : `, ${n(usual)} on a usual ${englishWeekday(date)}`;
  switch (rule) {
    case 'failureCount':
      return `${countOf(value, 'file')} failed (${severity} from ${n(threshold)})`;
    case 'failureRate':
      return `${n(value)} % of the finished files failed (${severity} from ${n(threshold)} %)`;
    case 'unusualFailures':
      return `${countOf(value, 'file')} failed${comparison} (${severity} from ${n(threshold)})`;
    case 'volumeDrop': {
      const requested =
        value === 0 ? 'No files were requested at all' : `Only ${countOf(value, 'file')} requested`;
      return `${requested}${comparison} (${severity} at ${n(threshold)} or fewer)`;
    }
    case 'stuck':
      return `Not finished ${countOf(value, 'day')} after the date (${severity} from ${n(threshold)})`;
  }
}

function change({ told, now }: { readonly told: Counts; readonly now: Counts }): string {
  const [before, after] = [totalOf(told), totalOf(now)];
  const files = before === after ? `of ${countOf(after, 'file')}` : `of ${n(before)} → ${n(after)} files`;
  return `${n(told.failure)} → ${n(now.failure)} failed ${files}`;
}

function exceptFor({ unmeasured }: Streak): string {
  return unmeasured === 0 ? '' : `, not counting ${n(unmeasured)} that could not be measured`;
}

function unfinished({ running, waiting }: Counts): string {
  const states = [
    ...(running > 0 ? [`${countOf(running, 'file')} still running`] : []),
    ...(waiting > 0 ? [`${countOf(waiting, 'file')} still waiting`] : []),
  ];
  return states.join(', ');
}

function failedOf(counts: Counts): string {
  return `${n(counts.failure)} failed of ${countOf(totalOf(counts), 'file')}`;
}

function article(severity: Severity): string {
  return { critical: 'critical', warning: 'a warning', info: 'information' }[severity];
}

/** Made when first needed: it costs some milliseconds, and most nights tell nothing. */
let ordinals: Intl.PluralRules | undefined;
const suffixes: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

function ordinal(count: number): string {
  ordinals ??= new Intl.PluralRules('en', { type: 'ordinal' });
  return `${n(count)}${suffixes[ordinals.select(count)] ?? 'th'}`;
}
