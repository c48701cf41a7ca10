import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ConflictError, ForbiddenError, toError } from '../errors.ts';
import type { StoredObject, StoredText } from '../ports.ts';

/** One bucket, and the client that reaches it. */
export type Bucket = { readonly client: S3Client; readonly name: string };

/** Which version a write must find: none, the one with this ETag, or whatever is there. */
export type WriteCondition =
  | { readonly IfNoneMatch: '*' }
  | { readonly IfMatch: string }
  | Readonly<Record<string, never>>;

/** S3 answers 409 instead of 412 when another conditional write is under way: which of them wins is not known yet. */
const undecidedStatus = 409;
const maxAttempts = 5;

/**
 * Reads an object, or nothing when there is none.
 * @throws ForbiddenError; S3 also answers so for a missing key when the caller may not list the bucket
 */
export async function readObject({ client, name }: Bucket, key: string): Promise<StoredText | undefined> {
  try {
    const response = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
    return { text: (await response.Body?.transformToString()) ?? '', version: response.ETag ?? '' };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw explain(error, `read ${key} in ${name}`);
  }
}

/**
 * Writes an object if the condition holds, and gives its new ETag.
 * @throws ConflictError when it does not hold; ForbiddenError
 */
export async function writeObject(
  { client, name }: Bucket,
  { key, body, contentType }: StoredObject,
  condition: WriteCondition,
): Promise<string | undefined> {
  const input = { Bucket: name, Key: key, Body: body, ContentType: contentType, ...condition };
  try {
    return (await client.send(new PutObjectCommand(input))).ETag;
  } catch (error) {
    const deed = `write ${key} in ${name}`;
    // A write on condition of an ETag finds nothing at all when somebody deleted the object meanwhile.
    if (error instanceof S3ServiceException && error.name === 'NoSuchKey')
      throw new ConflictError(`could not ${deed}: it is not there any more`, { cause: error });
    throw explain(error, deed);
  }
}

/** Creates an object unless there is one of this key already; that one is left as it is. */
export async function createObject(bucket: Bucket, object: StoredObject): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeObject(bucket, object, { IfNoneMatch: '*' });
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (statusOf(error.cause) !== undecidedStatus) return;
      if (attempt === maxAttempts) throw error;
    }
  }
}

/** All keys below a prefix, in their order. */
export async function listKeys({ client, name }: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const input = { Bucket: name, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) };
    try {
      const page = await client.send(new ListObjectsV2Command(input));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      token = page.NextContinuationToken;
    } catch (error) {
      throw explain(error, `list ${prefix} in ${name}`);
    }
  } while (token !== undefined);
  return keys.sort();
}

function explain(thrown: unknown, deed: string): Error {
  const error = toError(thrown);
  const status = statusOf(error);
  const what = `${deed}: ${error.name}${error.message === '' ? '' : `, ${error.message}`}`;
  if (status === 412 || status === undecidedStatus)
    return new ConflictError(`could not ${what}`, { cause: error });
  if (status === 403) return new ForbiddenError(`not allowed to ${what}`, { cause: error });
  return new Error(`could not ${what}`, { cause: error });
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
