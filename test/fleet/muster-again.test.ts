import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { musterKey } from '../../lambda/core/ledger/keys.ts';
import { measuredLine } from '../support/lines.ts';
import { date, leftNotice, measuredLater, missedLine, scheduledTime, setUpShifts } from '../support/shift.ts';

describe('the muster of a shift, more than once', () => {
  const { stage, shift, name, names, deliveries, heard, log, countCalls } = setUpShifts();
  const statesOf = async (account: string) => (await shift().notices(account)).map(({ state }) => state);

  describe('run again', () => {
    it('tells nothing where nothing is new, and writes neither record nor ledger', async () => {
      await shift().enrol(name('a'), name('b'), name('c'));
      await shift().measure(name('a'));
      await shift().miss(name('b'));
      await shift().muster();
      const calls = countCalls();
      expect(await shift().muster()).toMatchObject({ isDone: true, unavailable: 1, failed: 1 });
      expect(await heard()).toHaveLength(2);
      expect(calls.filter((call) => /^P/.test(call))).toEqual(['PutObject fleet']);
    });

    it('tells what is measured by then, and what is not of an account that came later', async () => {
      await shift().enrol(name('a'), name('b'));
      await shift().miss(name('a'));
      await shift().measure(name('b'));
      await shift().muster();
      const [first] = await shift().notices(name('a'));
      const available = leftNotice(name('a'), {
        id: `${name('a')}/${date}/2`,
        kind: 'available',
        severity: 'info',
      });
      await shift().record(
        name('a'),
        measuredLine(date, { notices: [...(first ? [first] : []), available] }),
      );
      await shift().enrol(name('a'), name('b'), name('c'));
      await shift().miss(name('c'));
      await shift().muster();
      const [, second] = await deliveries('alerts');
      expect(second?.subject).toContain(
        '1 of 3 accounts not measured (API timed out), 1 date measured since',
      );
      expect(second?.body).toContain(name('c'));
      expect(second?.body).not.toContain(name('b'));
      expect(await heard()).toHaveLength(4);
      expect(await statesOf(name('a'))).toEqual(['sent', 'sent']);
    });

    it('tells that an account that failed is well, to whoever was told that it failed', async () => {
      await shift().enrol(name('a'), name('b'));
      await shift().measure(name('b'));
      await shift().muster();
      await shift().measure(name('a'));
      await shift().muster();
      const alerts = await deliveries('alerts');
      expect(alerts.map(({ attributes }) => attributes.severity?.value)).toEqual(['warning', 'info']);
      await shift().muster();
      expect(await heard()).toHaveLength(4);
    });

    it('shows an account no more that was removed meanwhile, nor misses it', async () => {
      await shift().enrol(name('a'), name('b'));
      await shift().measure(name('a'));
      await shift().miss(name('b'));
      await shift().enrol(name('a'));
      expect(await shift().muster()).toMatchObject({ accounts: 1, measured: 1, unavailable: 0 });
      expect(await heard()).toEqual(['reports all']);
      expect((await shift().overview()).accounts).toMatchObject([{ account: name('a') }]);
    });
  });

  describe('at once', () => {
    it('tells once: whoever finds another telling is to be run again', async () => {
      await shift().enrol(name('a'));
      await shift().miss(name('a'));
      const other: Promise<unknown>[] = [];
      stage().aws.intervene(async ({ action }) => {
        if (action !== 'sns:Publish' || other.length > 0) return undefined;
        other.push(shift().muster());
        await expect(other[0]).rejects.toMatchObject({ name: 'ClaimedElsewhereError' });
        return undefined;
      });
      expect(await shift().muster()).toMatchObject({ isDone: true });
      expect(other).toHaveLength(1);
      expect(await shift().muster()).toMatchObject({ isDone: true });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
    });

    it('tells once, whichever of five writes first', async () => {
      await shift().enrol(...names(10));
      await shift().miss(...names(10));
      const runs = await Promise.allSettled(names(5).map(() => shift().muster()));
      const refused = runs.flatMap((run) => (run.status === 'rejected' ? [run.reason.name] : []));
      expect(new Set(refused)).toEqual(new Set(['ClaimedElsewhereError']));
      expect(await shift().muster()).toMatchObject({ isDone: true });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
      for (const each of names(10)) expect(await statesOf(each)).toEqual(['sent']);
    });

    it('tells once although the store says that a write failed which it has carried out', async () => {
      await shift().enrol(name('a'));
      await shift().miss(name('a'));
      const broken = new Set<string>();
      stage().aws.intervene(({ action, resource }) => {
        if (action !== 's3:PutObject' || broken.has(resource)) return undefined;
        broken.add(resource);
        return 'break-after';
      });
      expect(await shift().muster()).toMatchObject({ isDone: true });
      expect(broken.size).toBeGreaterThan(2);
      expect(await heard()).toEqual(['alerts all', 'reports all']);
    });

    it('marks what a night of the same account writes meanwhile, without losing what that wrote', async () => {
      await shift().enrol(name('a'));
      await shift().miss(name('a'));
      let raced = false;
      stage().aws.intervene(async ({ action, resource }) => {
        if (action !== 's3:PutObject' || !resource.includes('/ledger/') || raced) return undefined;
        raced = true;
        await shift().record(name('a'), measuredLater(name('a')));
        return undefined;
      });
      expect(await shift().muster()).toMatchObject({ isDone: true });
      expect(await stage().ledger(name('a'))).toMatchObject([
        { state: 'measured', notices: [{ state: 'sent' }] },
      ]);
    });
  });

  describe('with less time than it takes', () => {
    it('marks as much as there is time for, and the rest when it is called again', async () => {
      await shift().enrol(...names(60));
      await shift().miss(...names(60));
      stage().aws.intervene(async ({ action, resource }) => {
        if (action === 's3:PutObject' && resource.includes('/ledger/')) await wait(1_500);
        return undefined;
      });
      expect(await shift().muster({}, { remainingMs: 13_200 })).toMatchObject({
        isDone: false,
        unavailable: 60,
      });
      const states = async () => (await Promise.all(names(60).map(statesOf))).flat();
      expect(new Set(await states())).toEqual(new Set(['sent', 'leftToMuster']));
      stage().aws.intervene();
      expect(await shift().muster()).toMatchObject({ isDone: true, unavailable: 60 });
      expect(new Set(await states())).toEqual(new Set(['sent']));
      expect(await heard()).toEqual(['alerts all', 'reports all']);
      expect(log().filter((document) => 'MusterCompleted' in document)).toHaveLength(1);
    });

    it('tells nobody of accounts that it had no time to look at', async () => {
      await shift().enrol(...names(60));
      await shift().measure(...names(60));
      stage().aws.intervene(async ({ resource }) => {
        if (resource.includes('/ledger/')) await wait(300);
        return undefined;
      });
      await expect(shift().muster({}, { remainingMs: 2_400 })).rejects.toThrow('no time was left');
      expect(await heard()).toEqual([]);
    });
  });

  describe('after the muster of the night before', () => {
    const nextDay = { scheduledTime: '2026-11-24T16:10:00Z', startedTime: '2026-11-24T16:10:01Z' };
    const refuseMarks = () =>
      stage().aws.intervene(({ action, resource }) =>
        action === 's3:PutObject' && resource.includes('/ledger/')
          ? { status: 403, code: 'AccessDenied', message: 'no' }
          : undefined,
      );

    it('does not tell what that told and could not mark, and marks it', async () => {
      await shift().enrol(name('a'));
      await shift().miss(name('a'));
      refuseMarks();
      await expect(shift().muster()).rejects.toThrow('could not do all');
      stage().aws.intervene();
      const [left] = await shift().notices(name('a'));
      const [alert] = await deliveries('alerts');
      await shift().record(name('a'), missedLine(name('a')), measuredLine('2026-11-24'));
      expect(left?.state).toBe('leftToMuster');
      expect(await shift().muster(nextDay)).toMatchObject({ isDone: true, measured: 1 });
      expect(await heard()).toEqual(['alerts all', 'reports all', 'reports all']);
      expect(await shift().notices(name('a'))).toMatchObject([
        { state: 'sent', messageId: alert?.messageId },
      ]);
    });

    it('tells what that did not come to', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), missedLine(name('a')), measuredLine('2026-11-24'));
      expect(await shift().muster(nextDay)).toMatchObject({ isDone: true, measured: 1 });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
      expect(await statesOf(name('a'))).toEqual(['sent']);
    });

    it('tells again what that told, rather than never, where what it told cannot be read', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), missedLine(name('a')), measuredLine('2026-11-24'));
      await stage().put(musterKey(shift().name, Date.parse(scheduledTime)), 'torn');
      expect(await shift().muster(nextDay)).toMatchObject({ isDone: true });
      expect(await heard()).toEqual(['alerts all', 'reports all']);
    });

    it('neither tells nor marks what that is telling right now', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), missedLine(name('a')), measuredLine('2026-11-24'));
      let isHeld = false;
      stage().aws.intervene(async ({ action, resource }) => {
        if (action !== 'sns:Publish' || isHeld || !resource.endsWith(':alerts')) return undefined;
        isHeld = true;
        expect(await shift().muster(nextDay)).toMatchObject({ isDone: true, measured: 1 });
        expect(await statesOf(name('a'))).toEqual(['leftToMuster']);
        return undefined;
      });
      await shift().muster();
      expect(isHeld).toBe(true);
      expect(await statesOf(name('a'))).toEqual(['sent']);
      expect(await heard()).toEqual(['alerts all', 'reports all', 'reports all']);
    });

    it('leaves the overview of the later night when the earlier one is mustered once more', async () => {
      await shift().enrol(name('a'));
      await shift().record(name('a'), measuredLine(date), measuredLine('2026-11-24'));
      await shift().muster(nextDay);
      await shift().muster();
      expect(await shift().overview()).toMatchObject({ date: '2026-11-24' });
    });
  });
});
