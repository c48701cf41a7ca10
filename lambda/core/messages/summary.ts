import { heldBackNotices } from '../notices/claims.ts';
import { countsOn, usualDay } from '../story/comparison.ts';
import { archivedKey } from '../story/next-steps.ts';
import { toSimplest } from '../story/simplest.ts';
import { describeSummary, type SummaryText, type SummedUp } from '../story/summary.ts';
import { writeBlocks } from '../text/columns.ts';
import { neutralizeMarkdown } from '../text/markdown.ts';
import { addDays } from '../time/day.ts';
import { messageWords } from '../words/messages.ts';
import type { Message } from './alert.ts';
import type { ChatDocument } from './chat.ts';
import { cleanFault, type SummaryEntry } from './notice-document.ts';

/** The message that sums up a night, in the account's language. */
export function composeSummary(night: SummedUp): Message {
  const { name: account, language } = night.account;
  const words = messageWords[language];
  const text = describeSummary(night, words);
  const { headlines, blocks, severity } = text;
  const { date } = night.line;
  const id = summaryId(account, date);
  const english = describeSummary(night, messageWords.en).terse;
  return {
    headlines,
    mail: writeBlocks(blocks),
    chat: composeCard(night, describeSummary(night, words, neutralizeMarkdown), id),
    data: { version: 1, account, language, notices: [], summary: toEntry(night, text, id) },
    simplest: toSimplest(english, [english, text.command]),
    attributes: { account, date, kind: 'summary', severity, noticeId: id },
  };
}

/** Under which a summary is told: one a date. */
function summaryId(account: string, date: string): string {
  return `${account}/${date}/summary`;
}

function composeCard(
  { account: { name: account }, line }: SummedUp,
  text: SummaryText,
  id: string,
): ChatDocument {
  const { headlines, blocks, severity, command, page } = text;
  const [title] = headlines;
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title,
      description: blocks.flat().slice(1).join('\n\n'),
      nextSteps: [page ?? `\`${command}\``],
      keywords: [account, severity, 'summary', line.date],
    },
    metadata: {
      threadId: `${account}/${line.date}`,
      summary: title,
      eventType: 'summary',
      relatedResources: [archivedKey({ line }) ?? []].flat(),
      additionalContext: { account, date: line.date, kind: 'summary', severity, noticeId: id },
    },
  };
}

function toEntry(night: SummedUp, { severity, verdict, page }: SummaryText, id: string): SummaryEntry {
  const { line, ledger, told, mute } = night;
  const dayBefore = countsOn(addDays(line.date, -1), ledger);
  const usual = usualDay(line.date, ledger);
  const archived = archivedKey({ line });
  return {
    ...{ id, severity, date: line.date, verdict },
    ...(line.state === 'measured'
      ? { counts: line.counts, findings: line.findings }
      : { fault: cleanFault(line.fault) }),
    ...(dayBefore && { dayBefore }),
    ...(usual && { usual }),
    ...(archived !== undefined && { archived }),
    ...(page !== undefined && { page }),
    told: told.map(({ notice }) => notice.id),
    heldBack: heldBackNotices(ledger).length,
    ...(mute && { mutedUntil: mute.until }),
  };
}
