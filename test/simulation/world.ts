import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { createNotifier } from '../../lambda/adapters/notifier.ts';
import { createArchive } from '../../lambda/adapters/s3/archive.ts';
import { createTelemetry } from '../../lambda/adapters/telemetry.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import type { Account } from '../../lambda/config/account.ts';
import type { NightStart } from '../../lambda/night/context.ts';
import type { Ports } from '../../lambda/ports.ts';
import { type Bucket, createBucket, type Written } from './bucket.ts';
import type { History, PlannedNight } from './history.ts';
import type { Invocation } from './invocation.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { readLedger } from './ledger-lines.ts';
import { createRandom, mix } from './random.ts';
import type { Timeline } from './timeline.ts';
import { createTopic, type Published, type Topic } from './topic.ts';
import { accessKey, createVendor, secretKey, type Vendor } from './vendor.ts';

/** A promise that was broken, and how. */
export type Violation = { readonly invariant: string; readonly detail: string };

/** A defect put on purpose into what a night works with. */
export type Sabotage = {
  readonly name: string;
  readonly ports?: (ports: Ports, invocation: Invocation) => Ports;
  readonly night?: (night: NightStart, nowMs: number, planned: PlannedNight) => NightStart;
  readonly fetch?: (send: typeof fetch, log: (line: string) => void) => typeof fetch;
  readonly s3?: (client: S3Client) => S3Client;
  readonly sns?: (client: SNSClient) => SNSClient;
  /** Whether no time limit ever ends anything. */
  readonly isPatient?: boolean;
};

/** One simulated world: everything outside the program, and what an onlooker has noted down of it. */
export type World = {
  readonly history: History;
  readonly account: Account;
  readonly timeline: Timeline;
  readonly jobs: Jobs;
  readonly vendor: Vendor;
  readonly bucket: Bucket;
  readonly topic: Topic;
  /** Where nights are summed up. */
  readonly summaries: Topic;
  /** One for each write of the mutes, in their order. */
  readonly mutes: StandingMutes[];
  /** All that ever ran, in the order in which they started. */
  readonly processes: Invocation[];
  readonly violations: Violation[];
  /** Every content of a notice that was ever committed, by its id. */
  readonly committed: Map<string, Set<string>>;
  /** Lines logged since the onlooker last read them. */
  readonly logged: string[];
  /** @param deadlineMs by the invocation's own clock */
  portsFor(invocation: Invocation, deadlineMs: number, sabotage?: Sabotage): Ports;
};

/** The mutes that nobody has ended, as they stood in the bucket from one time on, epoch milliseconds. */
export type StandingMutes = {
  readonly fromMs: number;
  readonly mutes: readonly { readonly until: string; readonly exceptCritical: boolean }[];
};

/** What the world does when it sees a write or a message. */
export type Onlooker = {
  onWrite(world: World, written: Written): void;
  onPublish(world: World, published: Published): void;
};

/** Builds the world of a history. */
export function createWorld(history: History, timeline: Timeline, onlooker: Onlooker): World {
  const violations: Violation[] = [];
  const jobs = createJobs(history);
  const object = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const world: World = {
    history,
    account: toAccount(history),
    timeline,
    jobs,
    vendor: createVendor(history, jobs, timeline.now, object, () => isProven(world)),
    bucket: createBucket((written) => onlooker.onWrite(world, written), timeline.now),
    topic: createTopic((published) => onlooker.onPublish(world, published), timeline.now),
    summaries: createTopic((published) => onlooker.onPublish(world, published), timeline.now),
    mutes: [],
    processes: [],
    violations,
    committed: new Map(),
    logged: [],
    portsFor: (invocation, deadlineMs, sabotage) => connect(world, invocation, deadlineMs, sabotage),
  };
  return world;
}

/** Whether a night that starts now finds proven in which order the vendor reads its windows. */
function isProven({ bucket, timeline, history }: World): boolean {
  const since = new Date(timeline.now()).getUTCFullYear() - 1;
  return readLedger(bucket.texts).some(
    ({ date, order, proof }) =>
      proof === 'provenBothEnds' && order === history.order && Number(date.slice(0, 4)) >= since,
  );
}

/** An onlooker can tell from one date's counts alone whether the failures are too many; the other rules look at history. */
export const otherRules = {
  failureRate: false,
  unusualFailures: false,
  volumeDrop: false,
  stuck: false,
} as const;

/** The account that all nights of a history are for. */
function toAccount({
  zone,
  lookBackDays,
  warning,
  critical,
  configured,
  order,
  quiet,
  reports,
}: History): Account {
  return {
    name: 'studio',
    timeZone: zone,
    language: 'en',
    time: '01:10',
    tags: [],
    baseUrl: 'https://vodstation.example',
    windowOrder: configured ? order : 'auto',
    lookBackDays,
    nameFiles: true,
    quiet: { ...quiet, weekdays: [...quiet.weekdays], dates: [...quiet.dates] },
    report: reports,
    rules: {
      failureCount: { warning, ...(critical !== undefined && { critical }) },
      ...otherRules,
    },
  };
}

/** The real adapters over the simulated services; a clock and chances of the night's own. */
function connect(
  world: World,
  invocation: Invocation,
  deadlineMs: number,
  sabotage: Sabotage = { name: 'none' },
): Ports {
  const { timeline, bucket, topic, summaries, vendor, history, logged } = world;
  const log = (line: string) => void logged.push(line);
  const clock = { now: invocation.now, sleep: invocation.sleep };
  const random = createRandom(mix(history.seed, invocation.planned.id, invocation.attempt)).next;
  const bounds = { clock, random, deadlineMs };
  const { s3 = same, sns = same } = sabotage;
  const send = vendor.fetchFor(invocation);
  const telemetry = createTelemetry(log, timeline.now);
  const place = { name: 'simulated-bucket', clock: bucket.clockFor(invocation) };
  const notify = ({ clientFor }: Topic) =>
    createNotifier(sns(clientFor(invocation)), topicArn, telemetry, bounds);
  const ports: Ports = {
    vodStation: createVodStation({
      baseUrl: world.account.baseUrl,
      credentials: createStaticCredentials(accessKey, secretKey),
      send: sabotage.fetch ? sabotage.fetch(send, log) : send,
      clock,
      random,
    }),
    archive: createArchive({ client: s3(bucket.clientFor(invocation)), ...place }, bounds),
    notifier: notify(topic),
    summaries: notify(summaries),
    telemetry,
    clock,
    random,
  };
  return sabotage.ports ? sabotage.ports(ports, invocation) : ports;
}

const topicArn = 'arn:aws:sns:ap-northeast-1:111122223333:alerts';

function same<T>(client: T): T {
  return client;
}
