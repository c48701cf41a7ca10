import { addDays, type CalendarDate } from '../day.ts';
import type { Ledger } from '../ledger.ts';
import { type Block, writeBlock, writeBlocks } from './columns.ts';
import { countsOn, recentFailures, usualDay } from './comparison.ts';
import { describeFault } from './fault.ts';
import { describeFiles } from './files.ts';
import { describeVerdict } from './headline.ts';
import type { Words } from './language.ts';
import {
  archivedKey,
  composeRun,
  composeShow,
  isSettledMatter,
  runbookHeadings,
  wrapCommand,
} from './next-steps.ts';
import { drawSparkline, largestOf } from './sparkline.ts';
import type { Story } from './story.ts';

/** What texts for people are made of. Stories are told in their order. */
export type Content = {
  readonly account: string;
  /** The stack that tells, where there is one. */
  readonly stack: string | undefined;
  /** The headline in full. */
  readonly headline: string;
  /** The story that the headline tells. */
  readonly headlined: Story;
  readonly stories: readonly Story[];
  /** The newest date that is told. */
  readonly newest: CalendarDate;
  readonly ledger: Ledger;
  readonly words: Words;
};

/** How long a mail may grow by telling more notices, in UTF-16 units. */
const mailMaxLength = 16_000;

/** Plain text of at most 72 columns, the verdict first. What has no room is counted, never left out in silence. */
export function composeMail(content: Content): string {
  const { headline, stories, words } = content;
  const parts = stories.map((story, index) => composePart(story, index, content));
  const kept = countFitting(parts);
  const blocks = [
    [headline],
    stories.length > 1 ? [words.digest(stories.length)] : [],
    ...parts.slice(0, kept).flat(),
    kept < parts.length ? [words.omitted(parts.length - kept)] : [],
    stories.length > 1 ? describeRecent(content) : [],
  ];
  return writeBlocks(blocks);
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
export function describeNumbers({ line: { date }, counts }: Story, ledger: Ledger, words: Words): Block {
  const before = addDays(date, -1);
  return [
    words.row(date, counts),
    words.row(before, countsOn(before, ledger)),
    words.usual(date, usualDay(date, ledger)),
  ];
}

/** One notice. In a digest it begins with its place and verdict, and the last 14 dates are shown once for all. */
function composePart(story: Story, index: number, content: Content): Block[] {
  const { stories, ledger, words } = content;
  const { line, notice, facts, findings, counts } = story;
  const place = `[${index + 1}/${stories.length}]`;
  const title = `${place} ${words.labels[story.label]}: ${describeVerdict(story, words)}, ${line.date}`;
  const { headings } = words;
  return [
    [...(stories.length > 1 ? [title] : []), ...facts.map((fact) => words.fact(fact))],
    line.state === 'unavailable' ? [headings.why, ...describeFault(line.fault, words)] : [],
    findings.length > 0
      ? [headings.rules, ...findings.map((finding) => `- ${words.finding(finding, line.date)}`)]
      : [],
    story.failed ? [headings.files, ...describeFiles(story.failed, words)] : [],
    [headings.numbers, ...describeNumbers(story, ledger, words), ...(counts ? [words.counts(counts)] : [])],
    stories.length > 1 ? [] : describeRecent(content),
    [headings.next, ...composeNextSteps(story, content)],
    [`${words.notice}: ${notice.id}`],
  ];
}

function composeNextSteps(story: Story, { account, stack, words }: Content): Block {
  const { line, notice } = story;
  const archived = archivedKey(story);
  const scope = { account, stack };
  return [
    ...(isSettledMatter(story) ? [words.nothingToDo] : []),
    ...(line.state === 'unavailable' ? [words.advice[line.fault.code]] : []),
    ...(isSettledMatter(story) ? [] : [words.consolePage]),
    `${words.show}:`,
    ...wrapCommand(composeShow(scope, line.date)),
    ...(line.state === 'unavailable'
      ? [`${words.again}:`, ...wrapCommand(composeRun(scope, line.date))]
      : []),
    `${words.runbook}: docs/runbook.md, "${runbookHeadings[notice.kind]}"`,
    ...(archived === undefined ? [] : [`${words.archived}:`, archived]),
  ];
}

/** How many parts have room; always one. */
function countFitting(parts: readonly Block[][]): number {
  let length = 0;
  const tooMany = parts.findIndex((blocks) => {
    length += blocks.map(writeBlock).join('\n\n').length;
    return length > mailMaxLength;
  });
  return tooMany < 0 ? parts.length : Math.max(tooMany, 1);
}
