import type { LedgerLine, Notice } from '../ledger/line.ts';
import { quoteWord } from '../text/shell-word.ts';
import type { CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import type { Audience } from './audience.ts';
import type { Story } from './story.ts';

/** The headings of docs/runbook.md that tell what to do about each kind of notice. */
export const runbookHeadings: Readonly<Record<Notice['kind'] | 'muster', string>> = {
  breached: 'A date broke a rule',
  escalated: 'A date got worse',
  revised: 'A date was revised',
  withdrawn: 'An alert was withdrawn',
  recovered: 'Back to normal',
  unavailable: 'A date could not be measured',
  available: 'A date was measured after all',
  muster: 'Accounts of a fleet were not measured',
};

/** One thing to do, or to look at by an address, a key or a command. */
export type Step = { readonly text: string; readonly address?: string; readonly command?: string };

/** What a reader does next about a notice: where the date is shown, what to do, and what else may help. */
export function nextSteps({ line, notice, label }: Story, audience: Audience, words: MessageWords) {
  const { date } = line;
  const page = audience.pageOf?.(date);
  const fault = line.state === 'unavailable' ? line.fault : undefined;
  // Good news, or news of what was said before.
  const isOver = label === 'recovered' || label === 'withdrawn' || label === 'measured';
  const look: Step =
    page === undefined
      ? { text: words.show, command: showCommand(date, audience) }
      : { text: words.page, address: page };
  const deal: Step[] = isOver
    ? [{ text: words.nothingToDo }]
    : [...(fault ? [{ text: words.advice[fault.code] }] : []), { text: words.consolePage }];
  const further: Step[] = [
    ...(fault ? [{ text: words.again, command: runCommand(date, audience) }] : []),
    ...runbookSteps(notice.kind, audience.runbookUrl, words),
  ];
  return { look, deal, further };
}

/** Where the runbook tells what to do about it, if it is known where the runbook is. */
export function runbookSteps(
  kind: keyof typeof runbookHeadings,
  url: string | undefined,
  words: MessageWords,
): Step[] {
  const heading = runbookHeadings[kind].toLowerCase().replaceAll(' ', '-');
  return url ? [{ text: words.runbook, address: `${url}#${heading}` }] : [];
}

/** The command that shows all that is known of a date. */
export function showCommand(date: CalendarDate, audience: Audience): string {
  return `npx vod-nightly show ${date}${optionsOf(audience)}`;
}

/** The command that measures and judges a date again. */
export function runCommand(date: CalendarDate, audience: Audience): string {
  return `npx vod-nightly run --date ${date}${optionsOf(audience)}`;
}

/** The command that gets the newest report, or where there is none, shows the last dates. */
export function lookCommand(hasReport: boolean, audience: Audience): string {
  return `npx vod-nightly ${hasReport ? 'report --open' : 'history'}${optionsOf(audience)}`;
}

function optionsOf({ account, stack }: Audience): string {
  return ` --account ${account.name}${stack === undefined ? '' : ` --stack ${quoteWord(stack)}`}`;
}

/** A step in lines of a mail. */
export function writeStep({ text, address, command }: Step): string[] {
  const target = command ?? address;
  return target === undefined ? [text] : [`${text}:`, target];
}

/** A step on a card. */
export function writeCardStep({ text, address, command }: Step): string {
  const target = command === undefined ? address : `\`${command}\``;
  return target === undefined ? text : `${text}: ${target}`;
}

/** Key of the archived answer; none when nothing came back. */
export function archivedKey(line: LedgerLine): string | undefined {
  return line.state === 'measured' ? line.snapshot : line.rejected;
}
