import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../lambda/config.ts';
import { type Connect, connectFrom, type Environment } from '../lambda/environment.ts';
import { InvalidInputError } from '../lambda/errors.ts';
import type { Recipient } from '../lambda/recipients.ts';
import type { Delivery } from './embedded-aws/outbox.ts';
import { type EmbeddedAws, startEmbeddedAws } from './embedded-aws/server.ts';
import type { Topic } from './embedded-aws/topics.ts';
import { type Simulator, startSimulator } from './simulator/server.ts';
import { chooseSeed } from './world-seed.ts';

/** Everything that a night needs, here or wherever the environment says; stopped when it is disposed of. */
export type Machine = AsyncDisposable & {
  readonly connect: Connect;
  /** Which API answers, in words. */
  readonly api: string;
  /** Where the archive is, in words. */
  readonly archive: string;
  /** Where the embedded SNS lays what it delivers; absent when messages really go out. */
  readonly outbox: string | undefined;
  /** What was delivered since the machine was started; only the embedded SNS knows. */
  readonly deliveries: () => Promise<readonly Delivery[]>;
};

/** What the machine is made from. */
export type MachineOptions = {
  readonly config: Config;
  readonly environment: Environment;
  /** Where local state lies. */
  readonly directory: string;
  readonly nowMs: number;
  /** Takes log lines. */
  readonly write: (line: string) => void;
};

const region = 'ap-northeast-2';
const bucket = 'vod-nightly';

/**
 * Starts what is not there: the simulator unless NCP_ACCESS_KEY and NCP_SECRET_KEY are set, the embedded S3 and SNS
 * unless VOD_NIGHTLY_BUCKET is. The code that runs a night is the same in all cases.
 * @throws InvalidInputError when only one of the two keys is set
 */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { config, environment, directory, write } = options;
  const { NCP_ACCESS_KEY, NCP_SECRET_KEY } = environment;
  if (Boolean(NCP_ACCESS_KEY) !== Boolean(NCP_SECRET_KEY)) {
    const missing = NCP_ACCESS_KEY ? 'NCP_SECRET_KEY' : 'NCP_ACCESS_KEY';
    throw new InvalidInputError('the environment', [`${missing}: has to be set together with the other key`]);
  }
  const running: (Simulator | EmbeddedAws)[] = [];
  const api = NCP_ACCESS_KEY
    ? { environment, words: environment.VOD_STATION_URL ?? 'VOD Station' }
    : await simulate();
  const aws = environment.VOD_NIGHTLY_BUCKET ? undefined : await embed();
  return {
    connect: aws
      ? connectFrom({ ...api.environment, ...aws.environment }, write, aws.settings)
      : connectFrom(api.environment, write),
    api: api.words,
    archive: aws ? join(directory, 's3', bucket) : `s3://${environment.VOD_NIGHTLY_BUCKET}`,
    outbox: aws && join(directory, 'outbox'),
    deliveries: aws ? aws.deliveries : async () => [],
    [Symbol.asyncDispose]: async () => {
      for (const server of running) await server.stop();
    },
  };

  async function simulate() {
    const seed = await chooseSeed(directory, config, options.nowMs);
    const accessKey = randomBytes(10).toString('hex');
    const secretKey = randomBytes(20).toString('hex');
    const simulator = await startSimulator({ accessKey, secretKey, seed });
    running.push(simulator);
    return {
      words: `the simulator at ${simulator.url} (set NCP_ACCESS_KEY and NCP_SECRET_KEY for the real API)`,
      environment: {
        ...environment,
        VOD_STATION_URL: simulator.url,
        NCP_ACCESS_KEY: accessKey,
        NCP_SECRET_KEY: secretKey,
      },
    };
  }

  async function embed() {
    const topics = topicsOf(config);
    const embedded = await startEmbeddedAws({ directory, region, buckets: [bucket], topics });
    running.push(embedded);
    return {
      environment: {
        VOD_NIGHTLY_BUCKET: bucket,
        VOD_NIGHTLY_ALERTS_TOPIC: embedded.topicArn('alerts'),
        VOD_NIGHTLY_REPORTS_TOPIC: embedded.topicArn('reports'),
      },
      settings: {
        region,
        endpoint: embedded.url,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
      deliveries: () => embedded.deliveries(),
    };
  }
}

/** These stand in where nobody is configured, so that there is something to read in the outbox. */
const mail: Recipient = { protocol: 'email', address: 'ops@example.com' };
const telephone: Recipient = {
  protocol: 'sms',
  address: '+821012345678',
  filter: { severity: ['critical'] },
};

function topicsOf({ alerts, reports }: Config): Topic[] {
  return [
    { name: 'alerts', recipients: alerts.length > 0 ? alerts : [mail, telephone] },
    { name: 'reports', recipients: reports.length > 0 ? reports : [mail] },
  ];
}
