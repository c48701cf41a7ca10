import { totalOf } from '../../ledger/measurement.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { SummaryWords } from '../language.ts';
import { englishWeekday } from '../weekdays.ts';

/** English, for the nightly summary. */
export const summary: SummaryWords = {
  ok: 'OK',
  headline: (account, date, label, verdict) => `${account} ${date}: ${label}, ${verdict}`,
  comparison: (date, before, usual) => {
    const dayBefore = before ? `${n(before.failure)} of ${n(totalOf(before))} failed` : 'not measured';
    const usually = usual ? `${n(usual.failures)} of ${n(usual.requested)}` : 'not known yet';
    return `Day before: ${dayBefore}; usual ${englishWeekday(date)}: ${usually}`;
  },
  bars: (sparkline, legend) => `14 days: ${sparkline} (${legend})`,
  report: 'Report',
  history: 'History',
  open: (dates) => `Still open: ${dates.join(', ')}`,
  unmeasured: (date) => `${date} not measured`,
  unfinished: (date, files) => `${date} ${n(files)} unfinished`,
  told: (notices) => `Told tonight: ${notices.join(', ')}`,
  muted: (until, by, reason) => `Muted up to ${until} by ${by}: ${reason}`,
  quiet: (reason) => `Planned silence${reason === undefined ? '' : `: ${reason}`}`,
  clock: (minutesAhead) =>
    `Clock: this machine's is ${n(Math.abs(minutesAhead))} minutes ${minutesAhead > 0 ? 'ahead of' : 'behind'} the API's. Set it right.`,
  heldBack: (notices) => `Held back: ${n(notices)} ${notices === 1 ? 'notice' : 'notices'}`,
};
