import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, sendAnswer } from './answer.ts';
import type { AwsCall, Operation, ServiceName } from './aws-call.ts';
import { startEngine } from './engine.ts';
import { type Intervention, performWith } from './interventions.ts';
import { type ReceivedRequest, readRequest } from './received-request.ts';
import { Refusal, toErrorAnswer } from './refusal.ts';
import { createObjectFiles } from './s3/object-files.ts';
import { findObjects } from './s3/objects.ts';
import { createS3 } from './s3/s3.ts';
import { createSecrets } from './secrets.ts';
import { createOutbox, type Delivery } from './sns/outbox.ts';
import { startSns } from './sns/sns.ts';
import { type Topic, toTopicArn } from './sns/topics.ts';
import { createTurns } from './turns.ts';

/** What the embedded AWS is started with. */
export type EmbeddedAwsOptions = {
  /** A free one unless told. */
  readonly port?: number;
  /** Where objects and deliveries lie as files; in memory only unless told. Not for two servers at once. */
  readonly directory?: string;
  /** Of ARNs; ap-northeast-2 unless told. */
  readonly region?: string;
  readonly buckets: readonly string[];
  readonly topics: readonly Topic[];
  /** Secret strings by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Hears of every call that is understood, before it is carried out or refused. */
  readonly onCall?: (call: AwsCall) => void;
  /**
   * Epoch milliseconds; the machine's clock unless told. Then no answer tells the time: a night would take for a second witness what
   * is its own clock.
   */
  readonly now?: () => number;
  /** Answer 409 to a conditional write that meets another one, as S3 may, instead of letting it wait. */
  readonly conflictInsteadOfWaiting?: boolean;
};

/** An S3, SNS and Secrets Manager on loopback. Signatures are not looked at: any credentials will do. */
export type EmbeddedAws = {
  /** Of all three services; without a slash at its end. */
  readonly url: string;
  topicArn(name: string): string;
  /** What was published since the start, one for each recipient. */
  deliveries(): Promise<readonly Delivery[]>;
  /** Creates or rotates a secret. */
  setSecret(name: string, secretString: string): void;
  /** Replaces the intervention in force; none at all to behave again. */
  intervene(intervention?: Intervention): void;
  /** Ends all connections, also those that wait for an answer. */
  stop(): Promise<void>;
};

type Services = Readonly<Record<ServiceName, { recognize(request: ReceivedRequest): Operation }>>;

const letPass: Intervention = () => undefined;

/** Starts it, with what an earlier run left in the directory. Rejects when the port is taken. */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const { port = 0, directory, region = 'ap-northeast-2', buckets, topics, now = Date.now } = options;
  const engine = startEngine(region);
  const outbox = createOutbox(directory);
  const secrets = createSecrets(region, now, options.secrets ?? {});
  const files = directory === undefined ? undefined : createObjectFiles(directory);
  const services: Services = {
    s3: createS3(await findObjects({ engine, buckets, files, now })),
    sns: await startSns({ engine, region, topics, outbox, now }),
    secretsmanager: secrets,
  };
  const turns = createTurns(options.conflictInsteadOfWaiting ?? false);
  let intervention = letPass;

  async function answer(service: ServiceName, request: ReceivedRequest): Promise<Answer | undefined> {
    try {
      const { call, write, perform } = services[service].recognize(request);
      options.onCall?.(call);
      const work = () => performWith(intervention, call, perform);
      return await (write ? turns.take(call.resource, write, work) : work());
    } catch (error) {
      return toErrorAnswer(service, error instanceof Refusal ? error : toInternalError(error));
    }
  }

  const server = createServer(async (message, response) => {
    const request = await readRequest(message).catch(() => undefined); // the caller has gone
    sendAnswer(response, request && (await answer(findService(request), request)), options.now?.());
  });
  const url = await listen(server, port);
  return {
    url,
    topicArn: (name) => toTopicArn(region, name),
    deliveries: async () => [...outbox.deliveries],
    setSecret: secrets.set,
    intervene: (next = letPass) => {
      intervention = next;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await engine.close();
    },
  };
}

/** All three share one address: SNS and Secrets Manager are told by their protocols, the rest is S3. */
function findService({ method, path, headers }: ReceivedRequest): ServiceName {
  if (method !== 'POST' || path !== '/') return 's3';
  return headers['x-amz-target'] === undefined ? 'sns' : 'secretsmanager';
}

/** A fault of this machine, such as a full disk: S3 and SNS would have the same answer for theirs. */
function toInternalError(error: unknown): Refusal {
  return new Refusal(500, 'InternalError', error instanceof Error ? error.message : String(error));
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
