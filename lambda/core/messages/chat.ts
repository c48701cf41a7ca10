import { listNotices } from '../story/digest.ts';
import { describeFault } from '../story/fault.ts';
import { describeFiles, type FileStyle } from '../story/files.ts';
import {
  archivedKey,
  composeRun,
  composeRunbook,
  composeShow,
  isSettledMatter,
} from '../story/next-steps.ts';
import { quoteFact, type Story } from '../story/story.ts';
import { neutralizeMarkdown } from '../text/markdown.ts';
import { shorten } from '../text/plain-text.ts';
import { type Content, describeNumbers, describeRecent } from './mail.ts';

/**
 * What Amazon Q Developer in chat applications shows in Slack and Teams: its custom notification schema, version 1.0.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export type ChatDocument = {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Messages of one thread stand together where the channel allows it: here those that tell of the same date. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    /** For https endpoints that are programs: the machine-readable document's main fields. */
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

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
  quote: (text) => shorten(neutralizeMarkdown(text), quoteMaxLength),
};

/** The message as a card. Line breaks are doubled, as Teams takes a single one for a space. */
export function composeChat(content: Content): ChatDocument {
  const { account, headline, headlined, others } = content;
  const { line, notice } = headlined;
  const { kind, severity } = notice;
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: headline,
      description: composeDescription(content),
      nextSteps: composeNextSteps(content),
      keywords: [account, severity, kind, line.date],
    },
    metadata: {
      threadId: `${account}/${line.date}`,
      summary: headline,
      eventType: kind,
      relatedResources: [headlined, ...others].flatMap((story) => archivedKey(story) ?? []).slice(0, 10),
      additionalContext: describeForPrograms(content),
    },
  };
}

/** What is headlined, whole, which at its longest has room; and a line for each of the others that has. */
function composeDescription(content: Content): string {
  const { headlined, others, ledger, words } = content;
  const first = [
    ...describeStory(headlined, content),
    ...describeNumbers(headlined, ledger, words),
    ...describeRecent(content),
  ];
  const join = (lines: readonly string[]) => lines.join('\n\n');
  const maxLength = descriptionMaxLength - join(first).length - framesLength;
  return join([...first, ...listNotices(others, { maxLines, maxLength }, words)]);
}

function describeStory({ line, facts, findings, failed }: Story, { words, timeZone }: Content): string[] {
  return [
    ...facts.map((fact) => words.fact(quoteFact(fact, neutralizeMarkdown))),
    ...findings.map((finding) => `- ${words.finding(finding, line.date)}`),
    ...(failed ? describeFiles(failed, words, timeZone, cardFiles) : []),
    ...(line.state === 'unavailable' ? describeFault(line.fault, words).map(neutralizeMarkdown) : []),
  ];
}

function composeNextSteps({ account, stack, addresses, headlined, words }: Content): string[] {
  const { line, notice } = headlined;
  const scope = { account, stack };
  const page = addresses.pageOf?.(line.date);
  const runbook = composeRunbook(notice.kind, addresses);
  const reference = runbook === undefined ? [] : [`${words.runbook}: ${runbook}`];
  const look =
    page === undefined ? `${words.show}: \`${composeShow(scope, line.date)}\`` : `${words.page}: ${page}`;
  if (isSettledMatter(headlined)) return [look, words.nothingToDo, ...reference];
  if (line.state === 'measured') return [look, words.consolePage, ...reference];
  const again = `${words.again}: \`${composeRun(scope, line.date)}\``;
  return [look, words.advice[line.fault.code], words.consolePage, again, ...reference];
}

function describeForPrograms({ account, headlined, others }: Content): Record<string, string> {
  const { line, notice, counts } = headlined;
  return {
    account,
    date: line.date,
    kind: notice.kind,
    severity: notice.severity,
    noticeId: notice.id,
    notices: String(others.length + 1),
    ...Object.fromEntries(Object.entries(counts ?? {}).map(([name, count]) => [name, String(count)])),
    ...(line.state === 'unavailable' && { fault: line.fault.code }),
  };
}
