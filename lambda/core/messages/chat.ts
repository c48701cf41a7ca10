import { type AlertContent, describeNumbers, describeRecent, describeStory } from '../story/describe.ts';
import { describeFiles, type FileStyle } from '../story/files.ts';
import { listNotices } from '../story/headline.ts';
import { archivedKey, nextSteps, writeCardStep } from '../story/next-steps.ts';
import { neutralizeMarkdown } from '../text/markdown.ts';
import { shorten } from '../text/plain-text.ts';

/** What is shown in Slack and Teams. */
export type ChatDocument = ReturnType<typeof composeCard>;

/** A card that is read at a glance; Slack itself takes no more than 3,000 characters in one block of text. */
const descriptionMaxLength = 2_800;
const maxLines = 10;
/** Room for the heading of a list of notices and for its last line. */
const framesLength = 150;
const quoteMaxLength = 100;

/** Fewer than the mail names, and each shorter. */
const cardFiles: FileStyle = {
  named: 3,
  categories: 5,
  quote: (text) => shorten(neutralizeMarkdown(text), quoteMaxLength).replace(tornBracket, '…'),
};

/** What is left of a `[:]` or `[.]` that was cut through. */
const tornBracket = /\[[:.]?…$/;

/** The message as a card. Line breaks are doubled, as Teams takes a single one for a space. */
export function composeChat(content: AlertContent): ChatDocument {
  const { headline, stories } = content;
  const account = content.audience.account.name;
  const [{ line, notice, counts }] = stories;
  const { id: noticeId, kind, severity } = notice;
  const { date } = line;
  return composeCard({
    title: headline,
    description: composeDescription(content),
    nextSteps: composeNextSteps(content),
    relatedResources: stories.flatMap((story) => archivedKey(story.line) ?? []).slice(0, 10),
    about: account,
    context: {
      account,
      date,
      kind,
      severity,
      noticeId,
      notices: String(stories.length),
      ...Object.fromEntries(Object.entries(counts ?? {}).map(([name, count]) => [name, String(count)])),
      ...(line.state === 'unavailable' && { fault: line.fault.code }),
    },
  });
}

/** What a card says. */
type Card = {
  readonly title: string;
  readonly description: string;
  readonly nextSteps: readonly string[];
  readonly relatedResources?: readonly string[];
  /** Whom it is about: an account, or a shift of a fleet. */
  readonly about: string;
  /** For https endpoints that are programs: the machine-readable document's main fields. */
  readonly context: Readonly<Record<string, string>> &
    Readonly<Record<'date' | 'kind' | 'severity' | 'noticeId', string>>;
};

/**
 * A card, of an alert or a summary, for Amazon Q Developer in chat applications: its custom notification schema, version 1.0.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function composeCard({ about, context, relatedResources = [], ...content }: Card) {
  const { date, kind, severity } = context;
  return {
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', ...content, keywords: [about, severity, kind, date] },
    metadata: {
      // Messages of one thread stand together where the channel allows it: here those that tell of the same date.
      threadId: `${about}/${date}`,
      summary: content.title,
      eventType: kind,
      relatedResources,
      additionalContext: context,
    },
  };
}

/** What is headlined, whole, which at its longest has room; and a line for each of the others that has. */
function composeDescription({ audience, stories, newest, ledger, words }: AlertContent): string {
  const [headlined, ...others] = stories;
  const { facts, rules, fault } = describeStory(headlined, words, neutralizeMarkdown);
  const { failed } = headlined;
  const told = { date: headlined.line.date, timeZone: audience.account.timeZone };
  const first = [
    ...facts,
    ...rules,
    ...(failed ? describeFiles(failed, words, told, cardFiles) : []),
    ...fault,
    ...describeNumbers(headlined, ledger, words),
    words.bars(newest),
    ...describeRecent(newest, ledger, words),
  ];
  const join = (lines: readonly string[]) => lines.join('\n\n');
  const maxLength = descriptionMaxLength - join(first).length - framesLength;
  return join([...first, ...listNotices(others, { maxLines, maxLength }, words)]);
}

function composeNextSteps({ audience, stories, words }: AlertContent): string[] {
  const { look, deal, further } = nextSteps(stories[0], audience, words);
  return [look, ...deal, ...further].map(writeCardStep);
}
