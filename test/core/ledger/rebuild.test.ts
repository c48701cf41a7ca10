import { describe, expect, it } from 'vitest';
import type { MeasuredLine } from '../../../lambda/core/ledger/line.ts';
import { compareLedgers, type PlacedSnapshot } from '../../../lambda/core/ledger/rebuild.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { rebuild, snapshotOf } from '../../support/rebuilding.ts';
import { sunday, sundaysBefore } from '../../support/weekdays.ts';

function findingsOf(snapshots: readonly PlacedSnapshot[], present = ledgerOf()): unknown[] {
  return [...rebuild(snapshots, present).ledger.values()].flatMap((line) =>
    line.state === 'measured' ? line.findings.map(({ rule, value }) => [line.date, rule, value]) : [],
  );
}

describe('rebuildLedger', () => {
  it('gives nothing of no snapshots', () => {
    expect(rebuild([])).toEqual({ ledger: new Map(), dropped: [], kept: [] });
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
    const { ledger: rebuilt } = rebuild([second, first]);
    expect(rebuilt).toEqual(rebuild([first, second]).ledger);
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
    expect(rebuild([snapshot], ledgerOf(same)).ledger.get(sunday)).toMatchObject({
      lastSeenAt,
      notices,
    });
    const proof = 'configured'; // learnt when the same was heard again: no snapshot says so
    const heard = measuredLine(sunday, { snapshot: snapshot.key, lastSeenAt, proof });
    expect(rebuild([snapshot], ledgerOf(heard)).ledger.get(sunday)).toMatchObject({ proof });
    const before = `${sunday}T15:30:00.000Z`;
    const other = measuredLine(sunday, { snapshot: 'an earlier answer', lastSeenAt: before, notices });
    expect(rebuild([snapshot], ledgerOf(other)).ledger.get(sunday)).toMatchObject({
      lastSeenAt: snapshot.askedAt,
      notices,
    });
  });

  it('learns nothing of the order from a ledger that heard the same no later than the snapshot', () => {
    const snapshot = snapshotOf(sunday);
    for (const lastSeenAt of [snapshot.askedAt, `${sunday}T15:30:00.000Z`]) {
      const present = measuredLine(sunday, { snapshot: snapshot.key, lastSeenAt, proof: 'configured' });
      expect(rebuild([snapshot], ledgerOf(present)).ledger.get(sunday)).toMatchObject({
        lastSeenAt: snapshot.askedAt,
        proof: snapshot.proof,
      });
    }
  });

  it('settles a date by what was asked for at its end, and not a millisecond before', () => {
    for (const [askedAt, settled] of [
      [`${sunday}T15:00:00.000Z`, true],
      [`${sunday}T14:59:59.999Z`, false],
    ] as const)
      expect(rebuild([{ ...snapshotOf(sunday), askedAt }]).ledger.get(sunday)).toMatchObject({ settled });
  });

  it('keeps why a date is unavailable, unless there is an answer', () => {
    const present = ledgerOf(unavailableLine('2026-11-20'), unavailableLine('2026-11-21'));
    const { ledger: rebuilt, kept } = rebuild([snapshotOf('2026-11-21')], present);
    expect(kept).toEqual([]);
    expect(rebuilt.get('2026-11-20')).toEqual(unavailableLine('2026-11-20'));
    expect(rebuilt.get('2026-11-21')).toMatchObject({ state: 'measured', counts: countsWith() });
  });

  it('keeps the counts, and what was told of them, of an answer that cannot be read, and names the date', () => {
    const lost = measuredLine(sunday, {
      snapshot: 'a lost answer',
      counts: countsWith({ failure: 3 }),
      revision: 2,
      lastSeenAt: `${sunday}T18:00:00.000Z`,
      notices: [noticeOf('breached', { state: 'pending' })],
    });
    const { ledger, kept } = rebuild([snapshotOf(sunday)], ledgerOf(lost));
    expect([ledger.get(sunday), kept]).toEqual([lost, [sunday]]);
    const newer = rebuild([snapshotOf(sunday, { failure: 7 }, 19)], ledgerOf(lost));
    expect(newer.ledger.get(sunday)).toMatchObject({ counts: { failure: 7 }, notices: lost.notices });
    expect(newer.kept).toEqual([]);
    const asOld = rebuild(
      [snapshotOf(sunday, { failure: 7 }, 18)],
      ledgerOf({ ...lost, lastSeenAt: `${sunday}T18:10:00.000Z` }),
    );
    expect([asOld.ledger.get(sunday), asOld.kept]).toMatchObject([{ counts: { failure: 7 } }, []]);
  });

  it('drops what is recorded of dates that are not over, gaps among it, and says which', () => {
    const gap = unavailableLine('2027-01-01', { fault: { code: 'notAsked', detail: '' } });
    const { askedAt: _nobody, ...invented } = gap;
    const present = ledgerOf(measuredLine('2026-12-30'), invented, measuredLine('2026-12-31'));
    const snapshots = ['2026-12-30', '2026-12-31', '2027-09-21'].map((date) => snapshotOf(date));
    const { ledger, dropped } = rebuild(snapshots, present);
    expect([...ledger.keys()]).toEqual(['2026-12-30']);
    expect(dropped).toEqual(['2026-12-31', '2027-01-01']);
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
        rebuilt:
          'waiting 0, running 0, complete 40, failure 3, canceled 0, settled, toIsStart provenBothEnds',
      },
      {
        date: '2026-11-22',
        ledger: 'waiting 0, running 0, complete 40, failure 0, canceled 0, settled, toIsStart provenBothEnds',
        rebuilt: 'no line',
      },
    ]);
  });

  it('names a date of which only one of the two has a line', () => {
    const counts =
      'waiting 0, running 0, complete 40, failure 0, canceled 0, settled, toIsStart provenBothEnds';
    const known = ledgerOf(measuredLine(sunday));
    expect(compareLedgers(ledgerOf(), known)).toEqual([{ date: sunday, ledger: 'no line', rebuilt: counts }]);
    expect(compareLedgers(known, ledgerOf())).toEqual([{ date: sunday, ledger: counts, rebuilt: 'no line' }]);
  });

  it('says when a date was last seen only where the rebuilt ledger has it earlier', () => {
    const [early, late] = ['16:10', '17:10'].map((time) =>
      measuredLine(sunday, { lastSeenAt: `${sunday}T${time}:00.000Z` }),
    ) as [MeasuredLine, MeasuredLine];
    const counts =
      'waiting 0, running 0, complete 40, failure 0, canceled 0, settled, toIsStart provenBothEnds';
    expect(compareLedgers(ledgerOf(early), ledgerOf(late))).toEqual([]);
    expect(compareLedgers(ledgerOf(late), ledgerOf(early))).toEqual([
      {
        date: sunday,
        ledger: `${counts}, last seen ${sunday}T17:10:00.000Z`,
        rebuilt: `${counts}, last seen ${sunday}T16:10:00.000Z`,
      },
    ]);
    const changed = { ...early, counts: countsWith({ complete: 41 }) };
    expect(compareLedgers(ledgerOf(early), ledgerOf(changed))).toEqual([
      { date: sunday, ledger: counts, rebuilt: counts.replace('40', '41') },
    ]);
  });

  it.each([{ proof: 'unproven' }, { order: 'fromIsStart' }, { settled: false }] as const)(
    'sees %j',
    (changed) => {
      const [present, rebuilt] = [ledgerOf(measuredLine(sunday)), ledgerOf(measuredLine(sunday, changed))];
      expect(compareLedgers(present, rebuilt)).toMatchObject([{ date: sunday }]);
      expect(compareLedgers(present, present)).toEqual([]);
    },
  );
});
