import type { CalendarDate } from '../../../../lambda/core/time/day.ts';
import { countOf } from '../../../cli/count.ts';
import type { Paint } from '../../../cli/paint.ts';
import { formatFacts } from '../../../cli/table.ts';
import type { Delivery } from '../../../embedded-aws/sns/outbox.ts';
import type { ShiftOutcome } from './shift.ts';

/** A night of a shift that was run, and what was delivered meanwhile. */
export type ShiftReport = {
  readonly shift: string;
  readonly scheduledTime: string;
  readonly date: CalendarDate;
  /** Which API answered, in words. */
  readonly api: string;
  readonly outcome: ShiftOutcome;
  readonly seconds: number;
  readonly deliveries: readonly Delivery[];
};

/** The night of a shift as a JSON document. */
export function summarizeShift({ shift, scheduledTime, date, outcome, seconds }: ShiftReport) {
  const { passes, muster } = outcome;
  const { isDone: _isDone, ...counts } = muster ?? { isDone: false };
  return { shift, scheduledTime, date, ...counts, passes, seconds, interrupted: muster === undefined };
}

/** The night of a shift on the screen: what came of it, and what was told. */
export function describeShift(
  { shift, date, api, outcome, seconds, deliveries }: ShiftReport,
  paint: Paint,
): string {
  const { passes, muster } = outcome;
  const rows: [string, string][] = passes.map(({ accounts, failed }, index) => [
    index === 0 ? 'passes' : '',
    `${countOf(accounts, 'night')}${failed > 0 ? `, ${failed} without a good end` : ''}`,
  ]);
  rows.push(['asked', api], ['took', `${seconds.toFixed(1)} s`]);
  if (muster) {
    const { accounts, measured, unavailable, failed } = muster;
    rows.push(['measured', `${measured} of ${countOf(accounts, 'account')}`]);
    if (unavailable > 0)
      rows.push(['missing', paint('red', `${countOf(unavailable, 'account')} unavailable`)]);
    if (failed > 0) rows.push(['failed', paint('red', countOf(failed, 'account'))]);
  } else
    rows.push(['stopped', paint('yellow', 'the same command goes on; nobody has been told of the whole')]);
  rows.push(...describeTold(deliveries));
  return formatFacts(`${shift}, ${date}`, rows, { paint });
}

/** What is told of the whole by its subject, and of single accounts how much there was. */
function describeTold(deliveries: readonly Delivery[]): [string, string][] {
  const ofWhole = deliveries.filter(
    ({ attributes, subject }) => !attributes.account && subject !== undefined,
  );
  const subjects = [...new Set(ofWhole.map(({ subject = '' }) => subject))];
  const ofAccounts = new Set(
    deliveries.filter(({ attributes }) => attributes.account).map(({ messageId }) => messageId),
  );
  const told = [
    ...subjects,
    ...(ofAccounts.size > 0 ? [`${countOf(ofAccounts.size, 'message')} about single accounts`] : []),
    ...describeRecipients(deliveries),
  ];
  return told.map((text, index) => [index === 0 ? 'told' : '', text]);
}

function describeRecipients(deliveries: readonly Delivery[]): string[] {
  const counts = new Map<string, number>();
  for (const { protocol, recipient } of deliveries) {
    const name = `→ ${protocol} ${recipient}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => `${name}: ${countOf(count, 'message')}`);
}
