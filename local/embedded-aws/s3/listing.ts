import { AwsError } from '../errors.ts';
import { toElements } from '../xml.ts';

/** S3 never lists more at once. */
const maxKeysLimit = 1000;

/**
 * The document of ListObjectsV2: a page of the keys, in the order of their UTF-8 bytes.
 * @throws AwsError for a token that was never given
 */
export function listObjects(bucket: string, keys: readonly string[], query: URLSearchParams): string {
  const token = query.get('continuation-token');
  const after = token === null ? '' : decodeToken(token);
  const maxKeys = Math.min(Number(query.get('max-keys') ?? maxKeysLimit), maxKeysLimit);
  const left = keys.filter((key) => compareBytes(key, after) > 0).toSorted(compareBytes);
  const page = left.slice(0, maxKeys);
  const last = page.at(-1);
  const isTruncated = page.length < left.length && last !== undefined;
  const elements = {
    Name: bucket,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: encodeToken(last) }),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    toElements(elements),
    ...page.map((key) => `<Contents>${toElements({ Key: key })}</Contents>`),
    '</ListBucketResult>',
  ].join('');
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
