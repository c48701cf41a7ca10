import type { FailedFiles } from '../ledger/failed-files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Notice, severities } from '../ledger/line.ts';
import type { DatedNotice } from '../notices/outbox.ts';
import type { Audience } from '../story/audience.ts';
import { composeHeadlines, type Headlines } from '../story/headline.ts';
import { type Story, storyOf } from '../story/story.ts';
import type { CalendarDate } from '../time/day.ts';
import { messageWords } from '../words/messages.ts';
import { digestKind, type MessageAttributes } from './attributes.ts';
import { type ChatDocument, composeChat } from './chat.ts';
import { composeFallback, type Fallback } from './fallback.ts';
import { composeMail } from './mail.ts';
import { type NoticeDocument, toEntry } from './notice-document.ts';

/** One publication in every form in which it is delivered, not yet fitted to the channels' limits. */
export type Message = {
  /** One line for subjects and text messages, the fullest first: a channel takes the first that it has room for. */
  readonly headlines: Headlines;
  /** Plain text for people, by mail and where a channel has no form of its own. */
  readonly mail: string;
  readonly chat: ChatDocument;
  /** For programs. */
  readonly data: NoticeDocument;
  /** What is told when all this is refused. */
  readonly fallback: Fallback;
  readonly attributes: MessageAttributes;
};

/** More than anybody filters by: thousands would take the room of the message itself. The document for programs counts all. */
const maxIds = 100;

/** For whom an alert is written, and which files of a date failed, where they were listed. */
type AlertAudience = Audience & {
  readonly listed?: ReadonlyMap<CalendarDate, FailedFiles> | undefined;
};

/**
 * The message that tells at least one notice of one account. Several become one digest under the headline of the worst, and
 * of several such of the newest: that one comes first, then the others from the newest on.
 * @param ledger the account's, at least of the nine weeks before the dates told
 */
export function composeAlert(
  { listed, ...audience }: AlertAudience,
  notices: readonly DatedNotice[],
  ledger: Ledger,
): Message {
  const { name: account, language, tags = [] } = audience.account;
  const words = messageWords[language];
  const dated = notices.map((one) => withFiles(storyOf(one, ledger), listed)).sort(byDate);
  const headlined = dated.reduce((a, b) => (urgency(b.notice) >= urgency(a.notice) ? b : a));
  const others = dated.filter((story) => story !== headlined).reverse();
  const stories = [headlined, ...others] as const;
  const newest = dated.reduce((_, last) => last).line.date;
  const headlines = composeHeadlines(account, headlined, others.length, words);
  const content = { audience, headline: headlines[0], stories, newest, ledger, words };
  const entries = stories.map((story) => toEntry(story, ledger, words, audience));
  const noticeIds = stories.map(({ notice }) => notice.id);
  const { kind, severity } = headlined.notice;
  return {
    headlines,
    mail: composeMail(content),
    chat: composeChat(content),
    data: { version: 1, account, language, notices: entries },
    fallback: composeFallback(account, headlined, noticeIds),
    attributes: {
      account,
      ...(tags.length > 0 && { tags }),
      date: newest,
      kind: entries.every((entry) => entry.kind === kind) ? kind : digestKind,
      severity,
      noticeId: noticeIds.slice(0, maxIds).join(','),
    },
  };
}

/** Files are named where a rule is broken, not where all is well again. */
function withFiles(story: Story, listed: AlertAudience['listed']): Story {
  const failed = story.findings.length > 0 ? listed?.get(story.line.date) : undefined;
  return failed ? { ...story, failed } : story;
}

function byDate(a: Story, b: Story): number {
  return a.line.date === b.line.date ? 0 : a.line.date < b.line.date ? -1 : 1;
}

function urgency({ severity }: Notice): number {
  return severities.indexOf(severity);
}
