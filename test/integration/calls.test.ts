import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays } from '../../lambda/core/time/day.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

/** The table of a night's calls in docs/architecture.md is held against these. */
describe('the calls of a night', () => {
  let stage: Stage;
  let account = '';
  let accounts = 0;
  let calls: string[] = [];

  beforeAll(async () => {
    stage = await startStage(quietDay, {
      secrets: { 'link-key': 'a-key-of-the-stack-0123456789abcdefghij' },
    });
    const links = { VOD_NIGHTLY_READER_URL: 'https://reader.example/', VOD_NIGHTLY_LINK_KEY: 'link-key' };
    for (const [name, value] of Object.entries({ ...stage.environment, ...links })) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  beforeEach(() => {
    accounts += 1;
    account = `calls-${accounts}`;
    stage.simulator.world.setCounts(addDays(stage.yesterday, -1), quietDay);
    stage.simulator.world.setCounts(stage.yesterday, quietDay);
  });
  afterEach(() => {
    stage.aws.intervene();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  function night(daysAgo = 0, settings: object = {}) {
    const scheduledTime = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    return invokeHandler({ ...stage.event({ name: account, ...settings }), scheduledTime });
  }

  /** What a night asks of AWS and of the vendor, by name and in the order of its steps. */
  async function callsOf(run: () => Promise<unknown>): Promise<string[]> {
    calls = [];
    stage.aws.intervene(({ action, resource }) => {
      calls.push(nameOf(action, resource));
      return undefined;
    });
    const before = stage.simulator.requests.length;
    await run();
    const asked = stage.simulator.requests
      .slice(before)
      .map(({ target }) => `ask ${target.split(/[?/]/).at(-2)}`);
    return [...calls, ...asked];
  }

  function nameOf(action: string, resource: string): string {
    const [what = ''] = /(?<=archive\/)[a-z]+|alerts$|reports$|(?<=archive)$/.exec(resource) ?? [];
    return `${action.replace(/^.*:/, '')} ${what}`.trim();
  }

  const quietNight = [
    'GetObject mutes',
    'GetObject ledger',
    'GetObject ledger',
    'PutObject snapshots',
    'PutObject ledger',
    'Publish reports',
    'PutObject ledger',
    'PutObject reports',
    'ask status-statistic',
  ];

  it('are eight of AWS and one of the vendor when all is well', async () => {
    await night(1);
    expect(await callsOf(() => night())).toEqual(quietNight);
  });

  it('are two more of AWS when there is an alert, and what its list of files takes of the vendor', async () => {
    await night(1);
    stage.simulator.world.setCounts(stage.yesterday, badDay);
    const found = await callsOf(() => night());
    expect(found.toSorted()).toEqual(
      [...quietNight, 'Publish alerts', 'PutObject files', 'ask status'].toSorted(),
    );
  });

  it('are one more when messages carry links, and their key was last read five minutes ago', async () => {
    await night(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 60_000 });
    const found = await callsOf(() => night());
    vi.useRealTimers();
    // The first calls after the clock has jumped are made twice, as their signatures have grown old.
    expect(new Set(found)).toEqual(new Set([...quietNight, 'GetSecretValue']));
    expect(found.filter((call) => call === 'GetSecretValue')).toHaveLength(1);
  });

  it('ask the vendor before the ledger has come', async () => {
    await night(1);
    const before = stage.simulator.requests.length;
    stage.aws.intervene(async ({ action }) => {
      if (action === 's3:GetObject')
        await vi.waitFor(() => expect(stage.simulator.requests).toHaveLength(before + 1), { timeout: 3_000 });
      return undefined;
    });
    await night();
    expect(stage.simulator.requests).toHaveLength(before + 1);
    expect(await stage.ledger(account)).toMatchObject([
      { state: 'measured' },
      { date: stage.yesterday, counts: quietDay },
    ]);
  });

  it('are one less for each that nobody wants: summaries, or a page', async () => {
    await night(1, { report: false });
    const found = await callsOf(() => night(0, { report: false }));
    expect(found).toEqual(quietNight.filter((call) => call !== 'PutObject reports'));
  });

  it('are a proof more on the first night, and a look for an account that was begun in another year', async () => {
    const found = await callsOf(() => night());
    expect(found.filter((call) => call === 'ListObjectsV2' || call.startsWith('ListBucket'))).toHaveLength(1);
    expect(found.filter((call) => call.startsWith('ask'))).not.toHaveLength(1);
  });

  it('are a snapshot fewer and two looks more when a date is heard again, being unsettled', async () => {
    stage.simulator.world.setCounts(addDays(stage.yesterday, -1), { ...quietDay, running: 1 });
    await night(1);
    const found = await callsOf(() => night());
    expect(found.filter((call) => call === 'ask status-statistic')).toHaveLength(2);
    expect(found.filter((call) => call === 'PutObject snapshots')).toHaveLength(1);
    expect(found).toHaveLength(quietNight.length + 2);
  });

  it('do not grow when the night runs again: nothing is archived or told twice', async () => {
    await night(1);
    await night();
    const found = await callsOf(() => night());
    expect(found).not.toContain('PutObject snapshots');
    expect(found).not.toContain('Publish reports');
  });
});
