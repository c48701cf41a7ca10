import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSnapshot } from '../../lambda/core/ledger/read-snapshot.ts';
import { type Invocation, invokeHandler } from '../support/invoke-handler.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

describe('the handler, over HTTP and against the embedded services', () => {
  let stage: Stage;
  let log: string;
  const answers: unknown[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    log = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      log += String(text);
      return true;
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });
  let account: string;
  let accounts = 0;
  beforeEach(() => {
    accounts += 1;
    account = `account-${accounts}`;
    stage.simulator.world.setCounts(stage.yesterday, badDay);
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.aws.intervene();
  });

  async function night(settings: object = {}, invocation: Invocation & { due?: string } = {}) {
    try {
      const event = stage.event({ name: account, ...settings });
      const { due: scheduledTime = event.scheduledTime } = invocation;
      const answer = await invokeHandler({ ...event, scheduledTime }, invocation);
      answers.push(answer);
      return { answer };
    } catch (error) {
      errors.push(String(error), String((error as Error).stack));
      return { error: error as Error };
    }
  }

  const alertsOf = async () => {
    const deliveries = stage.aws.deliveries();
    return deliveries.filter(({ attributes }) => attributes.account?.value === account);
  };

  it('archives the answer, records it and tells it, the first night ever', async () => {
    expect(await night()).toMatchObject({ answer: { state: 'measured', counts: badDay } });
    const [line] = await stage.ledger(account);
    expect(line).toMatchObject({
      date: stage.yesterday,
      state: 'measured',
      settled: true,
      revision: 1,
      order: 'toIsStart',
      proof: 'provenBothEnds',
      findings: [
        { rule: 'failureCount', severity: 'warning', value: 12, threshold: 5 },
        { rule: 'failureRate', severity: 'warning', value: 28.6, threshold: 20 },
      ],
      notices: [{ kind: 'breached', state: 'sent' }],
    });
    const snapshots = await stage.objects(`snapshots/account=${account}/date=${stage.yesterday}/`);
    expect([...snapshots.keys()]).toEqual([line?.state === 'measured' && line.snapshot]);
    const [snapshot] = [...snapshots.values()].map((text) => JSON.parse(text));
    expect(JSON.parse(snapshot.reply.body.text)).toEqual({ content: badDay });
    expect(await alertsOf()).toMatchObject([{ subject: expect.stringContaining('12 of 43 files failed') }]);
  });

  it('writes its metrics into the log: those of the date under the date, those of the night under now', async () => {
    log = '';
    const beforeMs = Date.now();
    await night();
    const documents = log.split('\n').flatMap((line) => (line.includes('_aws') ? [JSON.parse(line)] : []));
    const [ofDate, ofNight] = documents;
    expect(ofDate).toMatchObject({ account, Failure: 12, Complete: 30, Canceled: 1 });
    expect(new Date(ofDate._aws.Timestamp + 9 * 3_600_000).toISOString()).toContain(stage.yesterday);
    expect(ofNight).toMatchObject({
      account,
      NightCompleted: 1,
      NightFailed: 0,
      NoticesTold: 1,
      NoticesUndelivered: 0,
    });
    expect(ofNight._aws.Timestamp).toBeGreaterThanOrEqual(beforeMs);
  });

  it('adds nothing when the same night runs again and hears the same', async () => {
    await night();
    const [before] = await stage.ledger(account);
    await night();
    const [after] = await stage.ledger(account);
    expect(await alertsOf()).toHaveLength(1);
    expect([...(await stage.objects(`snapshots/account=${account}/`)).keys()]).toHaveLength(1);
    expect(after).toEqual({ ...before, lastSeenAt: expect.any(String) });
  });

  it('keeps each different answer: five, then six, then five again are three', async () => {
    for (const failure of [5, 6, 5]) {
      stage.simulator.world.setCounts(stage.yesterday, { ...badDay, failure });
      await night();
    }
    expect([...(await stage.objects(`snapshots/account=${account}/`)).keys()]).toHaveLength(3);
    expect(await stage.ledger(account)).toMatchObject([{ revision: 3, counts: { failure: 5 } }]);
  });

  it('asks for no more windows than its budget allows, and leaves what is over as not asked', async () => {
    const zeros = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
    const body = JSON.stringify({ content: zeros }); // proves no order, so that each date takes two questions
    stage.simulator.behave({ reply: { kind: 'given', body } });
    const aMonthAgo = new Date(Date.now() - 31 * 86_400_000).toISOString();
    await night({ lookBackDays: 31 }, { due: aMonthAgo });
    const before = stage.simulator.requests.length;
    await night({ lookBackDays: 31 });
    expect(stage.simulator.requests.length - before).toBe(48);
    const states = (await stage.ledger(account)).map((line) => line.state === 'measured' || line.fault.code);
    expect(states.filter((state) => state === 'notAsked').length).toBeGreaterThan(5);
  });

  it('stays quiet on a day that breaks no rule', async () => {
    stage.simulator.world.setCounts(stage.yesterday, quietDay);
    expect(await night()).toMatchObject({ answer: { findings: [], notices: [] } });
    expect(await alertsOf()).toEqual([]);
  });

  it('records zeros as measured but unproven when every order answers zeros', async () => {
    stage.simulator.world.setCounts(stage.yesterday, {
      waiting: 0,
      running: 0,
      complete: 0,
      failure: 0,
      canceled: 0,
    });
    await night();
    expect(await stage.ledger(account)).toMatchObject([
      { state: 'measured', proof: 'unproven', counts: { failure: 0 } },
    ]);
  });

  it('takes an empty list for zeros beside an empty list of files, and archives both', async () => {
    await night();
    const nothing = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
    stage.simulator.world.setCounts(stage.yesterday, nothing);
    stage.simulator.behave({ emptyList: true });
    const before = stage.simulator.requests.length;
    await night();
    expect(stage.simulator.requests.length - before).toBe(2);
    expect(await stage.ledger(account)).toMatchObject([{ counts: nothing, proof: 'provenBothEnds' }]);
    const newest = [...(await stage.objects(`snapshots/account=${account}/`)).values()].at(-1) ?? '';
    expect(JSON.parse(newest).reply.body.text).toBe('{"content":[]}');
    expect(parseSnapshot(newest).counts).toEqual(nothing);
  });

  it('proves the right order although the server drops windows that it cannot make sense of', async () => {
    stage.simulator.behave({ reversedWindow: 'drop' });
    await night();
    expect(await stage.ledger(account)).toMatchObject([
      { order: 'toIsStart', proof: 'provenBothEnds', counts: badDay },
    ]);
  });

  it('tells an outage as an outage, never as zeros, and measures the date when it is over', async () => {
    stage.simulator.behave({ reply: { kind: 'page', httpStatus: 404 } });
    const { error } = await night();
    expect(error?.name).toBe('NightFailedError');
    expect(await stage.ledger(account)).toMatchObject([
      { state: 'unavailable', fault: { code: 'notFound' } },
    ]);
    expect(await alertsOf()).toMatchObject([{ subject: expect.stringContaining('not measured') }]);
    stage.simulator.behave();
    await night();
    expect(await stage.ledger(account)).toMatchObject([{ state: 'measured', counts: badDay }]);
  });

  it('tells of an answer that could not be archived as of any fault, and measures the date when it can', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 's3:PutObject' && resource.includes('/snapshots/')
        ? { status: 403, code: 'AccessDenied', message: 'no' }
        : undefined,
    );
    expect((await night()).error?.message).toContain('not allowed to write snapshots/');
    expect(await stage.ledger(account)).toMatchObject([
      {
        state: 'unavailable',
        fault: { code: 'notArchived' },
        notices: [{ kind: 'unavailable', state: 'sent' }],
      },
    ]);
    expect(await alertsOf()).toMatchObject([{ subject: expect.stringContaining('answer not archived') }]);
    stage.aws.intervene();
    await night();
    expect(await stage.ledger(account)).toMatchObject([{ state: 'measured', counts: badDay }]);
  });

  it('signs with the keys in the secret, and reads them again when they were rotated', async () => {
    const { accessKey, secretKey } = stage.keys;
    stage.aws.setSecret('vendor-keys', JSON.stringify({ accessKey, secretKey: 'the old one' }));
    expect((await night({ secret: 'vendor-keys' })).error).toBeDefined();
    stage.aws.setSecret('vendor-keys', JSON.stringify({ accessKey, secretKey }));
    expect(await night({ secret: 'vendor-keys' })).toMatchObject({ answer: { state: 'measured' } });
  });

  it('says that credentials are not set while the secret holds the placeholder, and asks nothing', async () => {
    stage.aws.setSecret('new-keys', JSON.stringify({ accessKey: 'not-set', secretKey: 'not-set' }));
    const asked = stage.simulator.requests.length;
    expect((await night({ secret: 'new-keys' })).error?.message).toContain('credentialsNotSet');
    expect(stage.simulator.requests).toHaveLength(asked);
  });

  it('leaks neither the secret key nor any signature, even when the vendor quotes them', async () => {
    stage.simulator.behave({ times: 2, reply: { kind: 'echo', escapesSlashes: true } });
    await night();
    const written = [...(await stage.objects())].flat();
    const sent = stage.aws.deliveries().map((delivery) => JSON.stringify(delivery));
    const everything = [log, ...written, ...sent, ...errors, JSON.stringify(answers)]
      .join('\n')
      .replaceAll('\\', '');
    expect(everything).toContain(stage.yesterday);
    const signatures = stage.simulator.requests.map(({ signature = '' }) => signature);
    expect(signatures.length).toBeGreaterThan(10);
    for (const secret of [stage.keys.secretKey, ...signatures]) {
      expect(secret).not.toBe('');
      expect(everything.includes(secret)).toBe(false);
    }
  });
});
