import type { ReceivedRequest } from '../received-request.ts';
import { Refusal } from '../refusal.ts';

type Kind = {
  readonly operation:
    | 'HeadBucket'
    | 'ListObjectsV2'
    | 'HeadObject'
    | 'GetObject'
    | 'PutObject'
    | 'DeleteObject';
  /** docs: service authorization reference, S3. */
  readonly action: string;
  readonly method: 'HEAD' | 'GET' | 'PUT' | 'DELETE';
  readonly queryNames: readonly string[];
};

/** What is asked of which object. The key is empty when the bucket itself is meant. */
export type S3Request = Kind & { readonly bucket: string; readonly key: string };

const listNames = ['list-type', 'prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after'];

const bucketKinds: readonly Kind[] = [
  { method: 'HEAD', operation: 'HeadBucket', action: 's3:ListBucket', queryNames: [] },
  { method: 'GET', operation: 'ListObjectsV2', action: 's3:ListBucket', queryNames: listNames },
];

const objectKinds: readonly Kind[] = [
  { method: 'HEAD', operation: 'HeadObject', action: 's3:GetObject', queryNames: [] },
  { method: 'GET', operation: 'GetObject', action: 's3:GetObject', queryNames: [] },
  { method: 'PUT', operation: 'PutObject', action: 's3:PutObject', queryNames: [] },
  { method: 'DELETE', operation: 'DeleteObject', action: 's3:DeleteObject', queryNames: [] },
];

/**
 * Understands a path-style request.
 * @throws Refusal 501 for anything that is not guarded and kept in files here, such as copies and uploads in parts
 */
export function readS3Request({ method, path, query, headers }: ReceivedRequest): S3Request {
  const [bucket = '', key = ''] = decodePath(path)
    .slice(1)
    .split(/\/(.*)/s);
  const kind = (key === '' ? bucketKinds : objectKinds).find((each) => each.method === method);
  const unknown =
    kind && [...query.keys()].some((name) => name !== 'x-id' && !kind.queryNames.includes(name));
  const isOldList = kind?.operation === 'ListObjectsV2' && query.get('list-type') !== '2';
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  const isConditionalDelete = method === 'DELETE' && headers['if-match'] !== undefined;
  if (!kind || unknown || isOldList || isCopy || isConditionalDelete) {
    throw new Refusal(501, 'NotImplemented', `The embedded S3 does not do this: ${method} ${path}?${query}`);
  }
  return { ...kind, bucket, key };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new Refusal(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}
