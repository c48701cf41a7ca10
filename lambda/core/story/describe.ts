import type { Ledger } from '../ledger/ledger.ts';
import type { Fault } from '../ledger/measurement.ts';
import { toPlainText } from '../text/plain-text.ts';
import { drawSparkline, largestOf } from '../text/sparkline.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import type { Audience } from './audience.ts';
import { countsOn, recentFailures, usualDay } from './comparison.ts';
import type { Fact, Story } from './story.ts';

/** What every form of an alert is made of. */
export type AlertContent = {
  readonly audience: Audience;
  /** The headline in full. */
  readonly headline: string;
  /** The one that the headline tells, then the others from the newest on. */
  readonly stories: readonly [Story, ...Story[]];
  /** The newest date that is told. */
  readonly newest: CalendarDate;
  readonly ledger: Ledger;
  readonly words: MessageWords;
};

/** How a channel shows what others wrote. */
export type Quote = (text: string) => string;

/** How much of the vendor's words people are shown, in characters. */
const vendorTextMaxLength = 300;

/** What a notice has to say in sentences; those of a fault are none where there are counts. */
export function describeStory({ line, facts, findings }: Story, words: MessageWords, quote: Quote) {
  return {
    facts: facts.map((fact) => words.fact(quoteReason(fact, quote))[0]),
    rules: findings.map((finding) => `- ${words.finding(finding, line.date)}`),
    fault: line.state === 'unavailable' ? describeFault(line.fault, words).map(quote) : [],
  };
}

function quoteReason(fact: Fact, quote: Quote): Fact {
  return fact.fact === 'heldBack' && fact.reason !== undefined
    ? { ...fact, reason: quote(fact.reason) }
    : fact;
}

/** Why a date has no counts: in our words, and in the vendor's, which are untrusted. */
export function describeFault(
  { code, detail, vendorMessage, traceId }: Fault,
  words: MessageWords,
): [string, ...string[]] {
  const clean = (text: string) => toPlainText(text, vendorTextMaxLength);
  return [
    `${capitalize(words.reasons[code])}: ${clean(words.detail(detail))}`,
    ...(vendorMessage ? [`${words.said}: "${clean(vendorMessage)}"`] : []),
    ...(traceId ? [`${words.traceId}: ${clean(traceId)}`] : []),
  ];
}

/** The date, the day before and what the weekday is usually like. */
export function describeNumbers(
  { line: { date }, counts }: Story,
  ledger: Ledger,
  words: MessageWords,
): string[] {
  const before = addDays(date, -1);
  return [
    words.row(date, counts),
    words.row(before, countsOn(before, ledger)),
    words.usual(date, usualDay(date, ledger)),
  ];
}

/** The failures of the last 14 dates as bars, and what the bars mean. */
export function describeRecent(
  date: CalendarDate,
  ledger: Ledger,
  words: MessageWords,
): [bars: string, legend: string] {
  const failures = recentFailures(date, ledger);
  return [drawSparkline(failures), words.legend(largestOf(failures))];
}

/** A sentence that begins as one. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
