import { defang } from './defang.ts';

/**
 * Characters that mean something in Slack's or Teams' markup, and what looks like them and means nothing. Neither chat has
 * an escape that the other one understands.
 */
const meaningful = '*_~`#|\\<>&[]()@';
const lookAlikes = '∗＿∼ˋ＃¦＼‹›＆［］（）＠';

/** Untrusted text that a chat shows as it is: no emphasis, links, mentions, emoji names or addresses to click on. */
export function neutralizeMarkdown(text: string): string {
  return defang(text.replace(/[\p{P}\p{S}]/gu, (each) => lookAlikes[meaningful.indexOf(each)] ?? each));
}
