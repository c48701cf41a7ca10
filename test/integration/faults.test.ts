import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFrom } from '../../lambda/adapters/connect.ts';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { run } from '../../lambda/night/night.ts';
import type { NightOutcome } from '../../lambda/night/outcome.ts';
import { bundleAlone } from '../support/bundle-process.ts';
import { type Fault, faults, startFaultProxy } from '../support/fault-proxy.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { startWarmBundle, type WarmResult } from '../support/warm-bundle.ts';

/** What Lambda gives a night here, milliseconds: a call that is never answered takes three quarters of what is left. */
const nightMs = 20_000;
/** As many warm functions as keep two cores busy while most of them wait. */
const functions = 12;

/** An answer without a body cannot be cut off in the middle of it. */
const canMeet = (call: string, fault: Fault) => fault !== 'is cut off' || !call.startsWith('PUT');

/** The calls that an alert can do without. */
const dispensable = /mutes|files|html|csv|reports/;

/** What became of a night in which one call met a fault each time, and of a clean one after it. */
type Weathered = {
  readonly call: string;
  readonly fault: Fault;
  /** Whether the call was made. */
  readonly met: boolean;
  readonly night: WarmResult;
  /** How many alerts were out after the first night. */
  readonly alertsAtOnce: number;
  readonly clean: NightOutcome;
  /** The ids of all notices that were told. */
  readonly told: string;
  readonly isArchived: boolean;
};

describe('a night in which one call meets a fault', () => {
  let bundle: string;
  let stage: Stage;
  const weathered: Weathered[] = [];

  beforeAll(async () => {
    [bundle, stage] = await Promise.all([bundleAlone(), startStage(badDay)]);
    const calls = await recordCalls();
    const cases = calls.flatMap((call) =>
      faults.filter((fault) => canMeet(call, fault)).map((fault) => [call, fault] as const),
    );
    const workers = Array.from({ length: functions }, async () => {
      await using place = await openPlace();
      for (let next = cases.shift(); next; next = cases.shift())
        weathered.push(await weather(...next, place));
    });
    await Promise.all(workers);
  }, 240_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  /** A warm function, with one proxy between it and AWS and one between it and the vendor. */
  async function openPlace() {
    const aws = await startFaultProxy(stage.aws.url);
    const vendor = await startFaultProxy(stage.simulator.url);
    const environment = {
      ...stage.environment,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
      VOD_STATION_URL: vendor.url,
    };
    const fn = startWarmBundle(bundle, environment);
    return {
      proxies: [aws, vendor],
      invoke: fn.invoke,
      [Symbol.asyncDispose]: async () => {
        for (const part of [fn, aws, vendor]) await part[Symbol.asyncDispose]();
      },
    };
  }
  type Place = Awaited<ReturnType<typeof openPlace>>;

  function eventFor(name: string) {
    stage.aws.setSecret(`keys-of-${name}`, JSON.stringify(stage.keys));
    return stage.event({ name, secret: `keys-of-${name}` });
  }

  /** The names of the calls of one night in fine weather. */
  async function recordCalls(): Promise<string[]> {
    await using place = await openPlace();
    expect(await place.invoke(eventFor('fine'), nightMs)).not.toHaveProperty('error');
    return [...new Set(place.proxies.flatMap(({ calls }) => calls))];
  }

  async function weather(call: string, fault: Fault, { proxies, invoke }: Place): Promise<Weathered> {
    const name = `${call}-${fault}`.toLowerCase().replaceAll(' ', '-').slice(0, 40).replace(/-$/, '');
    let met = false;
    for (const proxy of proxies) {
      proxy.misbehave((made) => {
        if (made !== call) return undefined;
        met = true;
        return fault;
      });
    }
    const night = await invoke(eventFor(name), nightMs);
    const alertsAtOnce = (await alertsOf(name)).length;
    const clean = await runClean(name);
    const snapshots = await stage.objects(`snapshots/account=${name}/`);
    const [line] = await stage.ledger(name);
    const isArchived = line?.state === 'measured' && snapshots.has(line.snapshot);
    const told = (await alertsOf(name)).join();
    return { call, fault, met, night, alertsAtOnce, clean, told, isArchived };
  }

  /** One more night, in fine weather and with a clock on which waiting passes quickly: another one's claim runs out. */
  async function runClean(name: string): Promise<NightOutcome> {
    const { account, scheduledTime } = parseNightEvent(eventFor(name));
    let slept = 0;
    const clock = {
      now: () => Date.now() + slept,
      sleep: async (ms: number) => {
        slept += ms;
        await wait(Math.min(ms, 50));
      },
    };
    const aws = {
      region: stage.environment.AWS_REGION ?? '',
      endpoint: stage.aws.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const ports = { ...connectFrom(stage.environment, () => undefined, aws)(account), clock };
    const times = { dueMs: Date.parse(scheduledTime), deadlineMs: Date.now() + 300_000 };
    return run({ account, holder: crypto.randomUUID(), ...times }, ports);
  }

  async function alertsOf(name: string): Promise<(string | undefined)[]> {
    const deliveries = stage.aws.deliveries();
    return deliveries.flatMap(({ topic, attributes }) =>
      topic === 'alerts' && attributes.account?.value === name ? attributes.noticeId?.value : [],
    );
  }

  /** The nights of which something does not hold, in words. */
  const failing = (holds: (one: Weathered) => boolean) =>
    weathered
      .filter((one) => !holds(one))
      .map(({ call, fault, night }) => `${call} ${fault}: ${night.error?.errorMessage ?? night.leftMs}`);

  it('is tried with every fault for every call that a night makes, of all services', () => {
    const services = ['GetSecretValue', 'ask', 'list files', 'Publish alerts', 'GET mutes json'];
    const calls = weathered.map(({ call }) => call);
    expect(calls).toEqual(expect.arrayContaining([...services, 'GET ledger jsonl', 'PUT ledger jsonl']));
    expect(failing(({ met }) => met)).toEqual([]);
  });

  it('is over by its deadline, and says so itself', () => {
    expect(failing(({ night }) => night.leftMs > 0)).toEqual([]);
  });

  it('holds no alert back for what an alert can do without', () => {
    expect(failing(({ call, alertsAtOnce }) => !dispensable.test(call) || alertsAtOnce > 0)).toEqual([]);
  });

  it('tells as any other when its calls are only slow', () => {
    expect(failing(({ fault, alertsAtOnce }) => fault !== 'is slow' || alertsAtOnce > 0)).toEqual([]);
  });

  it('loses nothing: after a clean night all is measured, archived, recorded and told', () => {
    const isWhole = ({ clean, isArchived }: Weathered) =>
      isArchived &&
      clean.line?.state === 'measured' &&
      clean.undelivered === 0 &&
      clean.failures.length === 0;
    expect(failing(isWhole)).toEqual([]);
    expect(weathered.map(({ clean }) => clean.line)).toEqual(
      weathered.map(() => expect.objectContaining({ counts: badDay })),
    );
  });

  it('has its alert told at least once, under one id', () => {
    const isTold = ({ clean, told }: Weathered) => {
      const breaches = clean.line?.notices.filter(({ kind }) => kind === 'breached') ?? [];
      return breaches.length === 1 && breaches.every(({ id }) => told.includes(id));
    };
    expect(failing(isTold)).toEqual([]);
  });
});
