import { type Counts, totalOf } from '../../ledger/measurement.ts';
import type { UsualDay } from '../../story/comparison.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { CalendarDate } from '../../time/day.ts';
import { englishWeekday } from '../weekdays.ts';
import { countOf } from './count.ts';

/** What the nightly summary says beside what alerts say too, in English. */
export const summary = {
  ok: 'OK',
  comparison: (date: CalendarDate, before: Counts | undefined, usual: UsualDay | undefined) => {
    const dayBefore = before ? `${n(before.failure)} of ${n(totalOf(before))} failed` : 'not measured';
    const usually = usual ? `${n(usual.failures)} of ${n(usual.requested)}` : 'not known yet';
    return `Day before: ${dayBefore}; usual ${englishWeekday(date)}: ${usually}`;
  },
  bars: (sparkline: string, legend: string) => `14 days: ${sparkline} (${legend})`,
  report: 'Report',
  history: 'History',
  open: (dates: readonly string[]) => `Still open: ${dates.join(', ')}`,
  unmeasured: (date: CalendarDate) => `${date} not measured`,
  unfinished: (date: CalendarDate, files: number) => `${date} ${n(files)} unfinished`,
  told: (notices: readonly string[]) => `Told tonight: ${notices.join(', ')}`,
  muted: (until: CalendarDate, by: string, reason: string) => `Muted up to ${until} by ${by}: ${reason}`,
  quiet: (reason: string | undefined) => `Planned silence${reason === undefined ? '' : `: ${reason}`}`,
  clock: (minutesAhead: number) =>
    `Clock: this machine's is ${n(Math.abs(minutesAhead))} minutes ${minutesAhead > 0 ? 'ahead of' : 'behind'} the API's. Set it right.`,
  heldBack: (notices: number) => `Held back: ${countOf(notices, 'notice')}`,
};
