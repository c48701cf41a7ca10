import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Mishap } from './history.ts';
import type { Invocation } from './invocation.ts';

/** One write that took effect. */
export type Written = {
  readonly key: string;
  readonly text: string;
  /** What the key held before. */
  readonly previous: string | undefined;
  readonly by: Invocation;
};

/** A bucket with the conditional writes of S3, as a night's client reaches it and as an onlooker sees it. */
export type Bucket = {
  readonly texts: ReadonlyMap<string, string>;
  clientFor(invocation: Invocation): S3Client;
};

type Put = {
  readonly Key: string;
  readonly Body: string;
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
};

/** Pages are short so that nobody gets by with the first one. */
const pageSize = 2;

/** An empty bucket; the onlooker is shown every write as it takes effect, with the time. */
export function createBucket(watch: (written: Written) => void, now: () => number): Bucket {
  const texts = new Map<string, string>();
  return { texts, clientFor: (invocation) => ({ send: createSend(invocation) }) as unknown as S3Client };

  function createSend(invocation: Invocation) {
    return (command: unknown) =>
      invocation.call((mishap) => {
        try {
          return serve(command, mishap, invocation);
        } catch (error) {
          if (!isOrdinary(error)) invocation.bucketFailuresMs.push(now());
          throw error;
        }
      });
  }

  function serve(command: unknown, mishap: Mishap | undefined, by: Invocation) {
    if (command instanceof PutObjectCommand) return put(command.input as Put, mishap, by);
    failIf(mishap, ['fails', 'lost', 'retried', 'limited', 'unauthorized']);
    if (command instanceof GetObjectCommand) return get(command.input.Key ?? '');
    if (command instanceof ListObjectsV2Command) return list(command.input);
    throw new Error('the simulated bucket has no such operation');
  }

  function get(key: string) {
    const text = texts.get(key);
    if (text === undefined) {
      throw new NoSuchKey({
        message: 'The specified key does not exist.',
        $metadata: { httpStatusCode: 404 },
      });
    }
    return {
      $metadata: { httpStatusCode: 200 },
      ETag: etagOf(text),
      Body: { transformToString: async () => text },
    };
  }

  function list({ Prefix = '', ContinuationToken = '' }: ListObjectsV2Command['input']) {
    const rest = [...texts.keys()].filter((key) => key.startsWith(Prefix) && key > ContinuationToken).sort();
    const page = rest.slice(0, pageSize);
    const more = rest.length > page.length ? { NextContinuationToken: page.at(-1) } : {};
    return { Contents: page.map((Key) => ({ Key })), IsTruncated: 'NextContinuationToken' in more, ...more };
  }

  function put(input: Put, mishap: Mishap | undefined, by: Invocation) {
    failIf(mishap, ['fails', 'limited', 'unauthorized', 'conflict']);
    const etag = store(input, by);
    // The SDK repeats a request whose answer was lost, and the repeated one meets what the first one wrote.
    if (mishap === 'retried') return { ETag: store(input, by) };
    failIf(mishap, ['lost']);
    return { ETag: etag };
  }

  function store({ Key, Body, IfNoneMatch, IfMatch }: Put, by: Invocation): string {
    const previous = texts.get(Key);
    if (IfNoneMatch === '*' && previous !== undefined) throw failure('PreconditionFailed', 412);
    if (IfMatch !== undefined && previous === undefined) throw failure('NoSuchKey', 404);
    if (IfMatch !== undefined && previous !== undefined && IfMatch !== etagOf(previous)) {
      throw failure('PreconditionFailed', 412);
    }
    texts.set(Key, Body);
    watch({ key: Key, text: Body, previous, by });
    return etagOf(Body);
  }
}

/** What a night has to live with without failing: a missing key, and somebody else's write. */
function isOrdinary(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status === 404 || status === 409 || status === 412;
}

/** Like S3's, the ETag of an object follows from its content alone. */
function etagOf(text: string): string {
  return `"${createHash('md5').update(text).digest('hex')}"`;
}

function failIf(mishap: Mishap | undefined, mishaps: readonly Mishap[]): void {
  if (mishap === undefined || !mishaps.includes(mishap)) return;
  if (mishap === 'conflict') throw failure('ConditionalRequestConflict', 409);
  if (mishap === 'unauthorized') throw failure('AccessDenied', 403);
  if (mishap === 'lost') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  throw failure(mishap === 'limited' ? 'SlowDown' : 'InternalError', 503);
}

function failure(name: string, httpStatusCode: number): S3ServiceException {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return new S3ServiceException({
    name,
    $fault,
    $metadata: { httpStatusCode },
    message: `simulated ${name}`,
  });
}
