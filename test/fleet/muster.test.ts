import { describe, expect, it } from 'vitest';
import { mutesKey } from '../../lambda/core/ledger/keys.ts';
import { formatMutes } from '../../lambda/core/notices/mutes.ts';
import { measuredLine, unavailableLine } from '../support/lines.ts';
import { date, leftNotice, measuredLater, missedLine, setUpShifts } from '../support/shift.ts';

describe('the muster of a shift', () => {
  const { stage, shift, name, names, deliveries, heard, log, countCalls } = setUpShifts();
  const statesOf = async (account: string) => (await shift().notices(account)).map(({ state }) => state);

  describe('of a good night', () => {
    it('sums it up, and alerts nobody', async () => {
      await shift().enrol(name('a'), name('b'));
      await shift().measure(name('a'), name('b'));
      expect(await shift().muster()).toEqual({
        isDone: true,
        accounts: 2,
        measured: 2,
        unavailable: 0,
        failed: 0,
      });
      expect(await heard()).toEqual(['reports all']);
      const [summary] = await deliveries();
      expect(summary?.attributes).not.toHaveProperty('account');
      expect(summary?.attributes).not.toHaveProperty('tags');
    });

    it('makes seven calls beside one an account: its record thrice, the file, the overview twice, the summary', async () => {
      await shift().enrol(...names(100));
      await shift().measure(...names(100));
      const calls = countCalls();
      await shift().muster();
      expect(calls.filter((call) => call === 'GetObject ledger')).toHaveLength(100);
      expect(calls.filter((call) => call !== 'GetObject ledger').toSorted()).toEqual([
        'GetObject fleet',
        'GetObject fleet',
        'GetObject fleet',
        'Publish reports',
        'PutObject fleet',
        'PutObject fleet',
        'PutObject fleet',
      ]);
    });

    it('leaves where each account stands', async () => {
      await shift().enrol({ name: name('a'), tags: ['gold'] }, name('b'));
      await shift().measure(name('a'));
      await shift().miss(name('b'));
      await shift().muster();
      expect(await shift().overview()).toEqual({
        shift: shift().name,
        timeZone: 'Asia/Seoul',
        language: 'en',
        date,
        due: '2026-11-23T16:10:00.000Z',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        accounts: [
          { account: name('a'), tags: ['gold'], state: 'measured', counts: expect.any(Object) },
          { account: name('b'), tags: [], state: 'unavailable', fault: 'timeout' },
        ],
      });
    });

    it('counts all accounts of the shift together', async () => {
      await shift().enrol(name('a'), name('b'), name('c'));
      await shift().measure(name('a'));
      await shift().miss(name('b'));
      await shift().muster({ attempts: 9 });
      const metrics = log().filter((document) => '_aws' in document);
      expect(metrics).toMatchObject([
        {
          ...{ function: 'the-function', shift: shift().name },
          ...{ AccountsMeasured: 1, AccountsUnavailable: 1, AccountsFailed: 1 },
          ...{ NightAttempts: 9, ShiftDurationMs: expect.any(Number), MusterCompleted: 1 },
        },
      ]);
      expect(metrics).toMatchObject([
        { _aws: { CloudWatchMetrics: [{ Dimensions: [['function', 'shift']] }] } },
      ]);
    });
  });

  describe('of a bad night', () => {
    it('tells three that failed for ever by their names, and marks what they left', async () => {
      await shift().enrol(...names(20));
      await shift().measure(...names(20).slice(3));
      await shift().miss(name('n1'), name('n2'));
      expect(await shift().muster()).toMatchObject({ isDone: true, measured: 17, unavailable: 2, failed: 1 });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
      const [alert] = await deliveries('alerts');
      expect(alert?.attributes.severity?.value).toBe('warning');
      for (const each of names(3)) expect(alert?.body).toContain(each);
      expect(alert?.body).not.toContain(name('n4'));
      const marked = { state: 'sent', messageId: alert?.messageId, sentAt: expect.any(String) };
      expect(await shift().notices(name('n1'))).toMatchObject([marked]);
      expect(await shift().notices(name('n2'))).toMatchObject([marked]);
    });

    it('tells an outage of all once, in one alert', async () => {
      await shift().enrol(...names(60));
      await shift().miss(...names(60));
      expect(await shift().muster()).toMatchObject({ isDone: true, unavailable: 60 });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
      for (const each of names(60)) expect(await statesOf(each)).toEqual(['sent']);
    });

    it('tells by the summary alone what a later pass measured, and marks it with that', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), measuredLater(name('a')));
      await shift().muster();
      expect(await heard()).toEqual(['reports all']);
      const [summary] = await deliveries();
      expect(await shift().notices(name('a'))).toMatchObject([
        { state: 'sent', messageId: summary?.messageId },
      ]);
    });

    it('tells that a date is measured by now of which people were told that it was not', async () => {
      await shift().enrol(name('a'));
      const earlier = '2026-11-21';
      const sent = leftNotice(
        name('a'),
        { state: 'sent', sentAt: `${earlier}T17:00:00.000Z`, messageId: 'm' },
        earlier,
      );
      const available = leftNotice(name('a'), {
        id: `${name('a')}/${earlier}/2`,
        kind: 'available',
        severity: 'info',
      });
      await shift().record(
        name('a'),
        measuredLine(earlier, { notices: [sent, available] }),
        measuredLine(date),
      );
      await shift().muster();
      const [alert] = await deliveries('alerts');
      expect(alert?.attributes.severity?.value).toBe('info');
      expect(await shift().notices(name('a'))).toMatchObject([
        { messageId: 'm' },
        { state: 'sent', messageId: alert?.messageId },
      ]);
    });

    it('says as when it was told the moment in which the ledgers were read, so that what is measured since is told again', async () => {
      await shift().enrol(name('a'));
      await shift().miss(name('a'));
      let readAt = '';
      stage().aws.intervene(({ action, resource }) => {
        if (action === 's3:GetObject' && resource.includes('ledger/') && readAt === '')
          readAt = new Date().toISOString();
        return undefined;
      });
      await shift().muster();
      const [notice] = await shift().notices(name('a'));
      expect(notice?.sentAt?.localeCompare(readAt)).not.toBe(1);
    });

    it('tells nothing that a silence holds back, nor that a silent account failed', async () => {
      const mute = {
        until: '2026-11-30',
        reason: 'migration',
        by: 'kim',
        mutedAt: '2026-11-01T00:00:00.000Z',
      };
      await shift().enrol(name('held'), name('muted'), { name: name('quiet'), quiet: { weekdays: ['mon'] } });
      const heldBack = { state: 'heldBack', heldBack: { cause: 'mute' } } as const;
      await shift().record(
        name('held'),
        unavailableLine(date, { notices: [leftNotice(name('held'), heldBack)] }),
      );
      await stage().put(
        mutesKey(name('muted')),
        formatMutes(name('muted'), [{ ...mute, exceptCritical: false }]),
      );
      expect(await shift().muster()).toMatchObject({ unavailable: 1, failed: 2 });
      expect(await heard()).toEqual(['reports all']);
      expect(await statesOf(name('held'))).toEqual(['heldBack']);
    });

    it('leaves what nights of later dates left to the musters of those', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), measuredLine(date), missedLine(name('a'), '2026-11-24'));
      await shift().muster();
      expect(await heard()).toEqual(['reports all']);
      expect(await statesOf(name('a'))).toEqual(['leftToMuster']);
    });
  });
});
