import type { Notice } from '../ledger.ts';
import { columnsOf, mailColumns } from './columns.ts';
import type { Story } from './story.ts';

/** The headings of docs/runbook.md that tell what to do about each kind of notice. */
export const runbookHeadings: Readonly<Record<Notice['kind'], string>> = {
  breached: 'A date broke a rule',
  escalated: 'A date got worse',
  revised: 'A date was revised',
  withdrawn: 'An alert was withdrawn',
  recovered: 'Back to normal',
  unavailable: 'A date could not be measured',
};

/** Whether the notice is good news, or news of what was said before, with nothing left to do. */
export function isSettledMatter({ label }: Story): boolean {
  return label === 'recovered' || label === 'withdrawn' || label === 'measured';
}

/** The command that measures and judges a date again. */
export function composeCommand(account: string, date: string): string {
  return `npx vod-nightly run --account ${account} --date ${date}`;
}

/** A command on lines of a mail, which a shell reads as one. */
export function wrapCommand(command: string): string[] {
  return columnsOf(command) <= mailColumns
    ? [command]
    : command.replace(' --date', ' \\\n  --date').split('\n');
}

/** Key of the archived answer; none when nothing came back. */
export function archivedKey({ line }: Pick<Story, 'line'>): string | undefined {
  return line.state === 'measured' ? line.snapshot : line.rejected;
}
