import { en } from '../words/en/messages.ts';
import { composeHeadlines } from './headline.ts';
import type { Story } from './story.ts';

/** How many notices are named; the ledger has them all. */
const maxIds = 5;

/** A subject and a body that hold nothing to object to: printable ASCII, short, without structure. */
export type SimplestForm = { readonly subject: string; readonly body: string };

/**
 * The alert for when its full form is refused, whatever the reason: better a bare alert than none. English, as other
 * languages do not fit into ASCII.
 * @param others how many notices there are beside this one
 * @param noticeIds the ids of all
 */
export function composeSimplest(
  account: string,
  story: Story,
  others: number,
  noticeIds: readonly string[],
): SimplestForm {
  const headline = composeHeadlines(account, story, others, en).reduce((_, terser) => terser);
  const more = noticeIds.length > maxIds ? ` and ${noticeIds.length - maxIds} more` : '';
  const lines = [
    headline,
    'This alert is short because its full text was refused; the log says why.',
    `Notices, told in full by the ledger of ${account}: ${noticeIds.slice(0, maxIds).join(', ')}${more}`,
  ];
  return toSimplest(headline, lines);
}

/** A subject and lines without anything that could be objected to. */
export function toSimplest(headline: string, lines: readonly string[]): SimplestForm {
  return { subject: toAscii(headline).slice(0, 99), body: `${toAscii(lines.join('\n'))}\n` };
}

function toAscii(text: string): string {
  return text.replace(/[^\n -~]/g, '?');
}
