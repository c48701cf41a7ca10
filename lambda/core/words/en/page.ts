import type { Notice, Severity } from '../../ledger/line.ts';
import type { CountName, OrderProof, WindowOrder } from '../../ledger/measurement.ts';
import type { Status } from '../../report/status.ts';
import { formatShort, formatNumber as n, type Unit } from '../../text/number.ts';
import type { CalendarDate } from '../../time/day.ts';
import type { Language } from '../language.ts';
import { englishWeekday } from '../weekdays.ts';
import { type MessageWords, en as messages } from './messages.ts';

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const units: readonly Unit[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Pages in English. */
export const en = {
  language: 'en' as Language,
  messages: messages as MessageWords,
  report: 'Nightly report',
  statuses: {
    failed: 'Night failed',
    critical: 'Critical',
    warning: 'Warning',
    unmeasured: 'No counts',
    unproven: 'Not proven',
    recovered: 'Recovered',
    withdrawn: 'Alert withdrawn',
    well: 'All well',
  } satisfies Record<Status, string>,
  longDate: (date: CalendarDate) => {
    const [year, month, day] = date.split('-').map(Number);
    return `${englishWeekday(date)}, ${day} ${months[Number(month) - 1]} ${year}`;
  },
  shortDate: (date: CalendarDate) => `${shortWeekday(date)} ${date}`,
  /** 1 is January. */
  month: (month: number) => String(months[month - 1]).slice(0, 3),
  weekday: shortWeekday,
  percent: (percent: number) => `${n(percent)} %`,
  /** For the axis of a chart, where there is room for five characters. */
  short: (number: number) => formatShort(number, units),
  headings: {
    counts: 'Counts',
    chart: 'Files',
    rate: 'Failure rate',
    calendar: 'Failure rate, last 12 months',
    dates: 'Last 31 dates',
    notices: 'Alerts',
    source: 'Where the numbers come from',
    index: 'All accounts',
  },
  columns: {
    date: 'Date',
    state: 'State',
    rate: 'Rate',
    revision: 'Rev.',
    told: 'Told',
    kind: 'What was told',
    severity: 'Severity',
    committed: 'Committed',
    toldAt: 'Told',
    messageId: 'Message id',
    account: 'Account',
    verdict: 'Verdict',
    recent: 'Failed, last 30 dates',
    path: 'File',
    category: 'Category',
    time: 'Last work',
  },
  counts: {
    complete: 'Complete',
    failure: 'Failed',
    canceled: 'Canceled',
    running: 'Running',
    waiting: 'Waiting',
  } satisfies Record<CountName, string>,
  dayBefore: 'Day before',
  usual: (date: CalendarDate) => `Usual ${shortWeekday(date)}`,
  tooFew: 'too few dates',
  states: {
    settled: 'settled',
    provisional: 'provisional',
    unavailable: 'not measured',
    noRecord: 'no record',
  },
  chart: {
    open: 'Still open (running or waiting)',
    unmeasured: 'Not measured',
    noneRequested: 'No files requested',
    noneFinished: 'Nothing finished',
    noRecord: 'No record yet',
    broken: 'Broke a rule',
    rate: 'Failed of the finished files',
    threshold: (severity: Severity, value: string) => `${messages.severities[severity]} from ${value}`,
    above: (threshold: string) => `${threshold} (above this chart)`,
    summary: (measured: number, dates: number, worst: string | undefined) =>
      `${n(measured)} of ${n(dates)} dates were measured.${worst === undefined ? '' : ` The worst: ${worst}.`}`,
  },
  source: {
    labels: {
      firstAsked: 'First measured',
      lastAsked: 'Last confirmed',
      askedInVain: 'Last asked in vain',
      window: 'Time covered',
      revision: 'Revision',
      order: 'Window parameters',
      muted: 'Mute',
    },
    orders: {
      toIsStart: 'workStartTimeTo is the start',
      fromIsStart: 'workStartTimeFrom is the start',
    } satisfies Record<WindowOrder, string>,
    proofs: {
      provenBothEnds: "proven by the API's own answers",
      proven: 'proven for one end of the window only, by an earlier release',
      configured: 'set in the configuration',
      unproven: 'not proven yet: zeros may be wrong',
    } satisfies Record<OrderProof, string>,
    nobodyAsked: 'Nobody asked for this date.',
    settled: (isSettled: boolean): string =>
      isSettled
        ? 'Settled: no file of the date is waiting or running any more.'
        : 'Provisional: files are still waiting or running, and failures can grow. Later nights ask again.',
    revisions: (revision: number) =>
      revision === 1
        ? '1: the counts never changed'
        : `${n(revision)}: the counts changed since first measured`,
  },
  mute: {
    until: (date: CalendarDate, exceptCritical: boolean) =>
      `Alerts are muted until ${date}${exceptCritical ? ', except critical ones' : ''}.`,
    reason: 'Reason',
    by: 'By',
    none: 'None in force',
  },
  notices: {
    kinds: {
      breached: 'Rule broken',
      escalated: 'Got worse',
      revised: 'Revised',
      withdrawn: 'Withdrawn',
      recovered: 'Recovered',
      unavailable: 'Not measured',
      available: 'Measured since',
    } satisfies Record<Notice['kind'], string>,
    untold: {
      pending: 'pending',
      heldBack: 'held back',
      leftToMuster: 'to be told with other accounts',
    } satisfies Record<Exclude<Notice['state'], 'sent'>, string>,
    none: 'No alerts in the last 12 months.',
    older: (notices: number) =>
      notices === 1
        ? 'One older alert of the last 12 months is not listed.'
        : `${n(notices)} older alerts of the last 12 months are not listed.`,
  },
  lastDates: (dates: number) => `last ${dates} dates`,
  asOf: 'As of',
  previous: 'Date before',
  next: 'Date after',
  allAccounts: 'All accounts',
  allFiles: 'All failed files',
  filesTable: 'Failed files as a table (CSV)',
  firstFiles: (files: number) => (files === 1 ? 'The file by name' : `${n(files)} files by name`),
  table: 'All dates as a table (CSV)',
  json: 'This date as JSON',
  index: {
    verdict: (bad: number, all: number) => {
      if (bad === 0) return all === 1 ? 'The account is well' : `All ${n(all)} accounts are well`;
      return `${n(bad)} of ${n(all)} ${all === 1 ? 'account' : 'accounts'} ${bad === 1 ? 'needs' : 'need'} attention`;
    },
    unread: (accounts: readonly string[]) => `Could not be read: ${accounts.join(', ')}.`,
    unrecorded: (accounts: readonly string[]) => `Nothing is recorded yet: ${accounts.join(', ')}.`,
    outdated: 'no newer report',
    largest: (failures: number) => `At most ${n(failures)} failed on a date.`,
  },
  fleet: {
    own: 'Accounts of the stack',
    shift: (shift: string) => `Shift ${shift}`,
    tag: (tag: string) => `tag ${tag}`,
    due: 'Due',
    none: 'No accounts',
    outdated: 'No newer night of this shift has come to an end.',
    unread: (shifts: readonly string[]) => `Could not be read: shift ${shifts.join(', shift ')}.`,
    notRead: 'Where the accounts stand could not be read',
    conditions: 'How many stand how',
    tags: (tags: number) => (tags === 1 ? 'One tag' : `${n(tags)} tags`),
    tagColumn: 'Tags',
    share: (bad: number, all: number) => (bad === 0 ? n(all) : `${n(bad)} of ${n(all)}`),
    moreTags: (tags: number) =>
      `${n(tags)} more tags are not listed: add ?tag=NAME to the address of this page.`,
    whole: (accounts: number) => (accounts === 1 ? 'The account' : `All ${n(accounts)} accounts`),
    pages: (pages: number) => `Go to one of ${n(pages)} pages, by name`,
    page: (page: number) => `Page ${n(page)}`,
  },
};

/** What only pages say; what messages say as well is said in their words. English is the measure here, too. */
export type PageWords = Readonly<typeof en>;

function shortWeekday(date: CalendarDate): string {
  return englishWeekday(date).slice(0, 3);
}
