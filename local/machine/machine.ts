import { join } from 'node:path';
import {
  type AwsSettings,
  type Connect,
  type ConnectFleet,
  connectArchive,
  connectFleetFrom,
  connectFrom,
  type Environment,
} from '../../lambda/adapters/connect.ts';
import type { Account } from '../../lambda/config/account.ts';
import type { Config } from '../../lambda/config/config.ts';
import type { Recipient } from '../../lambda/config/recipients.ts';
import { routedRecipients } from '../../lambda/config/routes.ts';
import { InvalidInputError } from '../../lambda/errors.ts';
import type { Archive } from '../../lambda/ports.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { startEmbeddedAws } from '../embedded-aws/server.ts';
import type { Delivery } from '../embedded-aws/sns/outbox.ts';
import type { Topic } from '../embedded-aws/sns/topics.ts';
import { connectAsDeployed, requireKeys } from './deployed/keys.ts';
import { findSchedules, refuseSchedules } from './deployed/schedules.ts';
import { openFolderArchive } from './folder-archive.ts';
import { findKeysHere, ringPrefix } from './keys-here.ts';
import { startSimulatedVendor } from './simulated-vendor.ts';
import { findMixture } from './world-seed.ts';

/** Everything that a night needs, here or wherever the environment says; stopped when it is disposed of. */
export type Machine = AsyncDisposable & {
  readonly connect: Connect;
  /** The same for the steps of a fleet. */
  readonly connectFleet: ConnectFleet;
  /** The stack that it acts on, for the commands that people are told. */
  readonly stack?: string | undefined;
  /** Which API answers, in words. */
  readonly api: string;
  /** Where the archive is, in words. */
  readonly location: string;
  /** Why nights cannot be run on it. */
  readonly mixture?: string | undefined;
  /** Where the embedded SNS lays what it delivers; absent when messages really go out. */
  readonly outbox?: string;
  /** What was delivered since the machine was started; only the embedded SNS knows. */
  readonly deliveries: () => readonly Delivery[];
};

/** Where an archive is: in the bucket that the environment names, or below the directory. */
export type Place = { readonly environment: Environment; readonly directory: string };

/** What a machine is made from. */
export type MachineOptions = Place & {
  readonly config: Config;
  /** Those that it will ask for; nothing when it only tells, for which it needs no keys. */
  readonly accounts: readonly Account[] | undefined;
  /** Takes log lines. */
  readonly write: (line: string) => void;
  /** Whether it archives nothing that it is told: then it may ask the vendor in a folder with simulated counts. */
  readonly onlyLooks?: boolean;
};

const region = 'ap-northeast-2';
const bucket = 'vod-nightly';
const realApi = 'VOD Station';

/**
 * Starts what is not there: the simulator unless NCP_ACCESS_KEY and NCP_SECRET_KEY are set, the embedded S3 and SNS
 * unless VOD_NIGHTLY_BUCKET is. A bucket gets no simulated counts: without keys to ask the real API with, nothing is
 * started. The code that runs a night is the same in all cases.
 * @throws InvalidInputError when only one of the two keys is set, or there are none for a bucket, or in a folder with counts of the
 * other kind
 */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { NCP_ACCESS_KEY, NCP_SECRET_KEY, VOD_NIGHTLY_BUCKET } = options.environment;
  if (options.accounts && Boolean(NCP_ACCESS_KEY) !== Boolean(NCP_SECRET_KEY)) {
    const missing = NCP_ACCESS_KEY ? 'NCP_SECRET_KEY' : 'NCP_ACCESS_KEY';
    throw new InvalidInputError('the environment', [`${missing}: has to be set together with the other key`]);
  }
  return VOD_NIGHTLY_BUCKET ? connectToBucket(options) : startHere(options);
}

/** An archive that can be written, and where AWS is that has what else goes with it. */
export type OpenArchive = AsyncDisposable & {
  readonly archive: Archive;
  readonly services: {
    /** The embedded AWS; absent where the SDK finds it by itself. */
    readonly settings?: AwsSettings;
    readonly environment: Environment;
  };
};

/** An archive by itself that can be written, for commands that ask and tell nobody: they need neither keys nor a topic. */
export async function openArchive(place: Place, config: Config): Promise<OpenArchive> {
  const { environment } = place;
  if (environment.VOD_NIGHTLY_BUCKET) {
    const archive = connectArchive(environment);
    return { archive, services: { environment }, [Symbol.asyncDispose]: async () => undefined };
  }
  const { embedded, services } = await embed(place, config);
  const archive = { ...connectArchive(services.environment, services.settings), ...findArchive(place) };
  return { archive, services, [Symbol.asyncDispose]: () => embedded.stop() };
}

