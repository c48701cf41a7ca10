import { describe, expect, it } from 'vitest';
import { type Ledger, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { Counts } from '../../../lambda/core/ledger/measurement.ts';
import {
  compareLedgers,
  type PlacedSnapshot,
  type Rebuilt,
  rebuildLedger,
} from '../../../lambda/core/ledger/rebuild.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { measuredDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';
import { sunday, sundaysBefore } from '../../support/weekdays.ts';

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

const seoul = { rules, timeZone: 'Asia/Seoul' };
/** Long after every date in here. */
const nowMs = Date.parse('2026-12-31T00:00:00.000Z');

function rebuild(snapshots: readonly PlacedSnapshot[], present: Ledger = new Map()): Rebuilt {
  return rebuildLedger({ snapshots, present, account: seoul, nowMs });
}

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

  it('keeps why a date is unavailable, unless there is an answer', () => {
    const present = ledgerOf(unavailableLine('2026-11-20'), unavailableLine('2026-11-21'));
    const { ledger: rebuilt } = rebuild([snapshotOf('2026-11-21')], present);
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

  describe('where our clock was wrong', () => {
    const ahead = {
      ...snapshotOf(sunday, { complete: 40 }, 20),
      serverDate: new Date(`${sunday}T11:10:00.000Z`).toUTCString(),
    };

    it('puts answers in the order of the gateway’s clock, so that the true one stands', () => {
      const night = { ...snapshotOf(sunday, { failure: 30 }), serverDate: `${sunday}T16:10:00.000Z` };
      const present = ledgerOf(measuredLine(sunday, { snapshot: ahead.key, lastSeenAt: ahead.askedAt }));
      const { ledger } = rebuild([ahead, night], present);
      expect(ledger.get(sunday)).toMatchObject({
        ...{ counts: { failure: 30 }, settled: true, snapshot: night.key, lastSeenAt: night.askedAt },
        firstMeasuredAt: `${sunday}T11:10:00.000Z`,
      });
    });

    it('settles nothing by what was answered before the date was over, whatever the ledger says', () => {
      const present = ledgerOf(measuredLine(sunday, { snapshot: ahead.key, lastSeenAt: ahead.askedAt }));
      const { ledger } = rebuild([ahead], present);
      expect(ledger.get(sunday)).toMatchObject({ settled: false, lastSeenAt: `${sunday}T11:10:00.000Z` });
      expect(compareLedgers(present, ledger)).toEqual([
        {
          date: sunday,
          ledger: `waiting 0, running 0, complete 40, failure 0, canceled 0, settled, toIsStart provenBothEnds, last seen ${sunday}T20:10:00.000Z`,
          rebuilt: `waiting 0, running 0, complete 40, failure 0, canceled 0, provisional, toIsStart provenBothEnds, last seen ${sunday}T11:10:00.000Z`,
        },
      ]);
    });

    it('lets no time lie in the future, and takes such an answer for the oldest of its date', () => {
      const later = { ...snapshotOf(sunday), askedAt: '2027-06-01T00:00:00.000Z' };
      const start = '2026-11-21T15:00:00.000Z';
      expect(rebuild([later]).ledger.get(sunday)).toMatchObject({ lastSeenAt: start, settled: false });
      expect(rebuild([{ ...later, key: 'a' }, snapshotOf(sunday)]).ledger.get(sunday)).toMatchObject({
        lastSeenAt: `${sunday}T16:10:00.000Z`,
        settled: true,
      });
      const present = ledgerOf(
        unavailableLine('2026-11-20', { askedAt: later.askedAt }),
        measuredLine('2026-11-21', { lastSeenAt: later.askedAt }),
      );
      expect(linesByDate(rebuild([], present).ledger)).toMatchObject([
        { state: 'unavailable', askedAt: '2026-11-19T15:00:00.000Z' },
        { state: 'measured', lastSeenAt: '2026-11-20T15:00:00.000Z', settled: false },
      ]);
    });

    it('leaves a date alone that nobody asked for, and settles none that its zone skipped', () => {
      const { askedAt: _never, ...gap } = unavailableLine('2026-11-20');
      expect(linesByDate(rebuild([], ledgerOf(gap)).ledger)).toEqual([gap]);
      const samoa = { rules, timeZone: 'Pacific/Apia' };
      const skipped = ledgerOf(measuredLine('2011-12-30', { lastSeenAt: '2011-12-30T12:00:00.000Z' }));
      const { ledger } = rebuildLedger({ snapshots: [], present: skipped, account: samoa, nowMs });
      expect(ledger.get('2011-12-30')).toMatchObject({ settled: true });
    });

    it('is not moved by a gateway that is off by a minute, or whose clock is out of the question', () => {
      for (const serverDate of [
        `${sunday}T16:11:00.000Z`,
        '2099-01-01T00:00:00Z',
        '1899-01-01T00:00:00Z',
        'now',
      ])
        expect(rebuild([{ ...snapshotOf(sunday), serverDate }]).ledger.get(sunday)).toMatchObject({
          lastSeenAt: `${sunday}T16:10:00.000Z`,
        });
    });

    it('does not settle what the present ledger has left open for the same answer', () => {
      const snapshot = snapshotOf(sunday);
      const present = ledgerOf(measuredLine(sunday, { snapshot: snapshot.key, settled: false }));
      expect(rebuild([snapshot], present).ledger.get(sunday)).toMatchObject({ settled: false });
    });
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

  it.each([{ proof: 'unproven' }, { order: 'fromIsStart' }, { settled: false }] as const)(
    'sees %j',
    (changed) => {
      const [present, rebuilt] = [ledgerOf(measuredLine(sunday)), ledgerOf(measuredLine(sunday, changed))];
      expect(compareLedgers(present, rebuilt)).toMatchObject([{ date: sunday }]);
      expect(compareLedgers(present, present)).toEqual([]);
    },
  );
});
