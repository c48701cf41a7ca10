import { describe, expect, it } from 'vitest';
import type { Counts } from '../../lambda/core/measurement.ts';
import { compareLedgers, type PlacedSnapshot, rebuildLedger } from '../../lambda/core/rebuild.ts';
import { countsWith } from '../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../support/lines.ts';
import { measuredDate } from '../support/measurements.ts';
import { rulesWith } from '../support/rules.ts';
import { sunday, sundaysBefore } from '../support/weekdays.ts';

const rules = rulesWith({
  failureCount: { warning: 10 },
  volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
  stuck: { warning: 3 },
});

/** The archived answer of a date, asked for at 01:10 in Seoul of the next one unless another hour (UTC) is given. */
function snapshotOf(date: string, counts: Partial<Counts> = {}, hour = 16): PlacedSnapshot {
  const measured = measuredDate(date, `${date}T${hour}:10:00.000Z`, countsWith(counts));
  const { state: _measured, snapshot: key, ...snapshot } = measured;
  return { ...snapshot, key };
}

function findingsOf(snapshots: readonly PlacedSnapshot[], present = ledgerOf()): unknown[] {
  return [...rebuildLedger(snapshots, present, rules).values()].flatMap((line) =>
    line.state === 'measured' ? line.findings.map(({ rule, value }) => [line.date, rule, value]) : [],
  );
}

describe('rebuildLedger', () => {
  it('gives nothing of no snapshots', () => {
    expect(rebuildLedger([], new Map(), rules)).toEqual(new Map());
  });

  it('judges each date by its newest answer, compared with the dates before it', () => {
    const sundays = sundaysBefore.map((date) => snapshotOf(date));
    const today = [snapshotOf(sunday, { complete: 1, failure: 11 }, 18), snapshotOf(sunday, {}, 17)];
    expect(findingsOf([...today, ...sundays])).toEqual([
      [sunday, 'failureCount', 11],
      [sunday, 'volumeDrop', 12],
    ]);
  });

  it('reads the answers of a date in the order of their keys, in whatever order they are given', () => {
    const [first, second] = [snapshotOf(sunday, { failure: 1 }, 17), snapshotOf(sunday, { failure: 2 }, 18)];
    const rebuilt = rebuildLedger([second, first], new Map(), rules);
    expect(rebuilt).toEqual(rebuildLedger([first, second], new Map(), rules));
    expect(rebuilt.get(sunday)).toMatchObject({ revision: 2, notices: [] });
  });

  it('counts the days for which files are stuck to the newest date, measured or not', () => {
    const snapshots = [snapshotOf('2026-11-18', { running: 1 }), snapshotOf('2026-11-19', { running: 1 })];
    expect(findingsOf(snapshots)).toEqual([]);
    expect(findingsOf(snapshots, ledgerOf(unavailableLine('2026-11-22')))).toEqual([
      ['2026-11-18', 'stuck', 4],
      ['2026-11-19', 'stuck', 3],
    ]);
  });

  it('carries over what no snapshot tells: what was told, and when the same was last heard', () => {
    const snapshot = snapshotOf(sunday);
    const lastSeenAt = '2026-11-25T16:10:00.000Z';
    const notices = [noticeOf('breached')];
    const same = measuredLine(sunday, { snapshot: snapshot.key, lastSeenAt, notices });
    expect(rebuildLedger([snapshot], ledgerOf(same), rules).get(sunday)).toMatchObject({
      lastSeenAt,
      notices,
    });
    const other = measuredLine(sunday, { snapshot: 'an earlier answer', lastSeenAt, notices });
    expect(rebuildLedger([snapshot], ledgerOf(other), rules).get(sunday)).toMatchObject({
      lastSeenAt: snapshot.askedAt,
      notices,
    });
  });

  it('keeps why a date is unavailable, unless there is an answer, and no counts without one', () => {
    const present = ledgerOf(
      unavailableLine('2026-11-20'),
      unavailableLine('2026-11-21'),
      measuredLine('2026-11-22'),
    );
    const rebuilt = rebuildLedger([snapshotOf('2026-11-21')], present, rules);
    expect(rebuilt.get('2026-11-20')).toEqual(unavailableLine('2026-11-20'));
    expect(rebuilt.get('2026-11-21')).toMatchObject({ state: 'measured', counts: countsWith() });
    expect(rebuilt.has('2026-11-22')).toBe(false);
  });
});

describe('compareLedgers', () => {
  it('names the dates whose counts differ, oldest first, and no others', () => {
    const present = ledgerOf(
      measuredLine('2026-11-22'),
      measuredLine('2026-11-20'),
      unavailableLine('2026-11-21'),
    );
    const rebuilt = ledgerOf(
      measuredLine('2026-11-21', { counts: countsWith({ failure: 3 }) }),
      measuredLine('2026-11-20', { revision: 2 }),
    );
    expect(compareLedgers(present, rebuilt)).toEqual([
      {
        date: '2026-11-21',
        ledger: 'unavailable',
        rebuilt: 'waiting 0, running 0, complete 40, failure 3, canceled 0',
      },
      {
        date: '2026-11-22',
        ledger: 'waiting 0, running 0, complete 40, failure 0, canceled 0',
        rebuilt: 'no line',
      },
    ]);
  });
});
