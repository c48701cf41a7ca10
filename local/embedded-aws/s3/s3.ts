import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Handler, HttpRequest, HttpResponse } from '../../http/http-server.ts';
import { AwsError } from '../errors.ts';
import { checkConditions } from './conditional-writes.ts';
import { listObjects } from './listing.ts';
import { isFilePath, type ObjectStore } from './object-store.ts';

/** What is asked, path-style. The key is empty when the bucket itself is meant. */
type S3Request = HttpRequest & {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
};

type Operation = (store: ObjectStore, request: S3Request) => HttpResponse;

/**
 * Answers as S3 does: GetObject, PutObject with its conditions and ListObjectsV2.
 * @throws AwsError, 501 for whatever else S3 can do
 */
export function createS3(store: ObjectStore, buckets: readonly string[]): Handler {
  return (received) => {
    const request = readRequest(received);
    const operation = findOperation(request);
    if (!operation) {
      const message = `The embedded S3 does not do this: ${request.method} ${request.target}`;
      throw new AwsError(501, 'NotImplemented', message);
    }
    const { bucket } = request;
    if (buckets.includes(bucket)) return operation(store, request);
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  };
}

function readRequest(request: HttpRequest): S3Request {
  const [path = '', query] = request.target.split(/\?(.*)/s);
  try {
    const [bucket = '', key = ''] = decodeURIComponent(path)
      .slice(1)
      .split(/\/(.*)/s);
    return { ...request, bucket, key, query: new URLSearchParams(query) };
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** A parameter or header that is not known asks for something else, such as a copy, a tag or a part of an upload. */
function findOperation({ method, key, query, headers }: S3Request): Operation | undefined {
  const names = [...query.keys()].filter((name) => name !== 'x-id');
  if (key === '') {
    const known = ['list-type', 'prefix', 'max-keys', 'continuation-token'];
    const isList = query.get('list-type') === '2' && names.every((name) => known.includes(name));
    return method === 'GET' && isList ? listBucket : undefined;
  }
  if (names.length > 0) return undefined;
  const isStream = headers['content-encoding']?.includes('aws-chunked');
  if (method === 'PUT') return isStream || headers['x-amz-copy-source'] ? undefined : putObject;
  const isPartial = Object.keys(headers).some((name) => name === 'range' || name.startsWith('if-'));
  return method === 'GET' && !isPartial ? getObject : undefined;
}

function getObject(store: ObjectStore, { bucket, key, headers }: S3Request): HttpResponse {
  const body = store.read(`${bucket}/${key}`);
  if (!body) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  const isChecked = headers['x-amz-checksum-mode'] !== undefined;
  const checksum = isChecked && { 'x-amz-checksum-crc32': checksumOf(body) };
  return { status: 200, headers: { etag: etagOf(body), ...checksum }, body };
}

function putObject(store: ObjectStore, { bucket, key, headers, body }: S3Request): HttpResponse {
  checkKey(key);
  const sum = headers['x-amz-checksum-crc32'];
  if (sum !== undefined && sum !== checksumOf(body))
    throw new AwsError(400, 'BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  const path = `${bucket}/${key}`;
  const present = store.read(path);
  checkConditions(headers, present && etagOf(present));
  store.write(path, body);
  return { status: 200, headers: { etag: etagOf(body) }, body: '' };
}

function listBucket(store: ObjectStore, { bucket, query }: S3Request): HttpResponse {
  const paths = store.list(`${bucket}/${query.get('prefix') ?? ''}`);
  const keys = paths.map((path) => path.slice(bucket.length + 1));
  const body = listObjects(bucket, keys, query);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** Keys become paths of files, so those that would lead elsewhere cannot be had, though S3 itself has them. */
function checkKey(key: string): void {
  if (isFilePath(key)) return;
  const rule = 'has to be a relative path without empty, "." and ".." parts and backslashes';
  throw new AwsError(400, 'InvalidArgument', `${key}: a key of the embedded S3 ${rule}`);
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function checksumOf(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
