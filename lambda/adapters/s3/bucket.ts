import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { retryLostRaces } from '../../archive/lost-races.ts';
import { ConflictError, ForbiddenError, toError } from '../../errors.ts';
import type { CallLimit, StoredObject, StoredText } from '../../ports.ts';
import {
  type Bounds,
  BrokenAnswerError,
  callUntil,
  describeAwsError,
  endOfCall,
  statusOf,
} from '../bounded-call.ts';

/** One bucket, the client that reaches it, and how long that may take. */
export type Bucket = { readonly client: S3Client; readonly name: string; readonly bounds: Bounds };

/** Which version a write must find: none, the one with this ETag, or whatever is there. */
export type WriteCondition =
  | { readonly IfNoneMatch: '*' }
  | { readonly IfMatch: string }
  | Readonly<Record<string, never>>;

/** S3 answers 409 instead of 412 when another conditional write is under way: which of them wins is not known yet. */
const undecidedStatus = 409;
const partStatus = 206;

/**
 * Reads an object, or nothing when there is none. A body that breaks off, stops coming or does not agree with its checksum
 * is read again.
 * @throws ForbiddenError; S3 also answers so for a missing key when the caller may not list the bucket
 */
export async function readObject(
  { client, name, bounds }: Bucket,
  key: string,
  limit?: CallLimit,
): Promise<StoredText | undefined> {
  try {
    return await callUntil(endOfCall(bounds, limit), bounds, async (options) =>
      readAnswer(await client.send(new GetObjectCommand({ Bucket: name, Key: key }), options)),
    );
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw explain(error, `read ${key} in ${name}`);
  }
}

async function readAnswer({ Body, ETag, $metadata }: GetObjectCommandOutput): Promise<StoredText> {
  if (ETag === undefined || Body === undefined)
    throw new BrokenAnswerError('the answer has no ETag, so that it is not from S3');
  if ($metadata.httpStatusCode === partStatus)
    throw new BrokenAnswerError('only a part of the object came, with HTTP status 206');
  try {
    return { text: await Body.transformToString(), version: ETag };
  } catch (error) {
    throw new BrokenAnswerError(`its body did not come whole: ${toError(error).message}`, { cause: error });
  }
}

/**
 * Writes an object if the condition holds, and gives its new ETag.
 * @throws ConflictError when it does not hold; ForbiddenError
 */
export async function writeObject(
  { client, name, bounds }: Bucket,
  { key, body, contentType }: StoredObject,
  condition: WriteCondition,
  limit?: CallLimit,
): Promise<string> {
  const input = { Bucket: name, Key: key, Body: body, ContentType: contentType, ...condition };
  try {
    return await callUntil(endOfCall(bounds, limit), bounds, async (options) => {
      const { ETag } = await client.send(new PutObjectCommand(input), options);
      if (ETag !== undefined) return ETag;
      throw new BrokenAnswerError('the answer has no ETag, so that it is not from S3');
    });
  } catch (error) {
    const action = `write ${key} in ${name}`;
    // A write on condition of an ETag finds nothing at all when somebody deleted the object meanwhile.
    if ('IfMatch' in condition && isMissing(error))
      throw new ConflictError(`could not ${action}: it is not there any more`, { cause: error });
    throw explain(error, action);
  }
}

/**
 * Creates an object unless there is one of this key already; that one is left as it is.
 * @throws ConflictError when S3 cannot say after twelve attempts who was first; ForbiddenError
 */
export async function createObject(bucket: Bucket, object: StoredObject, limit?: CallLimit): Promise<void> {
  await retryLostRaces(bucket.bounds, async () => {
    try {
      await writeObject(bucket, object, { IfNoneMatch: '*' }, limit);
    } catch (error) {
      if (!(error instanceof ConflictError) || statusOf(error.cause) === undecidedStatus) throw error;
    }
  });
}

/** All keys below a prefix, in their order. */
export async function listKeys(
  { client, name, bounds }: Bucket,
  prefix: string,
  limit?: CallLimit,
): Promise<string[]> {
  const untilMs = endOfCall(bounds, limit);
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const input = { Bucket: name, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) };
    try {
      const page = await callUntil(untilMs, bounds, async (options) => {
        const answer = await client.send(new ListObjectsV2Command(input), options);
        if (answer.IsTruncated !== undefined) return answer;
        throw new BrokenAnswerError('the answer does not say whether it is whole, so that it is not from S3');
      });
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      token = page.NextContinuationToken;
    } catch (error) {
      throw explain(error, `list ${prefix} in ${name}`);
    }
  } while (token !== undefined);
  return keys.sort();
}

/** Whether there is no such object, as S3 says it, or a store or proxy that has no words of its own for it. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && toError(error).name !== 'NoSuchBucket';
}

function explain(thrown: unknown, action: string): Error {
  const error = toError(thrown);
  const status = statusOf(error);
  const what = `${action}: ${describeAwsError(error)}`;
  if (status === 412 || status === undecidedStatus)
    return new ConflictError(`could not ${what}`, { cause: error });
  if (status === 403) return new ForbiddenError(`not allowed to ${what}`, { cause: error });
  return new Error(`could not ${what}`, { cause: error });
}
