import { toPlainText } from '../../lambda/core/plain-text.ts';
import type { Paint } from '../screen.ts';
import type { Checked } from './diagnosis.ts';

const maxDetailLength = 400;

const marks = {
  good: { sign: '✓', colour: 'green' },
  wrong: { sign: '✗', colour: 'red' },
  unknown: { sign: '–', colour: 'dim' },
} as const;

/** All checks on the screen, under their sections, with a fix below each that is wrong. */
export function describeChecks(checks: readonly Checked[], paint: Paint): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const sections = [...new Set(checks.map(({ section }) => section))];
  const texts = sections.map((title) => {
    const ofSection = checks.filter(({ section }) => section === title);
    return [paint('bold', title), ...ofSection.flatMap((one) => describeCheck(one, width, paint))].join('\n');
  });
  return [...texts, describeTotal(checks, paint)].join('\n\n');
}

function describeCheck({ check, verdict, detail, fix }: Checked, width: number, paint: Paint): string[] {
  const { sign, colour } = marks[verdict];
  const head = `  ${paint(colour, sign)} ${check.padEnd(width)}  ${toPlainText(detail, maxDetailLength)}`;
  return fix === undefined ? [head] : [head, `${' '.repeat(width + 6)}→ ${fix}`];
}

function describeTotal(checks: readonly Checked[], paint: Paint): string {
  const count = (verdict: Checked['verdict']) => checks.filter((one) => one.verdict === verdict).length;
  const [bad, open] = [count('wrong'), count('unknown')];
  const left = open === 0 ? '' : `; ${open} cannot be checked here`;
  if (bad === 0) return paint('green', `Nothing is wrong${left}.`);
  return paint('red', `${bad} ${bad === 1 ? 'thing is' : 'things are'} wrong${left}.`);
}
