import { describe, expect, it } from 'vitest';
import { ledgerKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { measuredLine, noticeOf } from '../support/lines.ts';
import { ahead, date, setUpShifts } from '../support/shift.ts';

describe('the listing of accounts without a good night', () => {
  const { stage, shift, name, names, countCalls } = setUpShifts();

  const textAt = async (key: string) => (await stage().objects(key)).get(key);
  const namesAt = async (key: string) =>
    (await textAt(key))
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line).name.replace(/^s\d+-/, ''));

  it('gives the file of the shift itself before the first pass, at once', async () => {
    await shift().enrol(name('a'), name('b'));
    expect(await shift().list()).toEqual({
      again: true,
      key: shiftKey(shift().name),
      accounts: 2,
      waitSeconds: 0,
      passesMade: 1,
      attempts: 2,
    });
  });

  it('gives a file of those that are not measured, after the wait of the pass', async () => {
    await shift().enrol(name('a'), { name: name('b'), tags: ['gold'] }, name('c'));
    await shift().measure(name('a'));
    await shift().miss(name('b'));
    const listed = await shift().list({ passesMade: 1, attempts: 3 });
    expect(listed).toEqual({
      again: true,
      key: `fleet/nights/shift=${shift().name}/due=20261123T161000Z/pass=2/failed.jsonl`,
      accounts: 2,
      waitSeconds: 5,
      passesMade: 2,
      attempts: 5,
    });
    expect(await textAt(listed.key)).toBe(
      `${JSON.stringify({ name: name('b'), timeZone: 'Asia/Seoul', time: '01:10', tags: ['gold'] })}\n` +
        `${JSON.stringify({ name: name('c'), timeZone: 'Asia/Seoul', time: '01:10' })}\n`,
    );
    expect((await shift().list({ passesMade: 2, attempts: 5 })).waitSeconds).toBe(30);
  });

  it('lists what has not told what it had to, although it is measured', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('a'));
    const notices = [noticeOf('breached', { id: `${name('b')}/${date}/1`, state: 'pending' })];
    await shift().record(name('b'), measuredLine(date, { notices }));
    expect(await namesAt((await shift().list()).key)).toEqual(['b']);
  });

  it('lists what a night was telling that has just died, though its claim has not run out yet', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('a'));
    const claim = { holder: 'dead', until: ahead(55_000) };
    const notices = [noticeOf('breached', { id: `${name('b')}/${date}/1`, state: 'pending', claim })];
    await shift().record(name('b'), measuredLine(date, { notices }));
    expect(await namesAt((await shift().list()).key)).toEqual(['b']);
  });

  it('ends the passes when none is left, so that a start delivered twice runs nothing twice', async () => {
    await shift().enrol(name('a'));
    await shift().measure(name('a'));
    const none = { again: false, accounts: 0, waitSeconds: 0, passesMade: 0, attempts: 0 };
    expect(await shift().list()).toMatchObject(none);
  });

  it('ends them when all are made, whoever is left, and reads nothing for that', async () => {
    await shift().enrol(name('a'));
    const calls = countCalls();
    const made = { passesMade: 3, attempts: 3 };
    expect(await shift().list(made)).toMatchObject({ again: false, ...made });
    expect(calls).toEqual([]);
  });

  it.each([
    ['of no shift', undefined],
    ['of nobody', ''],
  ])('ends them at once where there is a file %s', async (_, text) => {
    if (text !== undefined) await stage().put(shiftKey(shift().name), text);
    expect(await shift().list()).toMatchObject({ again: false, accounts: 0, attempts: 0 });
  });

  it('leaves a damaged line out, where whoever goes through the file would stop', async () => {
    await shift().enrol(name('a'), '{"name": "torn', name('c'));
    const listed = await shift().list();
    expect(listed).toMatchObject({ accounts: 2, passesMade: 1 });
    expect(listed.key).toMatch(/pass=1\/failed\.jsonl$/);
    expect(await namesAt(listed.key)).toEqual(['a', 'c']);
  });

  it('lists an account whose ledger cannot be read: its night will say so', async () => {
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('a'));
    await stage().put(ledgerKey(name('b'), 2026), 'no ledger\n');
    expect(await namesAt((await shift().list()).key)).toEqual(['b']);
  });

  it('refuses a night that is not due yet, before it reads a ledger', async () => {
    await shift().enrol(name('a'));
    const calls = countCalls();
    await expect(shift().list({ scheduledTime: ahead(86_400_000) })).rejects.toMatchObject({
      name: 'NightRefusedError',
      message: expect.stringMatching(/is not due yet: it is \d{4}-/),
    });
    expect(calls).toEqual(['GetObject fleet']);
    expect(await shift().list({ scheduledTime: ahead(20_000) })).toMatchObject({ accounts: 1 });
  });

  it('refuses a night of which no account would ask any more', async () => {
    await shift().enrol(name('a'));
    await expect(shift().list({ scheduledTime: '1970-01-02T00:00:00Z' })).rejects.toMatchObject({
      name: 'NightRefusedError',
      message: expect.stringMatching(/reports 1970-01-01 is refused: that is more than 38 days ago/),
    });
    const dayMs = 86_400_000;
    await expect(shift().list({ scheduledTime: ahead(-38 * dayMs) })).rejects.toThrow('refused');
    expect(await shift().list({ scheduledTime: ahead(-37 * dayMs) })).toMatchObject({ accounts: 1 });
  });

  it('makes a call for the file, one an account, and one for what it lists', async () => {
    await shift().enrol(...names(100));
    await shift().measure(...names(100).slice(1));
    await shift().miss(name('n1'));
    const calls = countCalls();
    expect(await shift().list()).toMatchObject({ accounts: 1 });
    expect(calls.filter((call) => call === 'GetObject ledger')).toHaveLength(100);
    const others = calls.filter((call) => call !== 'GetObject ledger');
    expect(others).toEqual(['GetObject fleet', 'PutObject fleet']);
  });
});
