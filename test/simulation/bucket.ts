import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ClockReading } from '../../lambda/core/time/clock-reading.ts';
import type { Mishap } from './history.ts';
import { type Invocation, never } from './invocation.ts';

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
  readonly texts: Map<string, string>;
  clientFor(invocation: Invocation): S3Client;
  /** What its clock said in the newest answer that came to an invocation; it is always right. */
  clockFor(invocation: Invocation): () => ClockReading | undefined;
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
  const readings = new WeakMap<Invocation, ClockReading>();
  return {
    texts,
    clientFor: (invocation) => ({ send: createSend(invocation) }) as unknown as S3Client,
    clockFor: (invocation) => () => readings.get(invocation),
  };

  function createSend(by: Invocation) {
    return async (command: unknown) => {
      const sentAtMs = by.now();
      let dateMs: number | undefined;
      const onSilence = () => {
        by.bucketFailuresMs.push(now());
        by.unanswered.push(keyOf(command));
      };
      const effect = (mishap: Mishap | undefined) => {
        if (mishap !== 'lost') dateMs = Math.floor(now() / 1_000) * 1_000;
        return serveNoting(command, mishap, by);
      };
      try {
        return await by.call(effect, { hasBody: command instanceof GetObjectCommand, onSilence });
      } finally {
        if (dateMs !== undefined) readings.set(by, { sentAtMs, receivedAtMs: by.now(), serverMs: dateMs });
      }
    };
  }

  function serveNoting(command: unknown, mishap: Mishap | undefined, by: Invocation) {
    try {
      if (mishap === 'foreign') throw new ForeignAnswer();
      return serve(command, mishap, by);
    } catch (error) {
      if (!isOrdinary(error)) by.bucketFailuresMs.push(now());
      if (error instanceof ForeignAnswer) return formForeign(command);
      throw error;
    }
  }

  function serve(command: unknown, mishap: Mishap | undefined, by: Invocation) {
    if (command instanceof PutObjectCommand) return put(command.input as Put, mishap, by);
    failIf(mishap, ['fails', 'lost', 'retried', 'limited', 'unauthorized']);
    if (command instanceof GetObjectCommand) return get(command.input.Key ?? '', mishap === 'stalled');
    if (command instanceof ListObjectsV2Command) return list(command.input);
    throw new Error('the simulated bucket has no such operation');
  }

  function get(key: string, stalls: boolean) {
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
      Body: { transformToString: async () => (stalls ? never() : text) },
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
    const { refusedPrefix } = by.planned;
    if (refusedPrefix !== undefined && Key.startsWith(refusedPrefix)) throw failure('AccessDenied', 403);
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

/** Something else on the way answers in the bucket's place: the request did not come to it. */
class ForeignAnswer extends Error {}

/** What the SDK makes of a page of a proxy with status 200: of a listing and a write nothing at all. */
function formForeign(command: unknown): object {
  const $metadata = { httpStatusCode: 200 };
  if (!(command instanceof GetObjectCommand)) return { $metadata };
  return { $metadata, Body: { transformToString: async () => '<html><body>Sign in</body></html>' } };
}

function keyOf(command: unknown): string {
  if (command instanceof ListObjectsV2Command) return command.input.Prefix ?? '';
  return command instanceof GetObjectCommand || command instanceof PutObjectCommand
    ? (command.input.Key ?? '')
    : '';
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
