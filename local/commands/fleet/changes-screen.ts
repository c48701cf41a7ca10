import { wrap } from '../../../lambda/core/text/columns.ts';
import { toText } from '../../../lambda/core/text/csv.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import type { Screen } from '../../cli/terminal.ts';
import type { Change, FieldChange } from './changes.ts';

/** Of what is added, changed or moved so many are shown; whoever is removed is named. */
const shownMost = 20;
const widest = 120;
const maxValueLength = 60;

const kinds = ['added', 'changed', 'moved', 'removed'] as const;

/** What becomes of the accounts of a fleet, by kind; nothing when nothing does. */
export function describeChanges(
  changes: readonly Change[],
  isDone: boolean,
  { paint, width }: Screen,
): string {
  const room = Math.min(width, widest);
  const sections = kinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    if (ofKind.length === 0) return [];
    const done = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    const title = `${isDone ? done : `Would be ${kind}`}, ${formatNumber(ofKind.length)}`;
    return [[paint('bold', title), ...describeKind(kind, ofKind, room)].join('\n')];
  });
  return sections.join('\n\n');
}

function describeKind(kind: Change['kind'], changes: readonly Change[], room: number): string[] {
  const shown = kind === 'removed' ? changes : changes.slice(0, shownMost);
  const more = changes.length - shown.length;
  const isNamedOnly = kind === 'added' || kind === 'removed';
  const lines = isNamedOnly ? nameByShift(shown) : shown.map(describeChange);
  if (more > 0) lines.push(`and ${formatNumber(more)} more; --json names them all`);
  return lines.flatMap((line) => indent(line, room));
}

function nameByShift(changes: readonly Change[]): string[] {
  return Array.from(
    Map.groupBy(changes, ({ shift }) => shift),
    ([shift, of]) => `${shift}: ${of.map(({ account }) => toPlainText(account, maxValueLength)).join(', ')}`,
  );
}

function describeChange({ account, from, shift, fields }: Change): string {
  const move = from === undefined ? [] : [`from ${from} to ${shift}`];
  return `${account}: ${[...move, ...fields.map(describeField)].join('; ')}`;
}

function describeField({ field, before, after }: FieldChange): string {
  return `${field} ${describeValue(before)} → ${describeValue(after)}`;
}

/** A setting on a screen. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'none';
  const texts = Array.isArray(value) ? value.map(toText) : [toText(value)];
  return toPlainText(texts.join(' '), maxValueLength) || 'none';
}

function indent(text: string, room: number): string[] {
  return wrap(text, '  ', room - 2).map((line) => `  ${line}`);
}
