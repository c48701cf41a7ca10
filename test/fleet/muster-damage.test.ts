import { describe, expect, it } from 'vitest';
import { ledgerKey, musterKey, overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { measuredLine, unavailableLine } from '../support/lines.ts';
import { date, leftNotice, missedLine, routes, scheduledTime, setUpShifts } from '../support/shift.ts';

/** Of one call, unless told otherwise. docs: AWS SDKs and Tools reference guide, Retry behavior. */
const sdkAttempts = 3;

describe('the muster of a shift of which something is not as it should be', () => {
  const { stage, shift, name, deliveries, heard, log } = setUpShifts();
  const statesOf = async (account: string) => (await shift().notices(account)).map(({ state }) => state);

  it('says once a night that a shift has no accounts, to those who hear of all, and alarms nobody', async () => {
    const none = { isDone: true, accounts: 0, measured: 0, unavailable: 0, failed: 0 };
    expect(await shift().muster({ routes })).toEqual(none);
    expect(await shift().muster({ routes })).toEqual(none);
    await stage().put(shiftKey(shift().name), '');
    expect(await shift().muster({ routes })).toEqual(none);
    expect(await heard()).toEqual(['reports all']);
    const [summary] = await deliveries('reports');
    expect(summary?.subject).toBe(
      `${shift().name} ${date}: WARNING, 0 accounts: nothing was pushed into this shift`,
    );
  });

  it('fails when the file is gone that was there: nobody knows who is missed', async () => {
    await stage().put(overviewKey(shift().name), '{}');
    await expect(shift().muster()).rejects.toThrow(`${shiftKey(shift().name)} is gone`);
  });

  it('names a damaged line as failed, and tells the others', async () => {
    await shift().enrol(name('a'), `{"name": "${name('b')}", "tags": 7}`, '{"name": "torn');
    await shift().measure(name('a'));
    expect(await shift().muster()).toMatchObject({ accounts: 3, measured: 1, failed: 2 });
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toContain(name('b'));
    expect(alert?.body).toMatch(/, line 3\b/);
    expect(alert?.body).toMatch(/Entry unreadable: 2 accounts[\s\S]*Push these accounts\s+again/);
    expect(alert?.body).not.toMatch(/ledger|rebuild/i);
    expect(await shift().overview()).toMatchObject({
      accounts: [
        { state: 'measured' },
        {
          account: name('b'),
          state: 'failed',
          reason: expect.stringMatching(/^line 2 .*tags: has to be a list/),
        },
        { account: 'line 3', state: 'failed' },
      ],
    });
  });

  it('calls a damaged line by its number where its name is another’s or none, as no account is called', async () => {
    const torn = '{"name": "torn';
    const twice = `{"name": "${name('b')}", "tags": 7}`;
    await shift().enrol('line-3', name('a'), torn, '{"name": "line 3"}', twice, twice, name('a'));
    await shift().measure('line-3', name('a'));
    const route = { accounts: ['line-3'] };
    await shift().muster({ routes: { alerts: [route], reports: [] } });
    const { accounts } = await shift().overview();
    const expected = ['line-3', name('a'), 'line 3', 'line 4', name('b'), 'line 6', 'line 7'];
    expect(accounts.map(({ account }) => account)).toEqual(expected);
    const { messages } = await shift().musterRecord();
    expect(messages.map(({ channel }) => channel)).toEqual(['alerts', 'reports']);
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toContain(`fleet show ${name('b')}`);
  });

  it('names an account as failed whose ledger cannot be read, and tells the others', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().miss(name('a'));
    await stage().put(ledgerKey(name('b'), 2026), 'no ledger\n');
    expect(await shift().muster()).toMatchObject({ isDone: true, unavailable: 1, failed: 1 });
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toContain(name('b'));
    expect(alert?.body).toMatch(/Ledger damaged: 1 account[\s\S]*rebuild/);
    expect(await statesOf(name('a'))).toEqual(['sent']);
  });

  it('reads a ledger again that the store refused to give, before it tells that nobody can read it', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('a'), name('b'));
    const key = ledgerKey(name('b'), 2026);
    let refused = 0;
    stage().aws.intervene(({ action, resource }) => {
      if (action !== 's3:GetObject' || !resource.endsWith(key) || refused === sdkAttempts) return undefined;
      refused += 1;
      return { status: 500, code: 'InternalError', message: 'try again' };
    });
    expect(await shift().muster()).toMatchObject({ measured: 2, failed: 0 });
    expect([refused, await heard()]).toEqual([sdkAttempts, ['reports all']]);
  });

  it('does not call damage what the store refuses to give, and says in the log what it answered', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('a'), name('b'));
    const key = ledgerKey(name('b'), 2026);
    stage().aws.intervene(({ action, resource }) =>
      action === 's3:GetObject' && resource.endsWith(key)
        ? { status: 403, code: 'AccessDenied', message: 'no' }
        : undefined,
    );
    expect(await shift().muster()).toMatchObject({ isDone: true, measured: 1, failed: 1 });
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toMatch(/Ledger not read: 1 account[\s\S]*AccessDenied/);
    expect(alert?.body).not.toMatch(/rebuild/);
    const fields = { account: name('b'), reason: expect.stringContaining('AccessDenied') };
    expect(log()).toContainEqual(expect.objectContaining({ level: 'WARN', ...fields }));
  });

  it('tells what is left in a ledger of which another line is damaged, and waits for nobody to mend it', async () => {
    await shift().enrol(name('a'));
    const lines = [{ date: '2026-11-21', state: 'measured' }, missedLine(name('a'))];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await stage().put(ledgerKey(name('a'), 2026), text);
    for (let times = 0; times < 2; times += 1) expect(await shift().muster()).toMatchObject({ isDone: true });
    expect(await heard()).toEqual(['alerts all', 'reports all']);
    expect(log()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', message: 'what was told could not be marked' }),
    );
  });

  it('replaces an overview that cannot be read, and leaves a record that cannot for somebody to look at', async () => {
    await shift().enrol(name('a'));
    await shift().measure(name('a'));
    await stage().put(overviewKey(shift().name), 'torn');
    expect(await shift().muster()).toMatchObject({ isDone: true });
    expect(await shift().overview()).toMatchObject({ date });
    const key = musterKey(shift().name, Date.parse(scheduledTime));
    await stage().put(key, 'torn');
    await expect(shift().muster()).rejects.toThrow(key);
    expect((await stage().objects(key)).get(key)).toBe('torn');
  });

  it('finds what is left in an earlier year, and marks it there', async () => {
    const earlier = unavailableLine('2025-12-30', { notices: [leftNotice(name('a'), {}, '2025-12-30')] });
    await shift().enrol(name('a'));
    await stage().put(ledgerKey(name('a'), 2025), `${JSON.stringify(earlier)}\n`);
    await shift().record(name('a'), measuredLine(date, { unsentYears: [2025] }));
    await shift().muster();
    expect(await deliveries('alerts')).toHaveLength(1);
    const marked = [{ notices: [{ state: 'sent' }] }, { date }];
    expect(await stage().ledger(name('a'))).toMatchObject(marked);
  });
});
