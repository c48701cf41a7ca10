import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays } from '../../lambda/core/day.ts';
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
    const deliveries = await stage.aws.deliveries();
    return deliveries.filter(({ attributes }) => attributes.account?.value === account);
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

  it('leaves a page and a table of the date, the newest page, and a row of the index', async () => {
    const { reports: keys } = await night();
    const found = await reports();
    const folder = `reports/account=${account}`;
    expect([...found.keys(), 'reports/index.html'].sort()).toEqual(
      [...keys, `${folder}/${stage.yesterday}.json`].sort(),
    );
    for (const name of [`${stage.yesterday}.html`, `${stage.yesterday}.csv`, 'latest.html'])
      expect(found.get(`${folder}/${name}`)).toContain(stage.yesterday);
    expect((await stage.objects('reports/index.html')).get('reports/index.html')).toContain(account);
  });

  it('draws the page of an earlier date anew when its late results are in', async () => {
    const before = addDays(stage.yesterday, -1);
    stage.simulator.world.setCounts(before, { ...quietDay, running: 2 });
    await night({}, 1);
    const page = async () => (await reports()).get(`reports/account=${account}/${before}.html`);
    expect(await page()).toContain('1 of 43 files failed so far');
    stage.simulator.world.setCounts(before, { ...quietDay, failure: 3 });
    await night();
    expect(await page()).toContain('3 of 43 files failed');
    expect((await reports()).get(`reports/account=${account}/${before}.csv`)).toContain(
      `${before},measured,0,0,40,3,0`,
    );
  });

  it('makes no report of an account that does not want one, and sums it up all the same', async () => {
    await night({ report: false });
    expect([...(await reports()).keys()]).toEqual([`reports/account=${account}/${stage.yesterday}.json`]);
    expect(await summaries()).toHaveLength(1);
  });

  it('fails when the report cannot be kept, after everything else has been done', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 's3:PutObject' && resource.endsWith('latest.html')
        ? { status: 403, code: 'AccessDenied', message: 'no' }
        : undefined,
    );
    await expect(night()).rejects.toThrow(/not allowed to write reports\/.*latest\.html/);
    expect(await stage.ledger(account)).toMatchObject([{ state: 'measured' }]);
    expect(await summaries()).toHaveLength(1);
    expect([...(await reports()).keys()]).toContain(`reports/account=${account}/${stage.yesterday}.html`);
  });

  it('fails when the summary cannot be told, and the next night tells it', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 'sns:Publish' && resource.endsWith(':reports')
        ? { status: 403, code: 'AuthorizationError', message: 'no' }
        : undefined,
    );
    await expect(night()).rejects.toThrow('AuthorizationError');
    expect(await summaries()).toEqual([]);
    stage.aws.intervene();
    await night();
    expect(await summaries()).toHaveLength(1);
  });
});
