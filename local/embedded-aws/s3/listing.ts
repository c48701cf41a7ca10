import { Refusal } from '../refusal.ts';
import { toElement } from '../xml.ts';

/** What a listing says of an object. */
export type ObjectEntry = { readonly etag: string; readonly size: number; readonly lastModifiedMs: number };

/** S3 never lists more at once. */
const maxKeysLimit = 1000;

/**
 * The document of ListObjectsV2, in the order of the keys' UTF-8 bytes. The emulator's own goes by the machine's
 * language instead, and loses keys between pages.
 */
export async function listObjects(
  bucket: string,
  keys: readonly string[],
  find: (key: string) => Promise<ObjectEntry | undefined>,
  query: URLSearchParams,
): Promise<string> {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : decodeToken(token);
  const maxKeys = Math.min(Number(query.get('max-keys') ?? maxKeysLimit), maxKeysLimit);
  const below = keys.filter((key) => key.startsWith(prefix));
  const names = new Set(below.map((key) => rollUp(key, prefix, delimiter)));
  const left = [...names].filter((name) => compareBytes(name, after) > 0).sort(compareBytes);
  const page = left.slice(0, maxKeys);
  const last = page.at(-1);
  const isTruncated = page.length < left.length && last !== undefined;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    toElement('Name', bucket),
    toElement('Prefix', prefix),
    toElement('KeyCount', page.length),
    toElement('MaxKeys', maxKeys),
    toElement('IsTruncated', isTruncated),
    ...(token === null ? [] : [toElement('ContinuationToken', token)]),
    ...(isTruncated ? [toElement('NextContinuationToken', encodeToken(last))] : []),
    ...(await Promise.all(page.map(async (name) => toListed(name, await find(name))))),
    '</ListBucketResult>',
  ].join('');
}

/** The key, or what it has in common with its neighbours up to the delimiter. */
function rollUp(key: string, prefix: string, delimiter: string): string {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + delimiter.length);
}

function toListed(name: string, entry: ObjectEntry | undefined): string {
  if (!entry) return `<CommonPrefixes>${toElement('Prefix', name)}</CommonPrefixes>`;
  const elements = {
    Key: name,
    LastModified: new Date(entry.lastModifiedMs).toISOString(),
    ETag: entry.etag,
    Size: entry.size,
    StorageClass: 'STANDARD',
  };
  const inner = Object.entries(elements).map(([element, text]) => toElement(element, text));
  return `<Contents>${inner.join('')}</Contents>`;
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function encodeToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function decodeToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (encodeToken(name) === token) return name;
  throw new Refusal(400, 'InvalidArgument', 'The continuation token provided is incorrect');
}
