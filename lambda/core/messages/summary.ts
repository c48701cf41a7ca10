import { type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { LedgerLine, Severity } from '../ledger/line.ts';
import type { Mute } from '../notices/mutes.ts';
import { type DatedNotice, heldBackNotices } from '../notices/outbox.ts';
import type { Silence } from '../notices/silence.ts';
import { worstOf } from '../rules/rules.ts';
import type { Audience } from '../story/audience.ts';
import { countsOn, usualDay } from '../story/comparison.ts';
import { describeFault, describeRecent, type Quote } from '../story/describe.ts';
import type { Headlines } from '../story/headline.ts';
import { archivedKey, lookCommand, runCommand } from '../story/next-steps.ts';
import { verdictOf } from '../story/verdict.ts';
import { type Block, writeBlocks } from '../text/columns.ts';
import { defang } from '../text/defang.ts';
import { neutralizeMarkdown } from '../text/markdown.ts';
import { toPlainText } from '../text/plain-text.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import { messageWords } from '../words/messages.ts';
import type { Message } from './alert.ts';
import { composeCard } from './chat.ts';
import { toFallback } from './fallback.ts';
import { cleanFault, surroundingsOf } from './notice-document.ts';

/** What the summary of a date is made from. */
export type SummarySource = Audience & {
  readonly account: {
    readonly lookBackDays: number;
    /** Whether there is a report to look at. */
    readonly report: boolean;
  };
  /** Where the date stands. */
  readonly line: LedgerLine;
  readonly ledger: Ledger;
  /** What the night told, of whatever dates. */
  readonly told: readonly DatedNotice[];
  readonly silence: Silence | undefined;
  /** The mute that causes the silence, if one does. */
  readonly mute: Mute | undefined;
  /** How far the clock of the machine that asks is ahead of the API's, milliseconds; less than zero when it is behind. */
  readonly clockAheadMs?: number;
};

/** A clock that is off by no more is nobody's trouble, milliseconds. */
const clockToleranceMs = 5 * 60_000;
/** How much of an operator's words people are shown, in characters. */
const reasonMaxLength = 200;

/** The message that sums up a date, in the account's language. */
export function composeSummary(source: SummarySource): Message {
  const { account, line, ledger, told, mute } = source;
  const { name, language, tags = [] } = account;
  const { date } = line;
  const words = messageWords[language];
  const severity = severityOf(line);
  const headlines = headlinesOf(source, words);
  const terse = headlinesOf(source, messageWords.en)[1];
  const command = lookCommand(account.report, source);
  const id = `${name}/${date}/summary`;
  const surroundings = surroundingsOf(line, ledger, source);
  const attributes = { account: name, date, kind: 'summary', severity, noticeId: id } as const;
  const entry = {
    id,
    severity,
    date,
    verdict: words.verdict(verdictOf(line))[0],
    counts: line.state === 'measured' ? line.counts : undefined,
    findings: line.state === 'measured' ? line.findings : undefined,
    fault: line.state === 'unavailable' ? cleanFault(line.fault) : undefined,
    ...surroundings,
    told: told.map(({ notice }) => notice.id),
    heldBack: heldBackNotices(ledger).length,
    mutedUntil: mute?.until,
  };
  return {
    headlines,
    mail: writeBlocks(describeDate(source, headlines[0], words, defang)),
    chat: composeCard({
      title: headlines[0],
      description: describeDate(source, headlines[0], words, neutralizeMarkdown).flat().slice(1).join('\n\n'),
      nextSteps: [surroundings.page ?? `\`${command}\``],
      relatedResources: [archivedKey(line) ?? []].flat(),
      about: name,
      context: attributes,
    }),
    data: { version: 1, account: name, language, notices: [], summary: entry },
    fallback: toFallback(terse, [terse, command]),
    attributes: { ...attributes, ...(tags.length > 0 && { tags }) },
  };
}

function headlinesOf(
  { account, line }: SummarySource,
  words: MessageWords,
): Headlines & { readonly 1: string } {
  const severity = severityOf(line);
  const label = severity === 'info' ? words.summary.ok : words.labels[severity];
  const [full, terse] = words.verdict(verdictOf(line));
  const write = (text: string) => `${account.name} ${line.date}: ${label}, ${text}`;
  return [write(full), write(terse)];
}

/** The same five lines for every account, the headline being the first, then whatever is not as it should be. */
function describeDate(source: SummarySource, headline: string, words: MessageWords, quote: Quote): Block[] {
  const { account, line, ledger, pageOf } = source;
  const { date } = line;
  const { summary } = words;
  const hasPage = account.report || pageOf !== undefined;
  const five = [
    headline,
    line.state === 'measured' ? words.counts(line.counts) : quote(describeFault(line.fault, words)[0]),
    summary.comparison(date, countsOn(addDays(date, -1), ledger), usualDay(date, ledger)),
    summary.bars(...describeRecent(date, ledger, words)),
    `${hasPage ? summary.report : summary.history}: ${pageOf?.(date) ?? lookCommand(account.report, source)}`,
  ];
  return [five, ...describeTrouble(source, words, quote)];
}

function describeTrouble(source: SummarySource, words: MessageWords, quote: Quote): string[][] {
  const { account, line, ledger, told, silence, mute, clockAheadMs = 0 } = source;
  const { summary } = words;
  const findings = line.state === 'measured' ? line.findings : [];
  const open = openDates(line.date, account.lookBackDays, ledger, words);
  const heldBack = heldBackNotices(ledger).length;
  return [
    findings.map((finding) => `- ${words.finding(finding, line.date)}`),
    line.state === 'unavailable'
      ? [words.advice[line.fault.code], `${words.again}:`, runCommand(line.date, source)]
      : [],
    told.length > 0
      ? [summary.told(told.map(({ notice: { id, severity } }) => `${id} (${words.severities[severity]})`))]
      : [],
    open.length > 0 ? [summary.open(open)] : [],
    [
      ...(silence ? [describeSilence(silence, mute, words, quote)] : []),
      ...(heldBack > 0 ? [summary.heldBack(heldBack)] : []),
    ],
    Math.abs(clockAheadMs) > clockToleranceMs ? [summary.clock(Math.round(clockAheadMs / 60_000))] : [],
  ];
}

function describeSilence(
  { reason }: Silence,
  mute: Mute | undefined,
  { summary }: MessageWords,
  quote: Quote,
): string {
  const clean = (text: string) => quote(toPlainText(text, reasonMaxLength));
  if (mute) return summary.muted(mute.until, clean(mute.by), clean(mute.reason));
  return summary.quiet(reason === undefined ? undefined : clean(reason));
}

/** Dates before this one that the next nights ask for again. */
function openDates(
  date: CalendarDate,
  lookBackDays: number,
  ledger: Ledger,
  { summary }: MessageWords,
): string[] {
  const first = addDays(date, -lookBackDays);
  return linesByDate(ledger)
    .filter((line) => line.date >= first && line.date < date)
    .flatMap((line) => {
      if (line.state === 'unavailable') return summary.unmeasured(line.date);
      const { waiting, running } = line.counts;
      return line.settled ? [] : summary.unfinished(line.date, waiting + running);
    });
}

function severityOf(line: LedgerLine): Severity {
  return line.state === 'unavailable' ? 'warning' : (worstOf(line.findings) ?? 'info');
}
