import { type CalendarDate, isCalendarDate } from '../time/day.ts';

const parts = ['page', 'csv', 'json', 'files', 'files.csv'] as const;

/** What there is to read of an account or a date: a page, the same as CSV or JSON, and its failed files. */
export type Part = (typeof parts)[number];

/** A place in the reader. Without an account: the page over all; without a date: the account's newest. */
export type Address = {
  readonly account?: string | undefined;
  readonly date?: CalendarDate | undefined;
  readonly part: Part;
};

const endings: Readonly<Record<Part, string>> = {
  page: '',
  csv: '.csv',
  json: '.json',
  files: '/files',
  'files.csv': '/files.csv',
};
const pattern = /^\/([a-z0-9-]{1,40})(?:\/(\d{4}-\d\d-\d\d))?(.*)$/;

/** The place that a request's path names; nothing where it names none. Accounts' names hold neither dots nor slashes. */
export function parseAddress(path: string): Address | undefined {
  if (path === '/') return { part: 'page' };
  const [, account, date, ending] = pattern.exec(path) ?? [];
  const part = parts.find((each) => endings[each] === ending);
  if (account === undefined || part === undefined || (date !== undefined && !isCalendarDate(date)))
    return undefined;
  return { account, date, part };
}

/** The path of a place, from the root: what {@link parseAddress} reads. */
export function formatAddress({ account, date, part }: Address): string {
  const place = [account, date].filter((each) => each !== undefined).join('/');
  return `/${place}${endings[part]}`;
}
