import { AwsError } from '../errors.ts';
import { toElements } from '../xml.ts';

/** What a listing says of an object. */
type ListedObject = { readonly etag: string; readonly size: number; readonly lastModifiedMs: number };

/** S3 never lists more at once. */
const maxKeysLimit = 1000;

/**
 * The document of ListObjectsV2: a page of the keys, in the order of their UTF-8 bytes.
 * @throws AwsError for a token that was never given
 */
export function listObjects(
  bucket: string,
  keys: readonly string[],
  find: (key: string) => ListedObject | undefined,
  query: URLSearchParams,
): string {
  const token = query.get('continuation-token');
  const after = token === null ? '' : decodeToken(token);
  const maxKeys = Math.min(Number(query.get('max-keys') ?? maxKeysLimit), maxKeysLimit);
  const left = keys.filter((key) => compareBytes(key, after) > 0).toSorted(compareBytes);
  const page = left.slice(0, maxKeys);
  const last = page.at(-1);
  const isTruncated = page.length < left.length && last !== undefined;
  const elements = {
    Name: bucket,
    Prefix: query.get('prefix') ?? '',
    KeyCount: page.length,
    MaxKeys: maxKeys,
    IsTruncated: isTruncated,
    ...(token !== null && { ContinuationToken: token }),
    ...(isTruncated && { NextContinuationToken: encodeToken(last) }),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    toElements(elements),
    ...page.map((key) => describeObject(key, find(key))),
    '</ListBucketResult>',
  ].join('');
}

/** An object that a person has removed meanwhile is not listed. */
function describeObject(key: string, found: ListedObject | undefined): string {
  if (!found) return '';
  const elements = {
    Key: key,
    LastModified: new Date(found.lastModifiedMs).toISOString(),
    ETag: found.etag,
    Size: found.size,
    StorageClass: 'STANDARD',
  };
  return `<Contents>${toElements(elements)}</Contents>`;
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function encodeToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (encodeToken(key) === token) return key;
  throw new AwsError(400, 'InvalidArgument', 'The continuation token provided is incorrect');
}
