import type { Standing } from '../../fleet/standing.ts';
import type { TroubleGroup } from '../../fleet/trouble.ts';
import { quoteWord } from '../../text/shell-word.ts';
import { type CalendarDate, zonedTimeOf } from '../../time/day.ts';
import type { MessageWords } from '../../words/en/messages.ts';
import type { Language } from '../../words/language.ts';

/** What a muster tells of one night of a shift. */
export type MusterSource = {
  readonly shift: { readonly name: string; readonly timeZone: string; readonly time: string };
  /** The date that its nights report. */
  readonly date: CalendarDate;
  /** Where each account stands that the message is about: all of the shift, or those that a route selects. */
  readonly standings: readonly Standing[];
  /** When the shift was started, and when it was mustered, epoch milliseconds. */
  readonly startedMs: number;
  readonly nowMs: number;
  /** The nights that were started, all passes together. */
  readonly attempts: number;
  readonly language: Language;
  /** The stack that tells, for the commands named. */
  readonly stack?: string | undefined;
  /** The runbook, an https address. */
  readonly runbookUrl?: string | undefined;
  /** The page over all accounts, one tap from the message. It is not given to those who hear of some accounts only. */
  readonly overviewUrl?: string | undefined;
  /** The id of the route that the message is for; absent where it is for whoever hears of all. */
  readonly route?: string | undefined;
  /** The accounts of whose failing an alert is not to tell: an earlier one did, or they are silent. */
  readonly known?: ReadonlySet<string> | undefined;
};

/** How many accounts there are in some groups. */
export function countIn(groups: readonly TroubleGroup[], state?: TroubleGroup['state']): number {
  return groups
    .filter((group) => state === undefined || group.state === state)
    .reduce((sum, { troubles }) => sum + troubles.length, 0);
}

/** The address of the page over all accounts, for those who may see all. */
export function overviewOf({ overviewUrl, route }: MusterSource): string | undefined {
  return route === undefined ? overviewUrl : undefined;
}

/** Since when the shift has asked, for how long, and in how many nights. */
export function describeAsking(source: MusterSource, { muster }: MessageWords): string {
  const { startedMs, nowMs, attempts, route, shift } = source;
  const minutes = Math.max(Math.round((nowMs - startedMs) / 60_000), 0);
  // Of the other accounts' nights, those who hear of some only learn nothing.
  const nights = route === undefined ? attempts : undefined;
  return muster.asked(zonedTimeOf(startedMs, shift.timeZone), muster.took(minutes), nights);
}

/** What an operator types about a shift. */
export function commandsOf({ shift, stack }: MusterSource) {
  const write = (command: string) =>
    `npx vod-nightly ${command}${stack === undefined ? '' : ` --stack ${quoteWord(stack)}`}`;
  return {
    list: write('fleet list --unavailable'),
    overview: write('fleet list'),
    show: (account: string) => write(`fleet show ${account}`),
    rerun: write(`fleet rerun ${shift.name}`),
    keys: (what: string) => write(`fleet keys put ${what}`),
    rebuild: (account: string) => write(`rebuild --account ${account} --write`),
  };
}
