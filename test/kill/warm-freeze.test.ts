import { platform } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { shiftKey } from '../../lambda/core/ledger/keys.ts';
import { accountOf } from '../support/accounts.ts';
import { bundleAlone } from '../support/bundle-process.ts';
import { startForgetfulRelay } from '../support/forgetful-relay.ts';
import { type SharedClock, startSharedClock } from '../support/shared-clock.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { startWarmBundle, type WarmBundle, type WarmResult } from '../support/warm-bundle.ts';

/** Longer than any promise of ours: keys, links, claims and connections are all older when the function goes on. */
const longMs = 3_600_000;
/** What Lambda gives an invocation here. */
const invocationMs = 20_000;

describe.runIf(platform === 'linux')('a warm function that is frozen between two nights', () => {
  let bundle: string;
  let stage: Stage;
  let clock: SharedClock;
  let nights = 0;

  beforeAll(async () => {
    bundle = await bundleAlone();
  });
  beforeEach(async () => {
    stage = await startStage(badDay, { secrets: { 'link-key': 'a-key-of-the-stack-0123456789abcdefghij' } });
    clock = await startSharedClock(stage);
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  /** The event of a night of an account that nobody has heard of, with keys of its own. */
  function eventOf() {
    nights += 1;
    const name = `frozen-${nights}`;
    stage.aws.setSecret(`keys-of-${name}`, JSON.stringify(stage.keys));
    return { account: { name, secret: `keys-of-${name}` }, scheduledTime: stage.event().scheduledTime };
  }

  /** The next invocation has come by the time that the process goes on. */
  async function invokeFrozen(fn: WarmBundle, event: unknown, meanwhile: () => unknown): Promise<WarmResult> {
    fn.freeze();
    while (!(await fn.isFrozen())) await wait(2);
    await meanwhile();
    const outcome = fn.invoke(event, invocationMs);
    await wait(500);
    fn.thaw();
    return outcome;
  }

  async function expectTold({ account: { name } }: ReturnType<typeof eventOf>): Promise<void> {
    const [line, ...others] = await stage.ledger(name);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ state: 'measured', counts: badDay, notices: [{ state: 'sent' }] });
    const told = stage.aws.deliveries().filter(({ attributes: { account } }) => account?.value === name);
    expect(told.map(({ messageId }) => messageId)).toEqual([line?.notices[0]?.messageId]);
  }

  it.each([
    ['closes', 0],
    ['resets', 0],
    ['resets', longMs],
    ['swallows', longMs],
  ] as const)('measures and tells when the network %s its connections, %i ms later', async (how, aheadMs) => {
    await using aws = await startForgetfulRelay(stage.aws.url);
    await using vendor = await startForgetfulRelay(stage.simulator.url);
    await using fn = startWarmBundle(bundle, {
      ...stage.environment,
      ...clock.environment,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
      VOD_STATION_URL: vendor.url,
      VOD_NIGHTLY_READER_URL: 'https://reader.example/',
      VOD_NIGHTLY_LINK_KEY: 'link-key',
    });
    const [first, second] = [eventOf(), eventOf()];
    expect(await fn.invoke(first, invocationMs)).not.toHaveProperty('error');
    const outcome = await invokeFrozen(fn, second, async () => {
      aws.forget(how);
      vendor.forget(how);
      await clock.advance(aheadMs);
    });
    expect(outcome).not.toHaveProperty('error');
    // Nothing has been waited for in vain.
    expect(outcome.leftMs).toBeGreaterThan(invocationMs - 3_000);
    await expectTold(first);
    await expectTold(second);
  });

  it.each([0, longMs])(
    'lists a shift of which it has read all ledgers before, %i ms later',
    async (aheadMs) => {
      await using aws = await startForgetfulRelay(stage.aws.url);
      await using fn = startWarmBundle(bundle, {
        ...stage.environment,
        ...clock.environment,
        AWS_ENDPOINT_URL: aws.url,
        AWS_ENDPOINT_URL_S3: aws.url,
      });
      const accounts = Array.from({ length: 60 }, (_, index) => accountOf({ name: `of-a-shift-${index}` }));
      await stage.put(shiftKey('seoul'), formatShiftFile(accounts));
      const shift = { name: 'seoul', timeZone: 'Asia/Seoul', time: '00:10' };
      const { scheduledTime } = stage.event();
      const event = { list: { shift, scheduledTime, passesMade: 0, attempts: 0, passes: [600] } };
      expect(await fn.invoke(event, invocationMs)).toMatchObject({ result: { again: true, accounts: 60 } });
      expect(aws.opened()).toBeGreaterThan(40);
      const outcome = await invokeFrozen(fn, event, async () => {
        aws.forget('resets');
        await clock.advance(aheadMs);
      });
      expect(outcome).toMatchObject({ result: { again: true, accounts: 60 } });
    },
  );

  it('reads keys anew when a night was refused while it read them', async () => {
    await using fn = startWarmBundle(bundle, { ...stage.environment, ...clock.environment });
    const event = eventOf();
    const asked = Promise.withResolvers<undefined>();
    const never = new Promise<undefined>(() => undefined);
    stage.aws.intervene(({ operation }) => {
      if (operation !== 'GetSecretValue') return asked.promise;
      asked.resolve(undefined);
      return never;
    });
    const refused = await fn.invoke({ ...event, scheduledTime: longGone() }, 8_000);
    expect(refused.error?.errorType).toBe('NightRefusedError');
    const outcome = await invokeFrozen(fn, event, async () => {
      stage.aws.intervene();
      await clock.advance(longMs);
    });
    expect(outcome).not.toHaveProperty('error');
    await expectTold(event);
  });

  it('gives its question up when a night is refused, and asks anew in the next', async () => {
    await using fn = startWarmBundle(bundle, { ...stage.environment, ...clock.environment });
    const event = eventOf();
    stage.simulator.behave({ times: 1, transfer: { kind: 'slow', headersAfterMs: 60_000 } });
    // The ledger comes when the question is out.
    stage.aws.intervene(async ({ operation }) => {
      while (operation === 'GetObject' && stage.simulator.requests.length === 0) await wait(5);
      return undefined;
    });
    const refused = await fn.invoke({ ...event, scheduledTime: longGone() }, invocationMs);
    expect(refused.error?.errorType).toBe('NightRefusedError');
    expect(refused.leftMs).toBeGreaterThan(invocationMs - 3_000);
    const outcome = await invokeFrozen(fn, event, () => clock.advance(longMs));
    expect(outcome).not.toHaveProperty('error');
    expect(outcome.leftMs).toBeGreaterThan(invocationMs - 3_000);
    await expectTold(event);
  });
});

/** The due time of a night that is refused once its ledger is read. */
function longGone(): string {
  return new Date(Date.now() - 60 * 86_400_000).toISOString();
}
