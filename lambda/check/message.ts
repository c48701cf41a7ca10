import { composeAlert, type Message } from '../core/messages/alert.ts';
import { toFallback } from '../core/messages/fallback.ts';
import type { Audience } from '../core/story/audience.ts';
import { wrap } from '../core/text/columns.ts';
import type { MessageWords } from '../core/words/en/messages.ts';
import { messageWords } from '../core/words/messages.ts';
import type { Omission, Telling } from './omission.ts';

/**
 * What people are told of what an account's nights did not do: the alert that these would have told, with a word of how it was
 * found. It carries the attributes of that alert, so that it reaches whoever would have got it.
 */
export function composeOmission(
  { account, missing, unsent, unreadable }: Omission,
  { notices, ledger }: Telling,
  surroundings: Omit<Audience, 'account'>,
): Message {
  const message = composeAlert({ account, ...surroundings }, notices, ledger);
  const say = ({ check: { found, ...words } }: MessageWords) => {
    if (unreadable !== undefined) return found([words.unreadable]);
    const newest = missing.at(-1);
    const dates = newest === undefined ? [] : [words.missing(missing.length, newest)];
    return found([...dates, ...(unsent.length > 0 ? [words.unsent(unsent.length)] : [])]);
  };
  const note = say(messageWords[account.language]);
  const { content } = message.chat;
  const description = `${note}\n\n${content.description}`;
  return {
    ...message,
    mail: `${wrap(note).join('\n')}\n\n${message.mail}`,
    chat: { ...message.chat, content: { ...content, description } },
    data: { ...message.data, check: true },
    fallback: toFallback(message.fallback.subject, [say(messageWords.en), message.fallback.body]),
  };
}
