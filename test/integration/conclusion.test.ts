import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays } from '../../lambda/core/time/day.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { quietDay, type Stage, startStage } from '../support/stage.ts';

const subscriber = { protocol: 'email', address: 'boss@example.com' } as const;
const topics = [
  { name: 'alerts', recipients: [] },
  { name: 'reports', recipients: [subscriber] },
];

describe('the end of a night', () => {
  let stage: Stage;
  let account = '';
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(quietDay, { topics });
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  beforeEach(() => {
    accounts += 1;
    account = `conclusion-${accounts}`;
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.simulator.world.setCounts(stage.yesterday, quietDay);
    stage.aws.intervene();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  function night(settings: object = {}, daysAgo = 0) {
    const scheduledTime = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    return invokeHandler({ ...stage.event({ name: account, ...settings }), scheduledTime });
  }

  async function summaries() {
    const deliveries = stage.aws.deliveries();
    return deliveries.filter(({ attributes }) => attributes.account?.value === account);
  }

  async function changeLedger(change: (text: string) => string) {
    for (const [key, text] of await stage.objects(`ledger/account=${account}/`))
      await stage.put(key, change(text));
  }

  const reports = () => stage.objects(`reports/account=${account}/`);

  it('is summed up on the reports topic in five lines, once', async () => {
    await night();
    await night();
    const told = await summaries();
    expect(told).toMatchObject([{ topic: 'reports', recipient: 'boss@example.com' }]);
    expect(told[0]?.body.trimEnd().split('\n')).toHaveLength(5);
    expect(told[0]?.attributes).toMatchObject({
      kind: { value: 'summary' },
      severity: { value: 'info' },
      noticeId: { value: `${account}/${stage.yesterday}/summary` },
    });
    expect(told[0]?.subject).toBe(`${account} ${stage.yesterday}: OK, 1 of 41 files failed`);
  });

  it('is summed up again when a date has been measured that could not be', async () => {
    stage.simulator.behave({ reply: { kind: 'error', httpStatus: 401, code: 210 } });
    await expect(night()).rejects.toThrow('could not be measured');
    await expect(night()).rejects.toThrow('could not be measured');
    stage.simulator.behave();
    await night();
    expect((await summaries()).map(({ subject }) => subject)).toEqual([
      `${account} ${stage.yesterday}: WARNING, not measured (no permission)`,
      `${account} ${stage.yesterday}: OK, 1 of 41 files failed`,
    ]);
  });

  it('leaves one page of its own date, which says when that was', async () => {
    const { page } = await night();
    expect([...(await reports()).keys()]).toEqual([page]);
    const html = (await reports()).get(page ?? '');
    expect(html).toContain(stage.yesterday);
    expect(html).toMatch(/As of <time/i);
  });

  it('leaves the page of an earlier date as the record of what was told then', async () => {
    const before = addDays(stage.yesterday, -1);
    stage.simulator.world.setCounts(before, { ...quietDay, running: 2 });
    const { page } = await night({}, 1);
    stage.simulator.world.setCounts(before, { ...quietDay, failure: 3 });
    await night();
    expect((await reports()).get(page ?? '')).toContain('1 of 43 files failed so far');
    expect(await stage.ledger(account)).toMatchObject([{ date: before, counts: { failure: 3 } }, {}]);
  });

  it('makes no page of an account that does not want one, and sums it up all the same', async () => {
    const { page } = await night({ report: false });
    expect(page).toBeNull();
    expect([...(await reports()).keys()]).toEqual([]);
    expect(await summaries()).toHaveLength(1);
  });

  it('fails when the page cannot be kept, after everything else has been done', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 's3:PutObject' && resource.endsWith('.html')
        ? { status: 403, code: 'AccessDenied', message: 'no' }
        : undefined,
    );
    await expect(night()).rejects.toThrow(/not allowed to write reports\/.*\.html/);
    expect(await stage.ledger(account)).toMatchObject([{ state: 'measured', summary: { state: 'sent' } }]);
    expect(await summaries()).toHaveLength(1);
  });

  it('fails when the summary cannot be told, and the next night tells it', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 'sns:Publish' && resource.endsWith(':reports')
        ? { status: 403, code: 'AuthorizationError', message: 'no' }
        : undefined,
    );
    await expect(night()).rejects.toThrow('AuthorizationError');
    expect(await summaries()).toEqual([]);
    expect(await stage.ledger(account)).toMatchObject([{ summary: { of: 'measured', state: 'pending' } }]);
    stage.aws.intervene();
    await night();
    expect(await summaries()).toHaveLength(1);
  });

  it('is summed up by the next night when its own did not come to it, each under its date', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 'sns:Publish' && resource.endsWith(':reports')
        ? { status: 403, code: 'AuthorizationError', message: 'no' }
        : undefined,
    );
    await expect(night({}, 1)).rejects.toThrow('AuthorizationError');
    stage.aws.intervene();
    await night();
    const before = addDays(stage.yesterday, -1);
    expect((await summaries()).map(({ attributes }) => attributes.date?.value)).toEqual([
      before,
      stage.yesterday,
    ]);
  });

  it('is not summed up again when an earlier release told its summary', async () => {
    await night({ report: false });
    await changeLedger((line) => line.replace(/,"summary":\{[^}]*\}/, ''));
    const told = { version: 1, state: 'measured', messageId: 'm-1', sentAt: '2026-11-22T16:10:09.000Z' };
    await stage.put(`reports/account=${account}/${stage.yesterday}.json`, JSON.stringify(told));
    await night({ report: false });
    expect(await summaries()).toHaveLength(1);
    expect(await stage.ledger(account)).toMatchObject([{ summary: { state: 'sent', messageId: 'm-1' } }]);
  });
});
