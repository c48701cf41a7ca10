import { describe, expect, it } from 'vitest';
import { connectFleetFrom } from '../../lambda/adapters/connect.ts';
import { musterShift } from '../../lambda/fleet/muster.ts';
import { measuredLine } from '../support/lines.ts';
import { date, leftNotice, measuredLater, missedLine, routes, setUpShifts } from '../support/shift.ts';

describe('the muster of a shift of which some hear in part', () => {
  const { stage, shift, name, deliveries, heard, countCalls } = setUpShifts();
  const statesOf = async (account: string) => (await shift().notices(account)).map(({ state }) => state);
  const gold = (account: string) => ({ name: name(account), tags: ['gold', 'north'] });

  it('tells them of theirs, and nobody of another’s', async () => {
    await shift().enrol(name('a'), gold('g'), gold('h'));
    await shift().measure(name('h'));
    await shift().miss(name('a'), name('g'));
    await shift().muster({ routes });
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-alerts gold', 'routed-reports gold']);
    for (const topic of ['alerts', 'reports'])
      for (const { body } of await deliveries(topic)) expect(body).toContain('3');
    const [alert] = await deliveries('routed-alerts');
    expect(alert?.body).toContain(name('g'));
    for (const { body, attributes } of await deliveries('routed-alerts')) {
      expect(body).not.toContain(name('a'));
      expect(attributes).toMatchObject({ route: { type: 'String' }, severity: { value: 'warning' } });
    }
    expect(await statesOf(name('g'))).toEqual(['sent']);
  });

  it('tells them nothing where theirs are well, but for the summary', async () => {
    await shift().enrol(name('a'), gold('g'));
    await shift().measure(name('g'));
    await shift().miss(name('a'));
    await shift().muster({ routes });
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-reports gold']);
  });

  it('finds those of a route by their names as well', async () => {
    await shift().enrol('acme', name('a'));
    await shift().miss('acme', name('a'));
    await shift().muster({ routes });
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-alerts acme']);
    const [alert] = await deliveries('routed-alerts');
    expect(alert?.body).not.toContain(name('a'));
  });

  it('sums up again for those alone whose accounts stand otherwise by now', async () => {
    await shift().enrol(name('a'), gold('g'));
    await shift().miss(name('a'), name('g'));
    await shift().muster({ routes });
    await shift().record(name('a'), measuredLine(date, { notices: await shift().notices(name('a')) }));
    await shift().muster({ routes });
    expect((await deliveries('reports')).length).toBe(2);
    expect((await deliveries('routed-reports')).length).toBe(1);
  });

  it('tells a date that a later pass measured by the summaries of all who hear of it', async () => {
    await shift().enrol(gold('g'));
    await shift().record(name('g'), measuredLater(name('g')));
    await shift().muster({ routes });
    expect(await heard()).toEqual(['reports all', 'routed-reports gold']);
    const [summary] = await deliveries('reports');
    expect(await shift().notices(name('g'))).toMatchObject([{ messageId: summary?.messageId }]);
  });

  it('tells the others when one cannot be told, and that one when it is run again', async () => {
    await shift().enrol(name('a'), gold('g'));
    await shift().miss(name('a'), name('g'));
    stage().aws.intervene(({ action, resource }) =>
      action === 'sns:Publish' && resource.endsWith('routed-alerts')
        ? { status: 403, code: 'AuthorizationError', message: 'no' }
        : undefined,
    );
    await expect(shift().muster({ routes })).rejects.toThrow('could not do all');
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-reports gold']);
    expect(await statesOf(name('a'))).toEqual(['sent']);
    expect(await statesOf(name('g'))).toEqual(['leftToMuster']);
    stage().aws.intervene();
    expect(await shift().muster({ routes })).toMatchObject({ isDone: true });
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-alerts gold', 'routed-reports gold']);
    const [alert] = await deliveries('alerts');
    expect(await shift().notices(name('g'))).toMatchObject([{ state: 'sent', messageId: alert?.messageId }]);
  });

  it('makes no call for a route that has nothing to hear', async () => {
    await shift().enrol(name('a'));
    await shift().measure(name('a'));
    const calls = countCalls();
    const many = Array.from({ length: 50 }, (_, index) => ({ tags: [`t${index}`] }));
    await shift().muster({ routes: { alerts: many, reports: many } });
    expect(calls.filter((call) => call.startsWith('Publish'))).toEqual(['Publish reports']);
  });

  it('tells of an earlier date to those who hear of the account', async () => {
    await shift().enrol(gold('g'));
    const earlier = '2026-11-20';
    await shift().record(name('g'), missedLine(name('g'), earlier), measuredLine(date));
    await shift().muster({ routes });
    expect(await heard()).toEqual(['alerts all', 'reports all', 'routed-alerts gold', 'routed-reports gold']);
    expect(await shift().notices(name('g'))).toMatchObject([
      { ...leftNotice(name('g'), {}, earlier), state: 'sent' },
    ]);
  });

  it('marks as told what nobody wants to be told, under no message', async () => {
    await shift().enrol(name('a'));
    await shift().record(name('a'), measuredLater(name('a')));
    const { VOD_NIGHTLY_REPORTS_TOPIC: _nobody, ...environment } = stage().environment;
    const ports = connectFleetFrom(environment, () => undefined)({ deadlineMs: Date.now() + 60_000 });
    const { muster } = shift().event({ routes });
    const outcome = await musterShift({ ...muster, holder: 'me', deadlineMs: Date.now() + 60_000 }, ports);
    expect(outcome).toMatchObject({ outcome: { isDone: true, measured: 1 }, failures: [] });
    expect(await heard()).toEqual([]);
    const [notice] = await shift().notices(name('a'));
    expect(notice).toMatchObject({ state: 'sent', sentAt: expect.any(String) });
    expect(notice).not.toHaveProperty('messageId');
  });
});
