import { randomBytes } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { parseLedgerYear } from '../../lambda/core/ledger/line.ts';
import type { Counts } from '../../lambda/core/ledger/measurement.ts';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import type { Subscriber } from '../../local/embedded-aws/sns/topics.ts';
import { type ScriptedAws, type ScriptedAwsOptions, startScriptedAws } from './services/scripted-aws.ts';
import { type ScriptedSimulator, startScriptedSimulator } from './services/scripted-simulator.ts';

/** A vendor and an AWS that run on this machine, for nights that run in full. */
export type Stage = AsyncDisposable & {
  readonly simulator: ScriptedSimulator;
  readonly aws: ScriptedAws;
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  /** What Lambda would hand to the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** The date that a night due now reports, in Asia/Seoul. */
  readonly yesterday: string;
  /** The event of a night due now. */
  event(account?: object): { readonly account: object; readonly scheduledTime: string };
  objects(prefix?: string): Promise<Map<string, string>>;
  /** Puts an object whatever is there, as a hand or an earlier release might have. */
  put(key: string, text: string): Promise<void>;
  /** Puts the clocks of the vendor and of AWS ahead of the machine's, milliseconds. */
  travel(aheadMs: number): void;
  ledger(account?: string): Promise<LedgerLine[]>;
};

/** A day on which all is well. */
export const quietDay: Counts = { waiting: 0, running: 0, complete: 40, failure: 1, canceled: 0 };
/** A day that breaks the default rules. */
export const badDay: Counts = { waiting: 0, running: 0, complete: 30, failure: 12, canceled: 1 };

const bucket = 'archive';
const region = 'ap-northeast-2';

/** Starts both; `yesterday` has the given counts. */
export async function startStage(
  counts: Counts = badDay,
  options: Partial<ScriptedAwsOptions> = {},
): Promise<Stage> {
  const keys = { accessKey: randomBytes(10).toString('hex'), secretKey: randomBytes(20).toString('hex') };
  let aheadMs = 0;
  const base = options.now ?? Date.now;
  const now = () => base() + aheadMs;
  const simulator = await startScriptedSimulator({ ...keys, now });
  const recipients: Subscriber[] = [
    { protocol: 'email', address: 'ops@example.com' },
    { protocol: 'sms', address: '+821012345678', filter: { severity: ['critical'] } },
  ];
  const topics = [
    { name: 'alerts', recipients },
    { name: 'reports', recipients: [] },
  ];
  const aws = await startScriptedAws({ region, buckets: [bucket], topics, ...options, now });
  const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
  simulator.world.setCounts(yesterday, counts);
  const client = new S3Client({
    region,
    endpoint: aws.url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

  async function objects(prefix = ''): Promise<Map<string, string>> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    const found = new Map<string, string>();
    for (const { Key = '' } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      found.set(Key, (await Body?.transformToString()) ?? '');
    }
    return found;
  }

  return {
    simulator,
    aws,
    keys,
    yesterday,
    environment: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
      VOD_NIGHTLY_BUCKET: bucket,
      VOD_NIGHTLY_ALERTS_TOPIC: aws.topicArn('alerts'),
      VOD_NIGHTLY_REPORTS_TOPIC: aws.topicArn('reports'),
      VOD_STATION_URL: simulator.url,
      NCP_ACCESS_KEY: keys.accessKey,
      NCP_SECRET_KEY: keys.secretKey,
    },
    event: (account = {}) => ({
      account: { name: 'acme', ...account },
      scheduledTime: `${new Date().toISOString().slice(0, 19)}Z`,
    }),
    objects,
    put: async (key, text) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
    },
    ledger: async (account = 'acme') => {
      const years = await objects(`ledger/account=${account}/`);
      return [...years.values()].flatMap(parseLedgerYear);
    },
    travel: (ms) => {
      aheadMs = ms;
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await Promise.all([simulator.stop(), aws.stop()]);
    },
  };
}
