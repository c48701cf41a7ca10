import { describe, expect, it } from 'vitest';
import { linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import { compareLedgers, rebuildLedger } from '../../../lambda/core/ledger/rebuild.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';
import { nowMs, rebuild, rules, snapshotOf } from '../../support/rebuilding.ts';
import { sunday } from '../../support/weekdays.ts';

describe('a ledger rebuilt from answers of a clock that was wrong', () => {
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

  it('takes this very moment for the past', () => {
    const now = new Date(nowMs).toISOString();
    const asked = { ...snapshotOf(sunday), askedAt: now };
    expect(rebuild([asked]).ledger.get(sunday)).toMatchObject({ lastSeenAt: now, settled: true });
    const answered = { ...asked, askedAt: '2027-06-01T00:00:00.000Z', serverDate: now };
    expect(rebuild([answered]).ledger.get(sunday)).toMatchObject({ lastSeenAt: now, settled: true });
    const seen = measuredLine(sunday, { lastSeenAt: now });
    expect(rebuild([], ledgerOf(seen)).ledger.get(sunday)).toEqual(seen);
  });

  it('believes neither a gateway that is in the future as well, nor when such an answer was heard again', () => {
    const [askedAt, serverDate] = ['2027-06-01T00:00:00.000Z', '2027-05-01T00:00:00.000Z'];
    const later = { ...snapshotOf(sunday), askedAt, serverDate };
    const lastSeenAt = '2026-11-24T16:10:00.000Z';
    const present = ledgerOf(measuredLine(sunday, { snapshot: later.key, lastSeenAt }));
    expect(rebuild([later], present).ledger.get(sunday)).toMatchObject({
      lastSeenAt: '2026-11-21T15:00:00.000Z',
      settled: false,
    });
  });

  it('leaves a date alone that nobody asked for', () => {
    const { askedAt: _never, ...gap } = unavailableLine('2026-11-20');
    expect(linesByDate(rebuild([], ledgerOf(gap)).ledger)).toEqual([gap]);
  });

  it.each([
    ['2011-12-29T23:59:59.999Z', '2011-12-29T23:59:59.999Z', false],
    ['2011-12-30T00:00:00.000Z', '2011-12-30T00:00:00.000Z', true],
    ['2027-06-01T00:00:00.000Z', '2011-12-30T00:00:00.000Z', true],
  ])(
    'takes a date that its zone skipped for over as it begins: seen at %s',
    (seenAt, lastSeenAt, settled) => {
      const samoa = { rules, timeZone: 'Pacific/Apia' };
      const present = ledgerOf(measuredLine('2011-12-30', { lastSeenAt: seenAt }));
      const { ledger } = rebuildLedger({ snapshots: [], present, account: samoa, nowMs });
      expect(ledger.get('2011-12-30')).toMatchObject({ lastSeenAt, settled });
    },
  );

  it('is moved by a gateway that is behind by more than a minute, be it by all the years since 1970', () => {
    for (const serverDate of [`${sunday}T16:08:59.000Z`, '1970-01-01T00:00:00.000Z'])
      expect(rebuild([{ ...snapshotOf(sunday), serverDate }]).ledger.get(sunday)).toMatchObject({
        lastSeenAt: serverDate,
      });
  });

  it('is not moved by a gateway that is off by a minute, or whose clock is out of the question', () => {
    for (const serverDate of [
      `${sunday}T16:11:00.000Z`,
      `${sunday}T16:09:00.000Z`,
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
