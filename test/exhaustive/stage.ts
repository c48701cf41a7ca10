import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { createNotifier } from '../../lambda/adapters/notifier.ts';
import { createArchive } from '../../lambda/adapters/s3/archive.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import type { Ports } from '../../lambda/ports.ts';
import { type Bucket, createBucket } from '../simulation/bucket.ts';
import type { PlannedNight as InvokedNight, Mishap } from '../simulation/history.ts';
import type { Invocation } from '../simulation/invocation.ts';
import { createTopic, type Topic } from '../simulation/topic.ts';
import type { Sabotage } from '../simulation/world.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';
import type { Happening, Journal } from './journal.ts';
import { account, answerFor, ledgerYear, type PlannedNight, type Scenario } from './scenarios.ts';
import { createScheduler, holdCall, holdSleep, nowFor, type Process, type Scheduler } from './scheduler.ts';
import type { Fault, Touch } from './steps.ts';

/** Where the nights of one schedule act: what they share, who lets them act, and what was seen of it. */
export type Stage = {
  readonly scenario: Scenario;
  readonly scheduler: Scheduler;
  readonly journal: Happening[];
  readonly bucket: Bucket;
  readonly alerts: Topic;
  readonly summaries: Topic;
};

/** An empty stage. */
export function createStage(scenario: Scenario): Stage {
  const journal: Happening[] = [];
  const scheduler = createScheduler({
    onStep: (step) => journal.push({ kind: 'step', step }),
    isClaimed: () => [...bucket.texts].some(([key, text]) => isLedger(key) && text.includes('"claim":')),
  });
  const bucket = createBucket(
    (written) => {
      if (isLedger(written.key)) scheduler.writes += 1;
      journal.push({ kind: 'wrote', night: written.by.planned.requestId, written });
    },
    () => 0,
  );
  const seePublished = (published: Topic['published'][number]) =>
    journal.push({ kind: 'published', night: published.by.planned.requestId, published });
  return {
    scenario,
    scheduler,
    journal,
    bucket,
    alerts: createTopic(seePublished, () => 0),
    summaries: createTopic(seePublished, () => 0),
  };
}

/** Lets happen once more what happened in an earlier schedule, without the nights that did it. */
export async function repeat(stage: Stage, earlier: Journal): Promise<void> {
  const { journal, bucket, alerts, summaries } = stage;
  for (const one of earlier) {
    if (one.kind === 'wrote') {
      const { key: Key, text: Body, by } = one.written;
      await bucket.clientFor(by).send(new PutObjectCommand({ Bucket: '', Key, Body }));
    } else if (one.kind === 'published') {
      const { text, summary, by } = one.published;
      const topic = summary ? summaries : alerts;
      await topic.clientFor(by).send(new PublishCommand(JSON.parse(text)));
    } else journal.push(one);
  }
}

/** The real adapters of a night, whose every call to what others use as well is held. */
export function connect(stage: Stage, process: Process, night: PlannedNight, sabotage?: Sabotage): Ports {
  const { scheduler, scenario, bucket, alerts, summaries } = stage;
  const wire = createWire(process, night);
  const client = holdBucket(scheduler, process, bucket.clientFor(wire.invocation), wire.meet);
  const clock = { now: () => nowFor(process, scheduler), sleep: sleepOf(scheduler, process) };
  const random = () => 0.5;
  const bounds = { clock, random, deadlineMs: Number.POSITIVE_INFINITY };
  const notifierTo = (topic: Topic, name: string) => {
    const sns = holdTopic(scheduler, process, topic.clientFor(wire.invocation), name, wire.meet);
    return createNotifier(sns, `arn:aws:sns:ap-northeast-1:111122223333:${name}`, silentTelemetry, bounds);
  };
  const ports: Ports = {
    vodStation: createVodStation({
      baseUrl: account.baseUrl,
      credentials: createStaticCredentials('ACCESS', 'secret'),
      send: async (input) => answerFor(new URL(String(input)), night),
      clock,
      random,
    }),
    archive: createArchive({ client: sabotage?.s3?.(client) ?? client, name: 'bucket' }, bounds),
    notifier: notifierTo(alerts, 'alerts'),
    ...(scenario.summaries && { summaries: notifierTo(summaries, 'reports') }),
    telemetry: silentTelemetry,
    clock,
    random,
  };
  return sabotage?.ports?.(ports, wire.invocation) ?? ports;
}

