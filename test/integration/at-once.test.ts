import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Invocation, invokeHandler } from '../support/invoke-handler.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

describe('nights of one account at once, and again', () => {
  let stage: Stage;
  let account: string;
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  beforeEach(() => {
    accounts += 1;
    account = `at-once-${accounts}`;
  });
  afterEach(() => stage.aws.intervene());
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  async function night(invocation: Invocation = {}): Promise<Error | undefined> {
    try {
      await invokeHandler(stage.event({ name: account }), invocation);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  const alertsOf = async () => {
    const deliveries = stage.aws.deliveries();
    return deliveries.filter(({ attributes }) => attributes.account?.value === account);
  };

  it('tells again, under the same id, when nobody knows whether SNS took the alert', async () => {
    stage.aws.intervene((call) => (call.action === 'sns:Publish' ? 'break-after' : undefined));
    expect((await night())?.name).toBe('NightFailedError');
    stage.aws.intervene();
    await night();
    const ids = (await alertsOf()).map(({ attributes }) => attributes.noticeId?.value);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids)).toEqual(new Set([`${account}/${stage.yesterday}/1`]));
    expect(await stage.ledger(account)).toMatchObject([{ notices: [{ state: 'sent' }] }]);
  });

  it('leaves a notice that another night is telling alone, and fails so that it is run again', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    stage.aws.intervene(async (call) => {
      if (call.action === 'sns:Publish') await held;
      return undefined;
    });
    const first = night();
    await vi.waitFor(async () => expect(await stage.ledger(account)).toHaveLength(1));
    const error = await night({ remainingMs: 3_000 });
    expect(error?.message).toContain('another night');
    expect(await alertsOf()).toEqual([]);
    goOn();
    await first;
    expect(await alertsOf()).toHaveLength(1);
  });

  it('tells once when one event is delivered twice at once, under one request id', async () => {
    stage.aws.intervene(async (call) => {
      if (call.action === 'sns:Publish') await new Promise((resolve) => setTimeout(resolve, 400));
      return undefined;
    });
    const twins = [night({ requestId: 'one-request' }), night({ requestId: 'one-request' })];
    expect(await Promise.all(twins)).toEqual([undefined, undefined]);
    expect(await alertsOf()).toHaveLength(1);
  });

  it('records both when two nights run at once, and tells once', async () => {
    await Promise.all([night({ requestId: 'a' }), night({ requestId: 'b' })]);
    expect(await stage.ledger(account)).toMatchObject([{ notices: [{ kind: 'breached', state: 'sent' }] }]);
    expect(await alertsOf()).toHaveLength(1);
  });
});
