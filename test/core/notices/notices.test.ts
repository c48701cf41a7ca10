import { describe, expect, it } from 'vitest';
import type { LedgerLine, MeasuredLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { commitNotice } from '../../../lambda/core/notices/notices.ts';
import { judge } from '../../../lambda/core/rules/rules.ts';
import { countsWith } from '../../support/counts.ts';
import { measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { rulesWith } from '../../support/rules.ts';

const date = '2026-11-22';
const now = '2026-11-23T01:10:00.000Z';
const by = { account: 'main', holder: 'me', now };
const rules = rulesWith({ failureCount: { warning: 10, critical: 50 } });

/** The date with so many failed files, after the notices already given. */
function failed(failure: number, notices: readonly Notice[] = []): MeasuredLine {
  const line = measuredLine(date, { counts: countsWith({ failure }), notices: [...notices] });
  return { ...line, findings: judge(line, new Map(), rules, date) };
}

/** A notice told of so many failed files. */
function told(kind: Notice['kind'], failure: number, given: Partial<Notice> = {}): Notice {
  return noticeOf(kind, { ...contentsOf(failure), ...given });
}

/** What a notice says of so many failed files: how many, and that they break a rule. */
function contentsOf(failure: number): Pick<Notice, 'counts' | 'rules'> {
  return { counts: countsWith({ failure }), ...(failure >= 10 && { rules: ['failureCount'] }) };
}

function pending(kind: Notice['kind'], failure: number, given: Partial<Notice> = {}): Notice {
  return told(kind, failure, { state: 'pending', ...given });
}

function appendedTo(line: LedgerLine): Notice[] {
  const { notices } = commitNotice(line, by);
  expect(notices.slice(0, line.notices.length)).toEqual(line.notices);
  return notices.slice(line.notices.length);
}

/** Kind, severity and failed files of what is appended. */
function newsOf(line: LedgerLine): unknown[] {
  return appendedTo(line).map(({ kind, severity, counts }) => [kind, severity, counts?.failure]);
}

describe('commitNotice, of a date with counts', () => {
  it.each([
    ['nothing of a good date', 9, [], []],
    ['breached, from the threshold on', 10, [], [['breached', 'warning', 10]]],
    ['breached, critical at once', 50, [], [['breached', 'critical', 50]]],
    [
      'breached of a date that could not be measured before',
      10,
      ['unavailable'],
      [['breached', 'warning', 10]],
    ],
    ['nothing of a good one', 0, ['unavailable'], []],
    ['breached of a date that was told as good again', 10, ['recovered'], [['breached', 'warning', 10]]],
  ] as const)('tells %s', (_, failure, before, news) => {
    expect(
      newsOf(
        failed(
          failure,
          before.map((kind) => noticeOf(kind)),
        ),
      ),
    ).toEqual(news);
  });

  it.each([
    ['nothing new of the same number', 20, 20, []],
    ['nothing of less than a tenth more', 21, 20, []],
    ['revised, a tenth up', 22, 20, [['revised', 'warning', 22]]],
    ['revised, a tenth down', 18, 20, [['revised', 'warning', 18]]],
    ['nothing of less than a tenth down', 19, 20, []],
    ['escalated, at the critical threshold', 50, 49, [['escalated', 'critical', 50]]],
    ['withdrawn, below the threshold', 9, 10, [['withdrawn', 'info', 9]]],
    ['withdrawn, of no failures at all', 0, 10, [['withdrawn', 'info', 0]]],
  ] as const)('after a warning tells %s', (_, failure, before, news) => {
    expect(newsOf(failed(failure, [told('breached', before)]))).toEqual(news);
  });

  it.each([
    ['nothing of less than a tenth', 54, []],
    ['revised, a tenth up', 55, [['revised', 'critical', 55]]],
    ['revised, when only a warning is left, however small the change', 49, [['revised', 'warning', 49]]],
    ['withdrawn, when nothing is', 9, [['withdrawn', 'info', 9]]],
  ] as const)('after 50, critical, tells %s', (_, failure, news) => {
    expect(newsOf(failed(failure, [told('breached', 50, { severity: 'critical' })]))).toEqual(news);
  });

  it('compares with what was told last, not with what was measured last', () => {
    const notices = [told('breached', 20), told('revised', 22)];
    expect(newsOf(failed(24, notices))).toEqual([]);
    expect(newsOf(failed(25, notices))).toEqual([['revised', 'warning', 25]]);
  });

  it('says nothing more of a date once withdrawn, and breached when it is broken again', () => {
    const notices = [told('breached', 20), told('withdrawn', 5)];
    expect(newsOf(failed(6, notices))).toEqual([]);
    expect(newsOf(failed(20, notices))).toEqual([['breached', 'warning', 20]]);
  });

  it('takes any failures for news after a notice that told no counts', () => {
    expect(newsOf(failed(10, [noticeOf('breached')]))).toEqual([['revised', 'warning', 10]]);
  });

  it.each([
    ['another rule', []],
    ['another rule as well', [{ rule: 'stuck', severity: 'warning', value: 3, threshold: 3 }]],
  ] as const)('tells revised of a date that breaks %s, though nothing got more severe', (_, stillBroken) => {
    const line = failed(20, [told('breached', 20, { rules: ['stuck'] })]);
    const findings = [...line.findings, ...stillBroken];
    expect(newsOf({ ...line, findings })).toEqual([['revised', 'warning', 20]]);
    expect(appendedTo({ ...line, findings })).toMatchObject([{ rules: findings.map(({ rule }) => rule) }]);
  });

  it('tells nothing new of a date that breaks one rule less', () => {
    expect(newsOf(failed(20, [told('breached', 20, { rules: ['failureCount', 'stuck'] })]))).toEqual([]);
  });

  it('tells nothing new of a date on which still nothing failed, whatever other rule it breaks', () => {
    const volumeDrop = {
      rule: 'volumeDrop',
      severity: 'warning',
      value: 0,
      threshold: 30,
      usual: 100,
    } as const;
    const notice = told('breached', 0, { rules: ['volumeDrop'] });
    const line = measuredLine(date, { counts: countsWith({}), findings: [volumeDrop], notices: [notice] });
    expect(newsOf({ ...line, counts: countsWith({ failure: 0, complete: 1 }) })).toEqual([]);
  });

  it('tells nothing new after a notice that did not keep its rules', () => {
    expect(newsOf(failed(20, [noticeOf('breached', { counts: countsWith({ failure: 20 }) })]))).toEqual([]);
  });

  it('gives a notice the next number of its date, its committer’s time, and the counts', () => {
    const notices = [noticeOf('unavailable'), told('breached', 20)];
    expect(appendedTo(failed(60, notices))).toEqual([
      {
        id: 'main/2026-11-22/3',
        kind: 'escalated',
        severity: 'critical',
        state: 'pending',
        committedAt: now,
        ...contentsOf(60),
      },
    ]);
  });
});

describe('commitNotice, of a date without counts', () => {
  it('tells once that it could not be measured', () => {
    const [notice, ...others] = appendedTo(unavailableLine(date));
    expect(others).toEqual([]);
    expect(notice).toEqual({
      ...{ id: 'main/2026-11-22/1', kind: 'unavailable', severity: 'warning' },
      ...{ state: 'pending', committedAt: now },
    });
    for (const state of ['pending', 'sent'] as const) {
      const line = unavailableLine(date, { notices: [noticeOf('unavailable', { state })] });
      expect(commitNotice(line, by)).toBe(line);
    }
  });
});

describe('commitNotice, of a notice still pending', () => {
  const sent = told('breached', 20);

  it.each([
    ['breached stays breached, with the newest counts', [], 'breached', 12, ['breached', 'warning', 30]],
    ['breached becomes critical', [], 'breached', 12, ['breached', 'critical', 50]],
    ['breached becomes withdrawn', [], 'breached', 12, ['withdrawn', 'info', 3]],
    ['revised becomes escalated', [sent], 'revised', 30, ['escalated', 'critical', 50]],
    ['escalated becomes revised', [sent], 'escalated', 50, ['revised', 'warning', 30]],
    [
      'escalated stays told, as revised, at the number told before',
      [sent],
      'escalated',
      50,
      ['revised', 'warning', 20],
    ],
    [
      'withdrawn stays told, as revised, at the number told before',
      [sent],
      'withdrawn',
      3,
      ['revised', 'warning', 20],
    ],
    ['withdrawn stays withdrawn', [sent], 'withdrawn', 3, ['withdrawn', 'info', 4]],
    ['revised becomes withdrawn', [sent], 'revised', 30, ['withdrawn', 'info', 4]],
    ['recovered becomes breached', [], 'recovered', 0, ['breached', 'warning', 12]],
    ['recovered stays recovered', [], 'recovered', 0, ['recovered', 'info', 4]],
  ] as const)('brings it up to date: %s', (_, given, kind, before, [nextKind, severity, failure]) => {
    const claim = { holder: 'me', until: '2026-11-23T01:10:30.000Z' };
    const notice = pending(kind, before, { id: 'main/2026-11-22/9', claim });
    const line = failed(failure, [...given, notice]);
    const { rules: _former, ...rest } = notice;
    const current = { ...rest, kind: nextKind, severity, ...contentsOf(failure), committedAt: now };
    expect(commitNotice(line, by)).toEqual({ ...line, notices: [...given, current] });
  });

  it('leaves it, and when it was committed, where nothing changed', () => {
    for (const line of [failed(12, [pending('breached', 12)]), failed(20, [sent, pending('revised', 20)])]) {
      expect(commitNotice(line, by)).toBe(line);
    }
  });

  it.each([
    ['kind is', pending('revised', 12)],
    ['severity is', pending('breached', 12, { severity: 'critical' })],
    ['rules are', pending('breached', 12, { rules: ['stuck'] })],
  ])('brings it up to date when only its %s not what it has to be', (_, notice) => {
    const right = { kind: 'breached', severity: 'warning', rules: ['failureCount'], committedAt: now };
    expect(commitNotice(failed(12, [notice]), by).notices).toEqual([{ ...notice, ...right }]);
  });

  it('gives it the counts that it lacks', () => {
    const notice = noticeOf('breached', { state: 'pending' });
    expect(commitNotice(failed(12, [notice]), by).notices).toEqual([
      { ...notice, ...contentsOf(12), committedAt: now },
    ]);
  });

  it('leaves one alone that another night is telling, and appends what changed', () => {
    const claim = { holder: 'you', until: '2026-11-23T01:10:00.001Z' };
    const theirs = pending('breached', 12, { claim });
    expect(newsOf(failed(12, [theirs]))).toEqual([]);
    expect(newsOf(failed(50, [theirs]))).toEqual([['escalated', 'critical', 50]]);
    expect(newsOf(failed(3, [theirs]))).toEqual([['withdrawn', 'info', 3]]);
  });

  it('takes one over whose claim has run out', () => {
    const notice = pending('breached', 12, { claim: { holder: 'you', until: now } });
    expect(commitNotice(failed(30, [notice]), by).notices).toMatchObject([
      { id: notice.id, kind: 'breached', counts: { failure: 30 } },
    ]);
  });

  it('leaves word of an unavailable date as it is, and appends what the counts call for', () => {
    const notice = noticeOf('unavailable', { state: 'pending' });
    expect(newsOf(failed(3, [notice]))).toEqual([]);
    expect(newsOf(failed(12, [notice]))).toEqual([['breached', 'warning', 12]]);
  });
});
