import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invokeHandler } from '../support/invoke-handler.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const trueNow = Date.now;

describe('a night in a world of wrong clocks', () => {
  let stage: Stage;
  let account = '';
  let accounts = 0;
  const log: string[] = [];

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
  });
  beforeEach(() => {
    accounts += 1;
    account = `clocks-${accounts}`;
    stage.simulator.world.setCounts(stage.yesterday, badDay);
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => log.push(String(text)) > 0);
  });
  afterEach(() => {
    stage.simulator.behave();
    vi.restoreAllMocks();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  function night(dueMs = trueNow()) {
    const event = stage.event({ name: account });
    return invokeHandler({ ...event, scheduledTime: new Date(dueMs).toISOString() });
  }

  const setOurClock = (aheadMs: number) =>
    vi.spyOn(Date, 'now').mockImplementation(() => trueNow() + aheadMs);
  const written = async () =>
    [...(await stage.objects()).keys()].filter((key) => key.includes(`=${account}/`));
  const told = async (topic: string) =>
    stage.aws
      .deliveries()
      .filter((delivery) => delivery.attributes.account?.value === account && delivery.topic === topic);

  it.each([
    ['a day ahead', dayMs, 'is not over in Asia/Seoul'],
    ['a year ahead', 365 * dayMs, 'is not over in Asia/Seoul'],
    ['two months ago', -60 * dayMs, 'is more than 38 days ago'],
  ])('is refused before anything is written when it was due %s', async (_, aheadMs, reason) => {
    await night();
    const before = await stage.ledger(account);
    await expect(night(trueNow() + aheadMs)).rejects.toThrow(reason);
    expect(await stage.ledger(account)).toEqual(before);
  });

  it('is refused when it was due in 1970, and on a first night as well', async () => {
    await expect(night(0)).rejects.toThrow('is more than 38 days ago');
    await expect(night(trueNow() + dayMs)).rejects.toThrow('is not over');
    expect(await written()).toEqual([]);
  });

  it('is refused when our clock is a day ahead, and says so', async () => {
    setOurClock(dayMs);
    await expect(night(Date.now())).rejects.toThrow("this machine's clock is 1440 minutes ahead of that");
    expect(await written()).toEqual([]);
  });

  it.each([
    ['ahead', 9 * hourMs],
    ['behind', -9 * hourMs],
  ])('records by the clock of the API when ours is hours %s, and later answers count', async (_, aheadMs) => {
    const fromMs = trueNow() - 2_000;
    stage.simulator.world.setCounts(stage.yesterday, { ...quietDay, running: 1 });
    setOurClock(aheadMs);
    await night();
    const [line] = await stage.ledger(account);
    expect(line).toMatchObject({ state: 'measured', settled: false });
    const recordedMs = Date.parse(line?.state === 'measured' ? line.lastSeenAt : '');
    expect(recordedMs).toBeGreaterThan(fromMs);
    expect(recordedMs).toBeLessThan(trueNow() + 2_000);
    expect(Date.parse(line?.summary?.sentAt ?? '')).toBeLessThan(trueNow() + 2_000);
    expect(log.join('')).toContain("more than a minute off the API's");
    vi.spyOn(Date, 'now').mockImplementation(trueNow);
    stage.simulator.world.setCounts(stage.yesterday, badDay);
    await night(trueNow() + 1_000);
    expect(await told('alerts')).toHaveLength(1);
  });

  it.each([
    ['says its age', { age: '46800', date: new Date(trueNow() - 13 * hourMs).toUTCString() }],
    ['is older than the store’s clock', { date: new Date(trueNow() - 13 * hourMs).toUTCString() }],
  ])('settles nothing by an answer out of a cache, which %s, and asks again', async (_, headers) => {
    const body = JSON.stringify({ content: quietDay });
    stage.simulator.behave({ reply: { kind: 'given', headers, body } });
    await expect(night()).rejects.toThrow('cached');
    expect(await stage.ledger(account)).toMatchObject([{ state: 'unavailable', fault: { code: 'cached' } }]);
    expect((await written()).some((key) => key.startsWith('rejected/'))).toBe(true);
    stage.simulator.behave();
    await night();
    expect(await stage.ledger(account)).toMatchObject([{ state: 'measured', counts: badDay }]);
    expect(await told('alerts')).toMatchObject([{}, {}]);
  });
});
