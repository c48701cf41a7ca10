import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MusterRecord } from '../../../lambda/core/fleet/muster-record.ts';
import { type Channel, planMessages } from '../../../lambda/core/fleet/plan-messages.ts';
import type { Standing } from '../../../lambda/core/fleet/standing.ts';
import { messageTelling, selectStandings } from '../../../lambda/core/fleet/standing.ts';
import {
  musterDate as date,
  failed,
  leftAvailable,
  leftMeasured,
  measured,
  unavailable,
} from '../../support/musters.ts';

const asOf = '2026-11-22T18:00:00.000Z';
const nothing: MusterRecord = { version: 1, shift: 'seoul', date, messages: [] };
const alerts: Channel = { name: 'alerts', topic: 'alerts' };
const reports: Channel = { name: 'reports', topic: 'reports' };
const goldAlerts: Channel = { name: 'alerts/g', topic: 'alerts', route: { id: 'g', tags: ['gold'] } };
const goldReports: Channel = { name: 'reports/g', topic: 'reports', route: { id: 'g', tags: ['gold'] } };
const channels = [alerts, reports, goldAlerts, goldReports];

function plan(
  standings: readonly Standing[],
  record = nothing,
  given: Partial<Parameters<typeof planMessages>[0]> = {},
) {
  return planMessages({ date, asOf, standings, silent: new Set(), record, earlier: [], channels, ...given });
}

/** The record once all that was planned is told, but for what could not be published. */
function tell(
  standings: readonly Standing[],
  record = nothing,
  isPublished = (_: string) => true,
): MusterRecord {
  const messages = plan(standings, record).map(({ recorded }, index) => {
    const messageId = `m-${record.messages.length + index}`;
    return isPublished(recorded.channel) ? { ...recorded, messageId } : recorded;
  });
  return { ...record, messages: [...record.messages, ...messages.filter(({ messageId }) => messageId)] };
}

const heard = (...args: Parameters<typeof plan>) => plan(...args).map(({ recorded }) => recorded);

