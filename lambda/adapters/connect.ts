import { S3Client } from '@aws-sdk/client-s3';
import type { Account } from '../config/account.ts';
import { usualLinkDays } from '../core/links/links.ts';
import { baseUrlRule, isBaseUrl } from '../core/vendor/base-url.ts';
import { InvalidInputError } from '../errors.ts';
import type { Archive, FleetPorts, LogFields, Notifier, Pages, Ports } from '../ports.ts';
import { type Bounds, unhurried } from './bounded-call.ts';
import { systemClock } from './clock.ts';
import { type Credentials, createSecretCredentials, createStaticCredentials } from './credentials.ts';
import { agents } from './kept-connections.ts';
import { createKeyRing } from './key-ring.ts';
import { createArchive } from './s3/archive.ts';
import { listenToStoreClock } from './s3/store-clock.ts';
import type { ReadSecret } from './secrets.ts';
import { createTelemetry } from './telemetry.ts';
import { httpGet } from './vendor/http-get.ts';
import { createVodStation } from './vendor/vod-station.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where AWS is and who asks it, when that is not for the AWS SDK's own variables to say. */
export type AwsSettings = {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * Gives everything that a night of an account needs. No call to AWS waits beyond the night's deadline, epoch milliseconds;
 * where there is none, each has a limit of its own. The fields stand in each line of its log.
 */
export type Connect = (
  account: Account,
  night?: { readonly deadlineMs: number; readonly logFields?: LogFields },
) => Ports;

/** A connection that does not come about in so many milliseconds is tried again by the SDK. */
const requestHandler = { connectionTimeout: 5_000, ...agents };

/** Gives everything that a step of a fleet needs, in the same way. */
export type ConnectFleet = (step: {
  readonly deadlineMs: number;
  readonly logFields?: LogFields;
}) => FleetPorts;

/**
 * Builds the clients once, from `VOD_NIGHTLY_BUCKET`, `VOD_NIGHTLY_ALERTS_TOPIC` and the AWS SDK's own variables, its
 * `AWS_ENDPOINT_URL_*` among them. `VOD_NIGHTLY_REPORTS_TOPIC` gets the summaries, if it is set; `VOD_STATION_URL` replaces
 * the address of every account's API. The secrets of key rings have their names behind `VOD_NIGHTLY_RINGS`.
 * @throws InvalidInputError that lists every variable that is missing or wrong
 */
export function connectFrom(
  environment: Environment,
  write: (line: string) => void,
  aws?: AwsSettings,
): Connect {
  const url = environment.VOD_STATION_URL;
  const faults = url !== undefined && !isBaseUrl(url) ? [`VOD_STATION_URL: ${baseUrlRule}`] : [];
  const { within, topics, secrets, readSecret } = connectAws(environment, write, aws, faults);
  const credentialsOf = createCredentialsOf(environment, readSecret);
  return (account, night) => {
    const bounds = { ...unhurried, ...night };
    const { clock, random } = bounds;
    for (const load of account.secret === undefined ? [topics] : [secrets, topics])
      load().catch(() => undefined);
    const vodStation = createVodStation({
      baseUrl: url ?? account.baseUrl,
      credentials: credentialsOf(account),
      send: httpGet,
      clock,
      random,
    });
    return { vodStation, ...within(bounds, night?.logFields) };
  };
}

/**
 * What the steps of a fleet need, which ask the vendor for nothing; from the same variables, and `VOD_NIGHTLY_ROUTED_ALERTS_TOPIC`
 * and `VOD_NIGHTLY_ROUTED_REPORTS_TOPIC` where somebody hears of some accounts only. It is built for the first of the steps: the
 * start of the function does not wait for it.
 */
export function connectFleetFrom(
  environment: Environment,
  write: (line: string) => void,
  aws?: AwsSettings,
): ConnectFleet {
  const { VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: alerts, VOD_NIGHTLY_ROUTED_REPORTS_TOPIC: reports } = environment;
  let connected: ReturnType<typeof connectAws> | undefined;
  return ({ deadlineMs, logFields }) => {
    connected ??= connectAws(environment, write, aws);
    const { within, notifierOf } = connected;
    const bounds = { ...unhurried, deadlineMs };
    return {
      ...within(bounds, logFields),
      routedAlerts: alerts ? notifierOf(alerts, bounds) : undefined,
      routedReports: reports ? notifierOf(reports, bounds) : undefined,
    };
  };
}

/**
 * All but the vendor.
 * @param faults what else is wrong with the environment
 */
function connectAws(
  environment: Environment,
  write: (line: string) => void,
  aws: AwsSettings | undefined,
  faults: readonly string[] = [],
) {
  const required = ['VOD_NIGHTLY_BUCKET', 'VOD_NIGHTLY_ALERTS_TOPIC'] as const;
  const missing = required.filter((name) => !environment[name]).map((name) => `${name}: has to be set`);
  const all = [...missing, ...faults];
  if (all.length > 0) throw new InvalidInputError('the environment', all);
  const archiveWithin = connectStore(environment, aws);
  const telemetryWith = (fields?: LogFields) => createTelemetry(write, () => systemClock.now(), fields);
  const { VOD_NIGHTLY_ALERTS_TOPIC: alertsTopic = '', VOD_NIGHTLY_REPORTS_TOPIC: reportsTopic } = environment;
  const settings = { ...aws, requestHandler };
  const topics = lazily(async () => (await import('./notifier.ts')).connectTopics(settings, telemetryWith()));
  const secrets = lazily(async () => (await import('./secrets.ts')).createSecretReader(settings));
  const readSecret: ReadSecret = async (...secret) => (await secrets())(...secret);
  const pages = connectPages(environment, readSecret);
  const notifierOf = (topic: string, bounds: Bounds): Notifier => ({
    publish: async (...message) => (await topics())(topic, bounds).publish(...message),
  });
  const within = (bounds: Bounds, logFields?: LogFields): Omit<Ports, 'vodStation'> => ({
    archive: archiveWithin(bounds),
    notifier: notifierOf(alertsTopic, bounds),
    summaries: reportsTopic ? notifierOf(reportsTopic, bounds) : undefined,
    pages,
    telemetry: telemetryWith(logFields),
    clock: bounds.clock,
    random: bounds.random,
  });
  return { within, notifierOf, topics, secrets, readSecret };
}

/**
 * What is loaded when it is first needed: at the start of the function it would be waited for, and a night loads it while it
 * waits for its first answers. What keeps it from loading is thrown where it is needed, and may have passed by the next time: the
 * process may have many nights before it.
 */
function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

const dayMs = 86_400_000;

/** Links to the reader, where the stack has one. What signs them is loaded by the first night that has something to say. */
function connectPages(environment: Environment, readSecret: ReadSecret): Pages | undefined {
  const { VOD_NIGHTLY_READER_URL: url, VOD_NIGHTLY_LINK_KEY: secretId } = environment;
  if (!url || !secretId) return undefined;
  const days = Number(environment.VOD_NIGHTLY_LINK_DAYS) || usualLinkDays;
  const links = lazily(async () => {
    const [{ createLinkKey }, { createLinks }] = await Promise.all([
      import('./link-key.ts'),
      import('../reader/links.ts'),
    ]);
    return createLinks(url, createLinkKey(readSecret, secretId, systemClock));
  });
  return {
    linksTo: async (account, nowMs) => (await links()).linksTo(account, nowMs + days * dayMs),
    linkToShift: async (shift, nowMs) => (await links()).linkToShift(shift, nowMs + days * dayMs),
  };
}

/** The archive alone, in `VOD_NIGHTLY_BUCKET`, for a command: each call has a limit of its own. */
export function connectArchive(environment: Environment, aws?: AwsSettings): Archive {
  return connectStore(environment, aws)(unhurried);
}

/** One client for all nights, within whatever bounds. */
function connectStore(environment: Environment, aws: AwsSettings | undefined): (bounds: Bounds) => Archive {
  const client = new S3Client({ ...aws, requestHandler });
  reachByPath(client, aws);
  const clock = listenToStoreClock(client, systemClock);
  const name = environment.VOD_NIGHTLY_BUCKET ?? '';
  return (bounds) => createArchive({ client, name, clock }, bounds);
}

/**
 * A store at an address of its own is reached by path: its buckets have no host names. Where that address is configured, in
 * whichever variable or in the AWS config file, is for the SDK to say, which looks only when it is first used.
 */
function reachByPath(client: S3Client, aws: AwsSettings | undefined): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const configured = aws?.endpoint ?? (await client.config.serviceConfiguredEndpoint?.());
      client.config.forcePathStyle = configured !== undefined;
      return next(args);
    },
    { step: 'initialize', name: 'reachByPath' },
  );
}

/** Each account's keys are kept from night to night while the function lives, and those of a ring are read for all its accounts at once. */
function createCredentialsOf(
  environment: Environment,
  readSecret: ReadSecret,
): (account: Account) => Credentials {
  const { NCP_ACCESS_KEY, NCP_SECRET_KEY, VOD_NIGHTLY_RINGS: prefix = '' } = environment;
  const secretOf = onceEach((id) => createSecretCredentials(readSecret, id));
  const ringOf = onceEach((ring) =>
    createKeyRing(readSecret, { name: ring, secretId: `${prefix}${ring}` }, systemClock),
  );
  return ({ name, secret }) => {
    if (secret === undefined) return createStaticCredentials(NCP_ACCESS_KEY, NCP_SECRET_KEY);
    return typeof secret === 'string' ? secretOf(secret) : ringOf(secret.ring)(name);
  };
}

function onceEach<Thing>(create: (id: string) => Thing): (id: string) => Thing {
  const known = new Map<string, Thing>();
  return (id) => {
    const thing = known.get(id) ?? create(id);
    known.set(id, thing);
    return thing;
  };
}
