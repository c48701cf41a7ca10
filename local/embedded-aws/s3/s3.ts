import type { Answer } from '../answer.ts';
import type { AwsCall, Operation } from '../aws-call.ts';
import type { ReceivedRequest } from '../received-request.ts';
import { Refusal } from '../refusal.ts';
import { checkConditions, isConditional } from './conditional-writes.ts';
import { listObjects } from './listing.ts';
import { checkKey } from './object-files.ts';
import type { Objects } from './objects.ts';
import { readS3Request, type S3Request } from './s3-request.ts';

/** The embedded S3. */
type S3 = {
  /** @throws Refusal */
  recognize(request: ReceivedRequest): Operation;
};

/** Puts S3's rules in front of the objects. */
export function createS3(objects: Objects): S3 {
  async function perform(request: ReceivedRequest, asked: S3Request): Promise<Answer> {
    const { operation, bucket, key } = asked;
    const keys = objects.keys(bucket);
    if (!keys) {
      throw new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
    }
    switch (operation) {
      case 'PutObject':
        checkKey(key);
        checkConditions(request.headers, key, (await objects.find(asked))?.etag);
        return objects.put(asked, request);
      case 'DeleteObject':
        return objects.remove(asked);
      case 'ListObjectsV2': {
        const find = (listed: string) => objects.find({ bucket, key: listed });
        const body = await listObjects(bucket, [...keys], find, request.query);
        return { status: 200, headers: { 'content-type': 'application/xml' }, body };
      }
      case 'HeadBucket':
        return { status: 200, headers: {}, body: '' };
      case 'HeadObject':
        return objects.read(asked, 'HEAD', request.headers);
      case 'GetObject':
        return objects.read(asked, 'GET', request.headers);
    }
  }

  return {
    recognize(request) {
      const asked = readS3Request(request);
      const isWrite = asked.operation === 'PutObject' || asked.operation === 'DeleteObject';
      return {
        call: toCall(request, asked),
        ...(isWrite && { write: isConditional(request.headers) ? 'conditional' : 'unconditional' }),
        perform: () => perform(request, asked),
      };
    },
  };
}

function toCall({ headers, query }: ReceivedRequest, { operation, action, bucket, key }: S3Request): AwsCall {
  const prefix = query.get('prefix');
  const { 'if-match': match, 'if-none-match': noneMatch } = operation === 'PutObject' ? headers : {};
  return {
    service: 's3',
    operation,
    action,
    resource: key === '' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`,
    conditions: {
      ...(match !== undefined && { 's3:if-match': match }),
      ...(noneMatch !== undefined && { 's3:if-none-match': noneMatch }),
      ...(prefix !== null && { 's3:prefix': prefix }),
    },
  };
}
