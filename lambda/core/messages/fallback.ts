import { composeHeadlines } from '../story/headline.ts';
import type { Story } from '../story/story.ts';
import { en } from '../words/en/messages.ts';

/** How many notices are named; the ledger has them all. */
const maxIds = 5;

/** A subject and a body that hold nothing to object to: printable ASCII, short, without structure. */
export type Fallback = { readonly subject: string; readonly body: string };

/**
 * The alert for when its full form is refused, whatever the reason: better a bare alert than none. English, as other
 * languages do not fit into ASCII.
 * @param noticeIds the ids of all notices, of which the story tells the first
 */
export function composeFallback(account: string, story: Story, noticeIds: readonly string[]): Fallback {
  const headline = composeHeadlines(account, story, noticeIds.length - 1, en).reduce((_, terser) => terser);
  const more = noticeIds.length > maxIds ? ` and ${noticeIds.length - maxIds} more` : '';
  return toFallback(headline, [
    headline,
    'This alert is short because its full text was refused; the log says why.',
    `Notices, told in full by the ledger of ${account}: ${noticeIds.slice(0, maxIds).join(', ')}${more}`,
  ]);
}

/** A subject and lines without anything that could be objected to. */
export function toFallback(headline: string, lines: readonly string[]): Fallback {
  return { subject: toAscii(headline).slice(0, 99), body: `${toAscii(lines.join('\n'))}\n` };
}

function toAscii(text: string): string {
  return text.replace(/[^\n -~]/g, '?');
}
