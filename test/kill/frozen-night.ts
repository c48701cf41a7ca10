import { setTimeout as wait } from 'node:timers/promises';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { type ForgetfulRelay, startForgetfulRelay } from '../support/forgetful-relay.ts';
import { type SharedClock, startSharedClock } from '../support/shared-clock.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { startWarmBundle, type WarmBundle, type WarmResult } from '../support/warm-bundle.ts';
import { nameOf } from './journal.ts';

/** Where a night stands still, and for how long. */
export type Freeze = {
  /** Just before it sends the request of this number, from 1, or as soon as that has arrived, and is answered meanwhile. */
  readonly place: 'before' | 'during';
  readonly request: number;
  /**
   * `lease`: by the clock it is minutes later, and its claims have run out; of the night there is time left. `deadline`: the night is
   * over as well, and so are the time limits of its calls, which are waited for.
   */
  readonly until: 'lease' | 'deadline';
};

/** A night that stood still, another one for the same account that ran whole meanwhile, and the one after both. */
export type Thawed = {
  readonly freeze: Freeze;
  readonly account: string;
  /** The names of the frozen night's requests that had arrived by then, in their order, and of those that came afterwards. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether it stood still at all; else it never made so many requests. */
  readonly stood: boolean;
  readonly frozen: WarmResult;
  readonly other: WarmResult;
  readonly next: WarmResult;
  readonly lines: readonly LedgerLine[];
  /** The message ids of its alerts, in the order in which they were accepted. */
  readonly alerts: readonly string[];
  readonly pages: readonly string[];
  readonly snapshots: readonly string[];
};

/** Links are signed anew after five minutes: so each night reads the key for them. */
const aheadMs = 301_000;
const nightMs = { lease: 900_000, deadline: 4_000 };
const standMs = { lease: 50, deadline: 2_200 };

/** Two warm functions on a stage of their own. */
export async function openPlace(bundle: string) {
  const secrets = { 'link-key': 'a-key-of-the-stack-0123456789abcdefghij' };
  const stage = await startStage(badDay, { secrets });
  const clock = await startSharedClock(stage);
  const links = { VOD_NIGHTLY_READER_URL: 'https://reader.example/', VOD_NIGHTLY_LINK_KEY: 'link-key' };
  const environment = { ...stage.environment, ...clock.environment, ...links };
  const [aws, vendor] = [
    await startForgetfulRelay(stage.aws.url),
    await startForgetfulRelay(stage.simulator.url),
  ];
  const through = { AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: aws.url, VOD_STATION_URL: vendor.url };
  const one = startWarmBundle(bundle, { ...environment, ...through });
  const other = startWarmBundle(bundle, environment);
  const parts = { stage, clock, one, other, relays: [aws, vendor] };
  let nights = 0;

  return {
    stage,
    freezeOnce: (freeze: Freeze): Promise<Thawed> => {
      nights += 1;
      return freezeOnce(freeze, `frozen-${nights}`, parts);
    },
    [Symbol.asyncDispose]: async () => {
      for (const part of [one, other, aws, vendor, stage]) await part[Symbol.asyncDispose]();
    },
  };
}

type Place = {
  readonly stage: Stage;
  readonly clock: SharedClock;
  readonly one: WarmBundle;
  readonly other: WarmBundle;
  /** Between the one that freezes and the services. */
  readonly relays: readonly ForgetfulRelay[];
};

async function freezeOnce(freeze: Freeze, account: string, place: Place): Promise<Thawed> {
  const { stage, clock, one, other, relays } = place;
  const secret = `keys-of-${account}`;
  stage.aws.setSecret(secret, JSON.stringify(stage.keys));
  const event = stage.event({ name: account, secret });
  let hasFrozen = false;
  const requests = listen(stage, (number) => {
    if (hasFrozen || freeze.place !== 'during' || number !== freeze.request) return;
    hasFrozen = true;
    one.freeze();
  });

  let isOver = false;
  const night = one.invoke(event, nightMs[freeze.until], freeze.place === 'before' ? freeze.request : 0);
  const ended = night.finally(() => {
    isOver = true;
  });
  while (!isOver && !(await one.isFrozen())) await wait(2);
  const stood = !isOver;
  const before = [...requests];
  await clock.advance(aheadMs);
  const others = await other.invoke(event, 60_000);
  if (stood) await wait(standMs[freeze.until]);
  for (const relay of relays) relay.forget('resets');
  requests.length = 0;
  one.thaw();
  const frozen = await ended;
  const after = [...requests];
  const next = await one.invoke(event, 60_000);
  const alerts = stage.aws.deliveries().filter(({ attributes }) => attributes.account?.value === account);
  return {
    ...{ freeze, account, before, after, stood, frozen, other: others, next },
    alerts: alerts.map(({ messageId }) => messageId),
    lines: await stage.ledger(account),
    pages: [...(await stage.objects(`reports/account=${account}/`)).keys()],
    snapshots: [...(await stage.objects(`snapshots/account=${account}/`)).keys()],
  };
}

/** The names of the requests that arrive, in their order. */
function listen(stage: Stage, hear: (number: number) => void): string[] {
  const requests: string[] = [];
  const note = (name: string) => hear(requests.push(name));
  stage.aws.intervene((call) => {
    note(nameOf(call));
    return undefined;
  });
  stage.simulator.behave({
    when: () => {
      note('ask');
      return false;
    },
  });
  return requests;
}
