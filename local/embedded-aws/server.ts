import { join } from 'node:path';
import {
  type Handler,
  type HttpRequest,
  type HttpServer,
  type Middleware,
  startHttpServer,
} from '../http/http-server.ts';
import { makeFolder } from './atomic-file.ts';
import { AwsError, type ServiceName, toErrorResponse } from './errors.ts';
import { keepInFiles } from './s3/object-store.ts';
import { createS3 } from './s3/s3.ts';
import { keepSecretsInFiles } from './secret-store.ts';
import { createSecrets } from './secrets.ts';
import { createOutbox, type Delivery } from './sns/outbox.ts';
import { createSns } from './sns/sns.ts';
import { type Topic, toTopicArn } from './sns/topics.ts';

/** What the embedded AWS is started with. */
export type EmbeddedAwsOptions = {
  /** Where objects, secrets and deliveries lie as files. Not for two servers at once. */
  readonly directory: string;
  /** Of ARNs; ap-northeast-2 unless told. */
  readonly region?: string;
  readonly buckets: readonly string[];
  readonly topics: readonly Topic[];
  /** Epoch milliseconds; the machine's clock unless told. */
  readonly now?: () => number;
  readonly middleware?: Middleware;
};

/**
 * An S3, SNS and Secrets Manager on loopback, which do what this program calls and refuse the rest. Signatures are not looked at:
 * any credentials will do. No response tells the time: a night would take for a second witness what is its own clock.
 */
export type EmbeddedAws = HttpServer & {
  topicArn(name: string): string;
  /** What was published since the start, one for each recipient. */
  deliveries(): readonly Delivery[];
};

/** Starts it, with what an earlier run left in the directory. Rejects when that cannot be a folder. */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const { directory, region = 'ap-northeast-2', buckets, topics, now = Date.now, middleware } = options;
  const outbox = createOutbox(join(directory, 'outbox'));
  const objects = join(directory, 's3');
  makeFolder(objects);
  const services: Readonly<Record<ServiceName, Handler>> = {
    s3: createS3(keepInFiles(objects), buckets),
    sns: createSns({ region, topics, outbox, now }),
    secretsmanager: createSecrets(keepSecretsInFiles(join(directory, 'secrets')), now),
  };

  function handle(request: HttpRequest) {
    const service = findService(request);
    try {
      return services[service](request);
    } catch (error) {
      return toErrorResponse(service, error instanceof AwsError ? error : toInternalError(error));
    }
  }

  const server = await startHttpServer(0, handle, middleware);
  return {
    ...server,
    topicArn: (name) => toTopicArn(region, name),
    deliveries: () => [...outbox.deliveries],
  };
}

/** All three share one address: SNS and Secrets Manager are told by their protocols, the rest is S3. */
export function findService({ method, target, headers }: HttpRequest): ServiceName {
  if (method !== 'POST' || target !== '/') return 's3';
  return headers['x-amz-target'] === undefined ? 'sns' : 'secretsmanager';
}

/** A fault of this machine, such as a full disk: S3 and SNS would have the same answer for theirs. */
function toInternalError(error: unknown): AwsError {
  return new AwsError(500, 'InternalError', error instanceof Error ? error.message : String(error));
}
