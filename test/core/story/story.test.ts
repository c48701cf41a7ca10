import { describe, expect, it } from 'vitest';
import type { Finding, LedgerLine, MeasuredLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { type Fact, type Story, storyOf } from '../../../lambda/core/story/story.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const date = '2026-11-22';
const failures: Finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 };
const drop: Finding = { rule: 'volumeDrop', severity: 'warning', value: 49, threshold: 60, usual: 200 };
const stuck: Finding = { rule: 'stuck', severity: 'critical', value: 4, threshold: 3 };
const nine = countsWith({ failure: 9 });

function bad(given: Partial<MeasuredLine> = {}): MeasuredLine {
  return measuredLine(date, { counts: nine, findings: [failures], ...given });
}

/** The story of the last notice, in a ledger with some more lines. */
function story(line: MeasuredLine, ...others: readonly LedgerLine[]): Story {
  const notice = line.notices.at(-1) ?? noticeOf('breached', { counts: line.counts });
  return storyOf({ line, notice }, ledgerOf(...others, line));
}

function kindsOf(facts: readonly Fact[]): string[] {
  return facts.map(({ fact }) => fact);
}

describe('the story of a notice', () => {
  it('has the findings of the counts it tells, and none of newer ones', () => {
    expect(story(bad()).findings).toEqual([failures]);
    const outdated = noticeOf('breached', { counts: countsWith({ failure: 8 }) });
    expect(story(bad({ notices: [outdated] })).findings).toEqual([]);
  });

  it('has no findings where all it says is that the date has been measured since', () => {
    const line = bad({ notices: [noticeOf('unavailable')] });
    expect(story(line)).toMatchObject({ findings: [], label: 'measured' });
  });

  it.each([
    ['volumeDrop', 'dropped'],
    ['stuck', 'unfinished'],
    ['failureRate', 'failed'],
  ] as const)('speaks of what the broken rule %s looks at, also when the counts are newer', (rule, what) => {
    const outdated = noticeOf('breached', { counts: countsWith({ complete: 12 }), rules: [rule, 'stuck'] });
    expect(story(bad({ notices: [outdated] })).verdict.what).toBe(what);
  });

  it('goes by what was told before the notice itself, not after it', () => {
    const [first, second] = [
      noticeOf('breached', { id: '1', counts: countsWith({ failure: 7 }) }),
      noticeOf('revised', { id: '2', counts: nine }),
    ];
    const line = bad({ notices: [first, second, noticeOf('withdrawn', { id: '3', counts: nine })] });
    expect(storyOf({ line, notice: first }, ledgerOf(line))).not.toHaveProperty('told');
    expect(storyOf({ line, notice: second }, ledgerOf(line)).told).toEqual(first.counts);
  });
});

describe('the facts of a date that is bad for the second night', () => {
  const nightBefore = (findings: readonly Finding[]) =>
    measuredLine('2026-11-21', {
      counts: countsWith({ failure: 8 }),
      findings: [...findings],
      notices: [noticeOf('breached')],
    });

  it('compare its failures with those of the night before', () => {
    expect(story(bad(), nightBefore([failures])).facts).toContainEqual({
      ...{ fact: 'trend', what: 'failed', since: '2026-11-21', before: 8, now: 9 },
    });
  });

  it('compare the files requested where both nights had fewer than usual', () => {
    const line = bad({ counts: countsWith({ complete: 30, failure: 9 }), findings: [drop] });
    expect(story(line, nightBefore([drop])).facts).toContainEqual({
      ...{ fact: 'trend', what: 'dropped', since: '2026-11-21', before: 48, now: 39 },
    });
  });

  it('look back over what was not measured, and at no later date', () => {
    const earlier = [
      unavailableLine('2026-11-21'),
      measuredLine('2026-11-20', { ...nightBefore([failures]), date: '2026-11-20' }),
    ];
    const later = measuredLine('2026-11-23', { counts: countsWith({ failure: 70 }), findings: [failures] });
    expect(story(bad(), ...earlier, later).facts).toContainEqual({
      ...{ fact: 'trend', what: 'failed', since: '2026-11-20', before: 8, now: 9 },
    });
  });

  it('compare nothing with a night before that was bad in another way', () => {
    expect(kindsOf(story(bad(), nightBefore([drop])).facts)).toEqual(['nights']);
  });

  it('compare nothing where files that do not finish are the worst', () => {
    const line = bad({ findings: [failures, stuck] });
    expect(kindsOf(story(line, nightBefore([failures, stuck])).facts)).toEqual(['nights']);
  });
});

describe('the facts of a notice that was held back', () => {
  const heldBack = (reason?: string) =>
    story(
      bad({ notices: [noticeOf('breached', { heldBack: { cause: 'mute', ...(reason && { reason }) } })] }),
    ).facts.at(-1);

  it('end with the cause, and the first 200 characters of the reason', () => {
    expect(heldBack('x'.repeat(200))).toEqual({ fact: 'heldBack', cause: 'mute', reason: 'x'.repeat(200) });
    expect(heldBack('x'.repeat(201))).toMatchObject({ reason: `${'x'.repeat(199)}…` });
    expect(heldBack()).toStrictEqual({ fact: 'heldBack', cause: 'mute' });
  });
});

describe('the facts of a change', () => {
  function changed(told: Partial<Notice>, kind: Notice['kind'], severity: Notice['severity']): string[] {
    const notices = [
      noticeOf('breached', { id: '1', ...told }),
      noticeOf(kind, { id: '2', severity, counts: nine }),
    ];
    return kindsOf(story(bad({ notices })).facts);
  }

  it.each([
    ['the failures', countsWith({ failure: 8, complete: 41 })],
    ['the files requested', countsWith({ failure: 9, complete: 39 })],
    ['both', countsWith({ failure: 8 })],
  ])('are the counts before and after, where %s changed', (_, counts) => {
    expect(changed({ counts }, 'revised', 'warning')).toEqual(['revised', 'nights']);
  });

  it('are the severities alone, where neither the failures nor the files requested changed', () => {
    expect(changed({ counts: nine }, 'escalated', 'critical')).toEqual(['severity', 'nights']);
    const unfinished = countsWith({ failure: 9, complete: 39, running: 1 });
    expect(changed({ counts: unfinished }, 'escalated', 'critical')).toEqual(['severity', 'nights']);
  });

  it('are no other numbers than the notice’s own where those told are not known', () => {
    expect(changed({}, 'revised', 'warning')).toEqual(['nights']);
    const withdrawn = noticeOf('withdrawn', { id: '2', counts: nine });
    const line = bad({ findings: [], notices: [noticeOf('breached', { id: '1' }), withdrawn] });
    expect(story(line).facts).toEqual([{ fact: 'withdrawn', told: nine, now: nine }]);
    expect(story({ ...line, notices: [withdrawn] }).facts).toEqual([{ fact: 'untold' }]);
  });
});
