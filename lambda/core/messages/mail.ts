import { type AlertContent, describeNumbers, describeRecent, describeStory } from '../story/describe.ts';
import { describeFiles } from '../story/files.ts';
import { composeTitle, countFitting, listNotices } from '../story/headline.ts';
import { archivedKey, nextSteps, writeStep } from '../story/next-steps.ts';
import type { Story } from '../story/story.ts';
import { type Block, writeBlock, writeBlocks } from '../text/columns.ts';
import { defang } from '../text/defang.ts';

/** So many notices are told whole, as long as they take no more UTF-16 units; of the others, each has a line. */
const [maxWhole, wholeMaxLength] = [5, 10_000];
const limits = { maxLines: 40, maxLength: Number.POSITIVE_INFINITY };

/**
 * Plain text of at most 72 columns, the verdict first. What is headlined comes first and whole, whatever its length, then
 * the newest, then a line for each that is older. What has no room is counted, never left out in silence.
 */
export function composeMail(content: AlertContent): string {
  const { audience, headline, stories, words } = content;
  const parts = stories.slice(0, maxWhole).map((story, index) => composePart(story, index, content));
  const lengths = parts.map((blocks) => blocks.map(writeBlock).join('\n\n').length);
  const whole = Math.max(countFitting(lengths, wholeMaxLength), 1);
  return writeBlocks([
    [headline],
    audience.pageOf ? writeStep(nextSteps(stories[0], audience, words).look) : [],
    stories.length > 1 ? [words.digest(stories.length)] : [],
    ...parts.slice(0, whole).flat(),
    listNotices(stories.slice(whole), limits, words),
  ]);
}

/** One notice. In a digest it begins with its place and verdict, and the last 14 dates are shown once for all. */
function composePart(story: Story, index: number, content: AlertContent): Block[] {
  const { audience, stories, newest, ledger, words } = content;
  const { counts, failed } = story;
  const told = { date: story.line.date, timeZone: audience.account.timeZone };
  const { headings } = words;
  const { facts, rules, fault } = describeStory(story, words, defang);
  const title = `[${index + 1}/${stories.length}] ${composeTitle(story, words)}`;
  return [
    [...(stories.length > 1 ? [title] : []), ...facts],
    fault.length > 0 ? [headings.why, ...fault] : [],
    rules.length > 0 ? [headings.rules, ...rules] : [],
    failed ? [headings.files, ...describeFiles(failed, words, told)] : [],
    [headings.numbers, ...describeNumbers(story, ledger, words), ...(counts ? [words.counts(counts)] : [])],
    index > 0 ? [] : [words.bars(newest), ...describeRecent(newest, ledger, words)],
    [headings.next, ...composeNextSteps(story, index, content)],
    [`${words.notice}: ${story.notice.id}`],
  ];
}

/** A page comes first, as it is one tap away, or stands below the headline already; a command comes after what is to be done. */
function composeNextSteps(story: Story, index: number, { audience, words }: AlertContent): Block {
  const { look, deal, further } = nextSteps(story, audience, words);
  const archived = archivedKey(story.line);
  const page = index === 0 ? [] : [look];
  const steps = look.address === undefined ? [...deal, look] : [...page, ...deal];
  const answer = archived === undefined ? [] : [{ text: words.archived, address: archived }];
  return [...steps, ...further, ...answer].flatMap(writeStep);
}
