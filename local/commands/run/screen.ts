import { countNames, totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import type { OutcomeDocument } from '../../../lambda/night/outcome.ts';
import { countOf } from '../../cli/count.ts';
import { type Fact, formatFacts } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { severityColours } from '../colours.ts';
import type { NightReport } from './night.ts';

/** How much of an operator's words stands on one line, in characters. */
const reasonMaxLength = 80;

/** A night on the screen: what was counted, what it breaks, where it is kept and who was told. */
export function describeNight({ summary, deliveries }: NightReport, screen: Screen): string {
  const { account, date, findings, notices, snapshot, page, ledger } = summary;
  const told = notices.map(({ kind, id }) => `${kind} (${id})`).join(', ');
  const facts: Fact[] = [
    describeMeasured(summary),
    ...findings.map(
      ({ rule, severity, value, threshold }): Fact => [
        'broken',
        `${severity}: ${rule} ${value}, threshold ${threshold}`,
        severityColours[severity],
      ],
    ),
    ['archived', snapshot ?? 'nothing', 'whole'],
    ['ledger', ledger, 'whole'],
    ['page', page ?? [], 'whole'],
    ['told', told || 'nothing new'],
    ...describeSilence(summary),
    ['', describeDeliveries('alerts', deliveries)],
    ['summed up', describeDeliveries('reports', deliveries)],
  ];
  return formatFacts(`${account}, ${date}`, facts, screen);
}

/** Each recipient of a topic. */
function describeDeliveries(topic: string, deliveries: NightReport['deliveries']): string[] {
  return deliveries
    .filter((delivery) => delivery.topic === topic)
    .map(({ protocol, recipient }) => `→ ${protocol} ${recipient}`);
}

/** That people are told less than there is, and how much less. */
function describeSilence({ silence, heldBack }: OutcomeDocument): Fact[] {
  if (!silence) return [];
  const { cause, reason, exceptCritical } = silence;
  const what = cause === 'mute' ? 'muted' : 'planned';
  const why = reason === undefined ? '' : `, "${toPlainText(reason, reasonMaxLength)}"`;
  const but = exceptCritical ? ', but for what is critical' : '';
  return [['silent', `${what}${why}${but}; ${countOf(heldBack.length, 'notice')} held back`, 'yellow']];
}

function describeMeasured({ counts, fault }: OutcomeDocument): Fact {
  if (counts) {
    const texts = countNames.map((name) => `${counts[name]} ${name === 'failure' ? 'failed' : name}`);
    return ['measured', `${totalOf(counts)} files: ${texts.join(', ')}`];
  }
  return [
    'measured',
    `nothing: ${fault?.code ?? 'unknown'}, ${fault?.detail ?? 'no reason recorded'}`,
    'red',
  ];
}
