import { countNames, totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import type { OutcomeDocument } from '../../../lambda/night/outcome.ts';
import { countOf } from '../../cli/count.ts';
import type { Paint } from '../../cli/paint.ts';
import { formatFacts } from '../../cli/table.ts';
import { severityColours } from '../colours.ts';
import type { NightReport } from './night.ts';

/** How much of an operator's words stands on one line, in characters. */
const reasonMaxLength = 80;

/** A night on the screen: what was counted, what it breaks, where it is kept and who was told. */
export function describeNight({ summary, deliveries }: NightReport, paint: Paint): string {
  const { account, date, notices, snapshot, page, ledger } = summary;
  const rows: [string, string][] = [
    ['measured', describeMeasured(summary, paint)],
    ...summary.findings.map((finding): [string, string] => {
      const { rule, severity, value, threshold } = finding;
      return [
        'broken',
        paint(severityColours[severity], `${severity}: ${rule} ${value}, threshold ${threshold}`),
      ];
    }),
    ['archived', snapshot ?? 'nothing'],
    ['ledger', ledger],
    ...(page === null ? [] : [['page', page] as [string, string]]),
    [
      'told',
      notices.length === 0 ? 'nothing new' : notices.map(({ kind, id }) => `${kind} (${id})`).join(', '),
    ],
    ...describeSilence(summary).map((text): [string, string] => ['silent', paint('yellow', text)]),
    ...describeDeliveries('', 'alerts', deliveries),
    ...describeDeliveries('summed up', 'reports', deliveries),
  ];
  return formatFacts(`${account}, ${date}`, rows, paint);
}

/** One line for each recipient of a topic, the first of which is named. */
function describeDeliveries(
  name: string,
  topic: string,
  deliveries: NightReport['deliveries'],
): [string, string][] {
  return deliveries
    .filter((delivery) => delivery.topic === topic)
    .map(({ protocol, recipient }, index) => [index === 0 ? name : '', `→ ${protocol} ${recipient}`]);
}

/** That people are told less than there is, and how much less. */
function describeSilence({ silence, heldBack }: OutcomeDocument): string[] {
  if (!silence) return [];
  const { cause, reason, exceptCritical } = silence;
  const what = cause === 'mute' ? 'muted' : 'planned';
  const why = reason === undefined ? '' : `, "${toPlainText(reason, reasonMaxLength)}"`;
  const count = `${countOf(heldBack.length, 'notice')} held back`;
  return [`${what}${why}${exceptCritical ? ', but for what is critical' : ''}; ${count}`];
}

function describeMeasured({ counts, fault }: OutcomeDocument, paint: Paint): string {
  if (!counts)
    return paint('red', `nothing: ${fault?.code ?? 'unknown'}, ${fault?.detail ?? 'no reason recorded'}`);
  const texts = countNames.map((name) => {
    const text = `${counts[name]} ${labels[name]}`;
    return name === 'failure' && counts[name] > 0 ? paint('bold', text) : text;
  });
  return `${totalOf(counts)} files: ${texts.join(', ')}`;
}

const labels = {
  waiting: 'waiting',
  running: 'running',
  complete: 'complete',
  failure: 'failed',
  canceled: 'canceled',
};