/** A night as the simulation plans it: one that nothing befalls but what is explored here. */
export function toInvoked(requestId: string, date: string): InvokedNight {
  const calm = { delayMs: 0, retries: 0, weather: 'fine', skewMs: 0, ourClockMs: 0 } as const;
  return { id: 0, date, requestId, ...calm, faults: [] };
}

/** What the simulated services know of their caller, and the fault that its next call meets. */
function createWire(process: Process, { date }: PlannedNight) {
  let mishap: Mishap | undefined;
  const { name, startedMs } = process;
  const invocation: Invocation = {
    planned: toInvoked(name, date),
    attempt: 0,
    startedMs,
    endedMs: undefined,
    diedMs: undefined,
    bucketFailuresMs: [],
    met: [],
    unanswered: [],
    now: () => startedMs,
    death: new Promise(() => undefined),
    die: () => undefined,
    sleep: async () => undefined,
    call: async (effect) => effect(mishap, 0),
  };
  const meet = (fault: Fault | undefined) => {
    mishap = fault === 'crash' ? undefined : fault;
  };
  return { invocation, meet };
}

type Meet = (fault: Fault | undefined) => void;
type Send = (command: unknown) => Promise<unknown>;

function holdBucket(scheduler: Scheduler, process: Process, client: S3Client, meet: Meet): S3Client {
  const send = client.send as unknown as Send;
  const sendHeld = async (command: unknown) => {
    const touch = touchOf(command);
    if (touch === undefined) {
      meet(undefined);
      return send(command);
    }
    return holdCall(scheduler, process, touch, async (fault) => {
      meet(fault);
      const before = scheduler.writes;
      const answer = send(command);
      const isOwn = touch.isWrite && fault === undefined && scheduler.writes > before;
      if (isLedger(touch.thing) && (isOwn || !touch.isWrite)) process.knownWrites = scheduler.writes;
      return answer;
    });
  };
  return { send: sendHeld } as unknown as S3Client;
}

function holdTopic(
  scheduler: Scheduler,
  process: Process,
  client: SNSClient,
  thing: string,
  meet: Meet,
): SNSClient {
  const send = client.send as unknown as Send;
  const sendHeld = (command: unknown) =>
    holdCall(scheduler, process, { thing, isWrite: true }, async (fault) => {
      meet(fault);
      return send(command);
    });
  return { send: sendHeld } as unknown as SNSClient;
}

/** Nothing for reads of what no night here ever writes: whenever they happen, they give the same. */
function touchOf(command: unknown): Touch | undefined {
  if (command instanceof ListObjectsV2Command)
    return { thing: command.input.Prefix ?? '', isPrefix: true, isWrite: false };
  const isWrite = command instanceof PutObjectCommand;
  if (!isWrite && !(command instanceof GetObjectCommand)) throw new Error('no such call is known');
  const thing = command.input.Key ?? '';
  const isShared =
    thing.startsWith('snapshots/') || (isLedger(thing) && thing.includes(`year=${ledgerYear}`));
  if (isShared) return { thing, isWrite };
  if (isWrite) throw new Error(`no night here should write ${thing}`);
  return undefined;
}

function isLedger(key: string): boolean {
  return key.startsWith('ledger/');
}

function sleepOf(scheduler: Scheduler, process: Process): (ms: number) => Promise<void> {
  return (ms) => holdSleep(scheduler, process, ms);
}
