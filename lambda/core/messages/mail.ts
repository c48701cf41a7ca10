import type { Ledger } from '../ledger/ledger.ts';
import { countsOn, recentFailures, usualDay } from '../story/comparison.ts';
import { composeTitle, countFitting, listNotices } from '../story/digest.ts';
import { describeFault } from '../story/fault.ts';
import { describeFiles } from '../story/files.ts';
import {
  type Addresses,
  archivedKey,
  composeRun,
  composeRunbook,
  composeShow,
  isSettledMatter,
  wrapCommand,
} from '../story/next-steps.ts';
import { quoteFact, type Story } from '../story/story.ts';
import { type Block, writeBlock, writeBlocks } from '../text/columns.ts';
import { defang } from '../text/defang.ts';
import { drawSparkline, largestOf } from '../text/sparkline.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';

/** What texts for people are made of. */
export type Content = {
  readonly account: string;
  /** Whose clocks times are told by. */
  readonly timeZone: string;
  /** The stack that tells, where there is one. */
  readonly stack: string | undefined;
  readonly addresses: Addresses;
  /** The headline in full. */
  readonly headline: string;
  /** The story that the headline tells. */
  readonly headlined: Story;
  /** The others, from the newest on. */
  readonly others: readonly Story[];
  /** The newest date that is told. */
  readonly newest: CalendarDate;
  readonly ledger: Ledger;
  readonly words: MessageWords;
};

/** So many notices are told whole, as long as they take no more UTF-16 units; of the others, each has a line. */
const [maxWhole, wholeMaxLength] = [5, 10_000];
const maxLines = 40;
const mailMaxLength = 16_000;

/**
 * Plain text of at most 72 columns, the verdict first. What is headlined comes first and whole, whatever its length, then
 * the newest, then a line for each that is older. What has no room is counted, never left out in silence.
 */
export function composeMail(content: Content): string {
  const { headline, headlined, others, addresses, words } = content;
  const stories = [headlined, ...others];
  const parts = stories.slice(0, maxWhole).map((story, index) => composePart(story, index, content));
  const lengths = parts.map((blocks) => blocks.map(writeBlock).join('\n\n').length);
  const whole = Math.max(countFitting(lengths, wholeMaxLength), 1);
  const maxLength = mailMaxLength - lengths.slice(0, whole).reduce((sum, length) => sum + length, 0);
  const page = addresses.pageOf?.(headlined.line.date);
  return writeBlocks([
    [headline],
    page === undefined ? [] : [`${words.page}:`, page],
    others.length > 0 ? [words.digest(stories.length)] : [],
    ...parts.slice(0, whole).flat(),
    listNotices(stories.slice(whole), { maxLines, maxLength }, words),
  ]);
}

/** The last 14 dates as bars, and what they mean. */
export function describeRecent({
  newest,
  ledger,
  words,
}: Pick<Content, 'newest' | 'ledger' | 'words'>): Block {
  const failures = recentFailures(newest, ledger);
  return [words.bars(newest), drawSparkline(failures), words.legend(largestOf(failures))];
}

/** The date, the day before and what the weekday is usually like. */
export function describeNumbers(
  { line: { date }, counts }: Story,
  ledger: Ledger,
  words: MessageWords,
): Block {
  const before = addDays(date, -1);
  return [
    words.row(date, counts),
    words.row(before, countsOn(before, ledger)),
    words.usual(date, usualDay(date, ledger)),
  ];
}

/** One notice. In a digest it begins with its place and verdict, and the last 14 dates are shown once for all. */
function composePart(story: Story, index: number, content: Content): Block[] {
  const { others, ledger, words, timeZone } = content;
  const { line, notice, facts, findings, counts } = story;
  const title = `[${index + 1}/${others.length + 1}] ${composeTitle(story, words)}`;
  const { headings } = words;
  return [
    [...(others.length > 0 ? [title] : []), ...facts.map((fact) => words.fact(quoteFact(fact, defang)))],
    line.state === 'unavailable' ? [headings.why, ...describeFault(line.fault, words).map(defang)] : [],
    findings.length > 0
      ? [headings.rules, ...findings.map((finding) => `- ${words.finding(finding, line.date)}`)]
      : [],
    story.failed ? [headings.files, ...describeFiles(story.failed, words, timeZone)] : [],
    [headings.numbers, ...describeNumbers(story, ledger, words), ...(counts ? [words.counts(counts)] : [])],
    index > 0 ? [] : describeRecent(content),
    [headings.next, ...composeNextSteps(story, content)],
    [`${words.notice}: ${notice.id}`],
  ];
}

function composeNextSteps(story: Story, { account, stack, addresses, words }: Content): Block {
  const { line, notice } = story;
  const archived = archivedKey(story);
  const scope = { account, stack };
  const page = addresses.pageOf?.(line.date);
  const runbook = composeRunbook(notice.kind, addresses);
  return [
    ...(page === undefined ? [] : [`${words.page}:`, page]),
    ...(isSettledMatter(story) ? [words.nothingToDo] : []),
    ...(line.state === 'unavailable' ? [words.advice[line.fault.code]] : []),
    ...(isSettledMatter(story) ? [] : [words.consolePage]),
    ...(page === undefined ? [`${words.show}:`, ...wrapCommand(composeShow(scope, line.date))] : []),
    ...(line.state === 'unavailable'
      ? [`${words.again}:`, ...wrapCommand(composeRun(scope, line.date))]
      : []),
    ...(runbook === undefined ? [] : [`${words.runbook}:`, runbook]),
    ...(archived === undefined ? [] : [`${words.archived}:`, archived]),
  ];
}
