import type { Notice } from '../ledger/line.ts';
import { columnsOf, mailColumns } from '../text/columns.ts';
import type { CalendarDate } from '../time/day.ts';
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

/** Where people look things up, as far as there are addresses for it. */
export type Addresses = {
  /** The page of a date, one tap from the message; absent where no reader shows pages. */
  readonly pageOf?: ((date: CalendarDate) => string) | undefined;
  /** The runbook, an https address. */
  readonly runbookUrl?: string | undefined;
};

/** Where the runbook tells what to do about a notice; nothing where its address is not known: a path opens nothing. */
export function composeRunbook(kind: Notice['kind'], { runbookUrl }: Addresses): string | undefined {
  return runbookUrl && `${runbookUrl}#${anchorOf(runbookHeadings[kind])}`;
}

/** The end of an address that leads to a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

/** Which account of which stack a command is about; without a stack it acts on the machine that it is typed on. */
export type CommandScope = { readonly account: string; readonly stack?: string | undefined };

/** The command that shows all that is known of a date. */
export function composeShow(scope: CommandScope, date: string): string {
  return `npx vod-nightly show ${date}${optionsOf(scope)}`;
}

/** The command that measures and judges a date again. */
export function composeRun(scope: CommandScope, date: string): string {
  return `npx vod-nightly run --date ${date}${optionsOf(scope)}`;
}

/** The command that gets the newest report, or where there is none, shows the last dates. */
export function composeLook(scope: CommandScope, hasReport: boolean): string {
  return `npx vod-nightly ${hasReport ? 'report --open' : 'history'}${optionsOf(scope)}`;
}

function optionsOf({ account, stack }: CommandScope): string {
  return ` --account ${account}${stack === undefined ? '' : ` --stack ${stack}`}`;
}

/** A command on lines of a mail, which a shell reads as one. */
export function wrapCommand(command: string): string[] {
  return columnsOf(command) <= mailColumns
    ? [command]
    : command.replaceAll(/ (?=--)/g, ' \\\n  ').split('\n');
}

/** Key of the archived answer; none when nothing came back. */
export function archivedKey({ line }: Pick<Story, 'line'>): string | undefined {
  return line.state === 'measured' ? line.snapshot : line.rejected;
}