/** The archive as it lies, in the bucket or in the folder of this machine; nothing is started. */
export function findArchive({ environment, directory }: Place): ReadableArchive {
  return environment.VOD_NIGHTLY_BUCKET
    ? connectArchive(environment)
    : openFolderArchive(join(directory, 's3', bucket));
}

async function connectToBucket({ environment, accounts, write }: MachineOptions): Promise<Machine> {
  const connect = connectFrom(environment, write);
  return {
    connect: accounts ? await connectWithKeys(connect, accounts, environment) : connect,
    connectFleet: connectFleetFrom(environment, write),
    stack: environment.VOD_NIGHTLY_STACK,
    api: environment.VOD_STATION_URL ?? realApi,
    location: `s3://${environment.VOD_NIGHTLY_BUCKET}`,
    deliveries: () => [],
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function connectWithKeys(connect: Connect, accounts: readonly Account[], environment: Environment) {
  const schedules = await findSchedules(environment).catch(refuseSchedules);
  requireKeys(accounts, schedules, environment);
  return connectAsDeployed(connect, schedules);
}

async function startHere(options: MachineOptions): Promise<Machine> {
  const { environment, directory, accounts, config, write } = options;
  const withKeys = findKeysHere(directory);
  const haveRings = accounts?.length !== 0 && accounts?.every((one) => withKeys(one).secret !== undefined);
  const asksSimulator = accounts && !environment.NCP_ACCESS_KEY && !haveRings;
  const location = join(directory, 's3', bucket);
  const mixture = accounts && findMixture(directory, location, asksSimulator ? 'simulator' : 'vendor');
  if (mixture !== undefined && (asksSimulator || !options.onlyLooks))
    throw new InvalidInputError('the folder', [mixture]);
  const simulated = asksSimulator ? await startSimulatedVendor(directory, config) : undefined;
  const { embedded, services } = await embed(options, config);
  const { settings } = services;
  const whole = { ...services.environment, ...simulated?.environment };
  const connect = connectFrom(whole, write, settings);
  return {
    connect: simulated
      ? simulated.connectWith(connect)
      : (account, night) => connect(withKeys(account), night),
    connectFleet: connectFleetFrom(whole, write, settings),
    api: simulated
      ? `the simulator at ${simulated.url} (set NCP_ACCESS_KEY and NCP_SECRET_KEY for the real API)`
      : (environment.VOD_STATION_URL ?? realApi),
    location,
    mixture,
    outbox: join(directory, 'outbox'),
    deliveries: embedded.deliveries,
    [Symbol.asyncDispose]: async () => {
      await simulated?.stop();
      await embedded.stop();
    },
  };
}

async function embed({ environment, directory }: Place, config: Config) {
  const topics = topicsOf(config);
  const embedded = await startEmbeddedAws({ directory, region, buckets: [bucket], topics });
  const variables = topics.map(({ name }) => [topicVariables[name], embedded.topicArn(name)]);
  const own = {
    VOD_NIGHTLY_BUCKET: bucket,
    VOD_NIGHTLY_RINGS: ringPrefix,
    VOD_NIGHTLY_SECRETS_TAG: 'local',
    ...Object.fromEntries(variables),
  };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { region, endpoint: embedded.url, credentials };
  return { embedded, services: { environment: { ...environment, ...own }, settings } };
}

/** These stand in where nobody is configured, so that there is something to read in the outbox. */
const mail: Recipient = { protocol: 'email', address: 'ops@example.com' };
const telephone: Recipient = {
  protocol: 'sms',
  address: '+821012345678',
  filter: { severity: ['critical'] },
};

const topicVariables = {
  alerts: 'VOD_NIGHTLY_ALERTS_TOPIC',
  reports: 'VOD_NIGHTLY_REPORTS_TOPIC',
  'routed-alerts': 'VOD_NIGHTLY_ROUTED_ALERTS_TOPIC',
  'routed-reports': 'VOD_NIGHTLY_ROUTED_REPORTS_TOPIC',
} as const;

/** Those of a stack; the routed ones are there only where somebody hears of some accounts only. */
function topicsOf({ alerts, reports }: Config): (Topic & { readonly name: keyof typeof topicVariables })[] {
  const routed = [
    { name: 'routed-alerts', recipients: routedRecipients(alerts) },
    { name: 'routed-reports', recipients: routedRecipients(reports) },
  ] as const;
  return [
    { name: 'alerts', recipients: alerts.length > 0 ? alerts : [mail, telephone] },
    { name: 'reports', recipients: reports.length > 0 ? reports : [mail] },
    ...routed.filter(({ recipients }) => recipients.length > 0),
  ];
}
