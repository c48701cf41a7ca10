import { type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { LedgerLine, Severity } from '../ledger/line.ts';
import { type DatedNotice, heldBackNotices } from '../notices/claims.ts';
import type { Mute } from '../notices/mutes.ts';
import type { Silence } from '../notices/silence.ts';
import { worstOf } from '../rules/rules.ts';
import type { Block } from '../text/columns.ts';
import { defang } from '../text/defang.ts';
import { toPlainText } from '../text/plain-text.ts';
import { drawSparkline, largestOf } from '../text/sparkline.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import type { Language } from '../words/language.ts';
import { countsOn, recentFailures, usualDay } from './comparison.ts';
import { describeFault } from './fault.ts';
import type { Headlines } from './headline.ts';
import { type Addresses, composeLook } from './next-steps.ts';
import { verdictOn } from './verdict.ts';

/** What a summary has to know of an account's configuration. */
type ReportedAccount = {
  readonly name: string;
  readonly language: Language;
  readonly lookBackDays: number;
  /** Whether there is a report to look at. */
  readonly report: boolean;
};

/** A night that is summed up. */
export type SummedUp = {
  readonly account: ReportedAccount;
  /** The stack that tells, where there is one. */
  readonly stack?: string | undefined;
  readonly line: LedgerLine;
  readonly ledger: Ledger;
  /** What the night told, of whatever dates. */
  readonly told: readonly DatedNotice[];
  readonly silence: Silence | undefined;
  /** The mute that causes the silence, if one does. */
  readonly mute: Mute | undefined;
  /** How far the clock of the machine that asks is ahead of the API's, milliseconds; less than zero when it is behind. */
  readonly clockAheadMs?: number;
} & Pick<Addresses, 'pageOf'>;

/** A clock that is off by no more is nobody's trouble, milliseconds. */
const clockToleranceMs = 5 * 60_000;

/** A summary in words. */
export type SummaryText = {
  readonly headlines: Headlines;
  /** Five lines, the headline being the first, then whatever is not as it should be. */
  readonly blocks: readonly Block[];
  /** The headline at its shortest. */
  readonly terse: string;
  readonly verdict: string;
  readonly severity: Severity;
  /** The command that shows more. */
  readonly command: string;
  /** The address that does, where a reader shows pages. */
  readonly page: string | undefined;
};

/** How much of an operator's words people are shown, in characters. */
const reasonMaxLength = 200;

/**
 * The same five lines for every account, the headline being the first; whatever is not as it should be comes behind them.
 * @param quote how the channel shows what others wrote
 */
export function describeSummary(night: SummedUp, words: MessageWords, quote = defang): SummaryText {
  const { line, ledger } = night;
  const { name, report } = night.account;
  const { summary } = words;
  const severity = severityOf(line);
  const label = severity === 'info' ? summary.ok : words.labels[severity];
  const verdict = verdictOn(line);
  const write = (text: string) => `${name} ${line.date}: ${label}, ${text}`;
  const headlines = [write(words.verdict(verdict)), write(words.terse(verdict))] as const;
  const failures = recentFailures(line.date, ledger);
  const command = composeLook({ account: name, stack: night.stack }, report);
  const page = night.pageOf?.(line.date);
  const five = [
    headlines[0],
    ...(line.state === 'measured'
      ? [words.counts(line.counts)]
      : describeFault(line.fault, words).slice(0, 1).map(quote)),
    summary.comparison(line.date, countsOn(addDays(line.date, -1), ledger), usualDay(line.date, ledger)),
    summary.bars(drawSparkline(failures), words.legend(largestOf(failures))),
    `${report || page !== undefined ? summary.report : summary.history}: ${page ?? command}`,
  ];
  const blocks = [five, ...describeTrouble(night, words, quote)];
  return { headlines, blocks, terse: headlines[1], verdict: words.verdict(verdict), severity, command, page };
}

function describeTrouble(
  { account, line, ledger, told, silence, mute, clockAheadMs = 0 }: SummedUp,
  words: MessageWords,
  quote: (text: string) => string,
): string[][] {
  const { summary } = words;
  const findings = line.state === 'measured' ? line.findings : [];
  const open = openDates(line.date, account.lookBackDays, ledger, words);
  const heldBack = heldBackNotices(ledger).length;
  return [
    findings.map((finding) => `- ${words.finding(finding, line.date)}`),
    line.state === 'unavailable' ? [words.advice[line.fault.code]] : [],
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
  quote: (text: string) => string,
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