describe('the plan of what a muster tells', () => {
  it('has a summary for each who hears of any account, and an alert for those of whose accounts one is bad', () => {
    const standings = [unavailable('acme', 'outage'), measured('globex', { tags: ['gold'] })];
    expect(heard(standings)).toEqual([
      { channel: 'alerts', asOf, notices: [`acme/${date}/1`], failed: [], recovered: [] },
      expect.objectContaining({ channel: 'reports', notices: [] }),
      expect.objectContaining({ channel: 'reports/g', notices: [] }),
    ]);
    expect(heard([measured('acme')]).map(({ channel }) => channel)).toEqual(['reports']);
    expect(heard([]).map(({ channel }) => channel)).toEqual(['reports']);
    expect(heard([], tell([]))).toEqual([]);
  });

  it('has nothing that was told already', () => {
    const standings = [
      unavailable('acme', 'outage', { tags: ['gold'] }),
      failed('globex'),
      measured('initech'),
    ];
    expect(heard(standings, tell(standings))).toEqual([]);
  });

  it('tells again what could not be published, and to those alone who did not hear', () => {
    const standings = [unavailable('acme', 'outage', { tags: ['gold'] })];
    const record = tell(standings, nothing, (channel) => channel !== 'alerts/g');
    expect(heard(standings, record).map(({ channel }) => channel)).toEqual(['alerts/g']);
  });

  it('tells routes apart, be they called alerts and reports', () => {
    const standings = [unavailable('acme', 'outage')];
    const routes = ['alerts', 'reports'].map(
      (id): Channel => ({ name: `alerts/${id}`, topic: 'alerts', route: { id } }),
    );
    const messages = heard(standings, nothing, { channels: routes.slice(0, 1) }).map((message) => ({
      ...message,
      messageId: 'm-0',
    }));
    const rest = heard(standings, { ...nothing, messages }, { channels: routes });
    expect(rest.map(({ channel }) => channel)).toEqual(['alerts/reports']);
  });

  it('does not tell what the muster of an earlier night told', () => {
    const left = [leftAvailable('acme', '2026-11-20')];
    const standings = [measured('acme', { left })];
    const earlier = [{ ...tell(standings), date: '2026-11-21' }];
    expect(heard(standings).map(({ channel }) => channel)).toEqual(['alerts', 'reports']);
    expect(heard(standings, nothing, { earlier }).map(({ channel }) => channel)).toEqual(['reports']);
  });

  it('tells by the summary what was measured before anybody knew', () => {
    const standings = [measured('acme', { left: [leftMeasured('acme')] })];
    expect(heard(standings)).toMatchObject([{ channel: 'reports', notices: [`acme/${date}/1`] }]);
    const told = tell([measured('acme')]);
    expect(heard(standings, told)).toMatchObject([{ channel: 'reports', notices: [`acme/${date}/1`] }]);
  });

  it('does not sum up as measured before anybody knew what an alert has told', () => {
    const gold = { tags: ['gold'] };
    const told = tell([unavailable('acme', 'outage', gold)], nothing, (name) => name !== 'alerts/g');
    expect(heard([measured('acme', { ...gold, left: [leftMeasured('acme')] })], told)).toMatchObject([
      { channel: 'reports', notices: [] },
      { channel: 'reports/g', notices: [`acme/${date}/1`] },
    ]);
  });

  it('sums up again where accounts stand otherwise, and not where counts alone have moved', () => {
    const told = tell([measured('acme'), measured('globex', { tags: ['gold'] })]);
    const counts = { waiting: 0, running: 0, complete: 9, failure: 9, canceled: 0 };
    expect(heard([measured('acme', { counts }), measured('globex', { tags: ['gold'] })], told)).toEqual([]);
    const inAnotherOrder = [measured('globex', { tags: ['gold'] }), measured('acme')];
    expect(heard(inAnotherOrder, told)).toEqual([]);
    const worse = [measured('acme', { worst: 'critical' }), measured('globex', { tags: ['gold'] })];
    expect(heard(worse, told).map(({ channel }) => channel)).toEqual(['reports']);
  });

  it('tells that an account failed once, and once that it is well again', () => {
    const once = tell([failed('acme')]);
    expect(once.messages).toMatchObject([
      { failed: ['acme'], recovered: [] },
      { failed: [], recovered: [] },
    ]);
    const [alert] = plan([measured('acme')], once);
    expect(alert).toMatchObject({
      recorded: { channel: 'alerts', failed: [], recovered: ['acme'], notices: [] },
      standings: [{ left: [{ kind: 'available', date, isMeasured: true }] }],
    });
    const well = tell([measured('acme')], once);
    expect(heard([measured('acme')], well)).toEqual([]);
    expect(heard([failed('acme')], well)[0]).toMatchObject({ channel: 'alerts', failed: ['acme'] });
  });

  it('does not tell that a silent account failed', () => {
    const silent = new Set(['acme']);
    expect(heard([failed('acme')], nothing, { silent }).map(({ channel }) => channel)).toEqual(['reports']);
    const [alert] = plan([failed('acme'), failed('globex')], nothing, { silent });
    expect(alert).toMatchObject({ known: silent, recorded: { failed: ['globex'] } });
  });

  it('tells each channel of each notice that it is to hear of, exactly once, whatever fails in between', () => {
    const account = fc.constantFrom('a', 'b', 'c', 'd');
    const tags = (name: string) => (name < 'c' ? ['gold'] : []);
    const standing = account.chain((name) =>
      fc.constantFrom<Standing>(
        measured(name, { tags: tags(name) }),
        measured(name, { tags: tags(name), left: [leftMeasured(name)] }),
        measured(name, { tags: tags(name), left: [leftAvailable(name, '2026-11-20')] }),
        unavailable(name, 'outage', { tags: tags(name) }),
        failed(name, { tags: tags(name) }),
      ),
    );
    const standings = fc.uniqueArray(standing, { selector: (one) => one.account, minLength: 1 });
    const rounds = fc.array(
      fc.record({ standings, unpublished: fc.subarray(channels.map(({ name }) => name)) }),
    );
    fc.assert(
      fc.property(rounds, standings, (earlier, last) => {
        const before = earlier.reduce(
          (record, round) => tell(round.standings, record, (name) => !round.unpublished.includes(name)),
          nothing,
        );
        const record = tell(last, before);
        const toldBy = (name: string) =>
          record.messages.flatMap((message) => (message.channel === name ? message.notices : []));
        for (const channel of channels) {
          const told = toldBy(channel.name);
          const known = new Set(toldBy(channel.name.replace('reports', 'alerts')));
          expect(new Set(told).size).toBe(told.length);
          const selected = channel.route ? selectStandings(channel.route, last) : last;
          const topic = channel.topic === 'alerts' ? 'alert' : 'summary';
          const due = selected.flatMap(({ left }) =>
            left.filter((notice) => messageTelling(notice) === topic),
          );
          const untold = due.filter(({ id }) => channel.topic === 'alerts' || !known.has(id));
          expect(told).toEqual(expect.arrayContaining(untold.map(({ id }) => id)));
        }
        expect(plan(last, record)).toEqual([]);
      }),
    );
  });
});
