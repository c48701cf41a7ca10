import { wrap } from '../../../lambda/core/text/columns.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import type { Screen } from '../../cli/terminal.ts';
import type { Checked } from './diagnosis.ts';

const maxLength = 600;
/** On a narrower terminal what is said of a check stands below its name. */
const leastColumns = 72;

/** How a verdict is shown. */
export const marks = {
  good: { sign: '✓', colour: 'green' },
  doubtful: { sign: '!', colour: 'yellow' },
  wrong: { sign: '✗', colour: 'red' },
  unknown: { sign: '–', colour: 'dim' },
} as const;

/** All checks on the screen, under their sections, with a fix below each that needs one. */
export function describeChecks(checks: readonly Checked[], screen: Screen): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const sections = [...new Set(checks.map(({ section }) => section))];
  const texts = sections.map((title) => {
    const ofSection = checks.filter(({ section }) => section === title);
    const lines = ofSection.flatMap((one) => describeCheck(one, width, screen));
    return [...wrap(title, '', screen.width).map((line) => screen.paint('bold', line)), ...lines].join('\n');
  });
  return [...texts, describeTotal(checks, screen)].join('\n\n');
}

function describeCheck({ check, verdict, detail, fix }: Checked, width: number, screen: Screen): string[] {
  const { paint, width: columns } = screen;
  const { sign, colour } = marks[verdict];
  const isNarrow = columns < leastColumns;
  const left = isNarrow ? 4 : width + 6;
  const lines = [
    ...wrap(toPlainText(detail, maxLength), '', columns - left),
    ...(fix === undefined ? [] : wrap(`→ ${toPlainText(fix, maxLength)}`, '  ', columns - left)),
  ].map((line) => ' '.repeat(left) + line);
  if (isNarrow) return [`  ${paint(colour, sign)} ${check}`, ...lines];
  const [first = '', ...rest] = lines;
  return [`  ${paint(colour, sign)} ${check.padEnd(width)}  ${first.trimStart()}`, ...rest];
}

/** What all checks come to, in a sentence. */
export function totalOf(checks: readonly Checked[]): string {
  const [bad, odd, open] = [count(checks, 'wrong'), count(checks, 'doubtful'), count(checks, 'unknown')];
  const parts = [
    bad > 0 && `${bad} ${bad === 1 ? 'thing is' : 'things are'} wrong`,
    bad === 0 && (odd === 0 ? 'Nothing is wrong' : 'Nothing is broken'),
    odd > 0 && `${odd} ${odd === 1 ? 'thing needs' : 'things need'} a look`,
    open > 0 && `${open} could not be tried or told`,
  ].filter((part) => part !== false);
  return `${parts.join('; ')}.`;
}

function describeTotal(checks: readonly Checked[], { paint, width }: Screen): string {
  const worst = (['wrong', 'doubtful'] as const).find((verdict) => count(checks, verdict) > 0) ?? 'good';
  const lines = wrap(totalOf(checks), '', width);
  return lines.map((line) => paint(marks[worst].colour, line)).join('\n');
}

function count(checks: readonly Checked[], verdict: Checked['verdict']): number {
  return checks.filter((one) => one.verdict === verdict).length;
}
