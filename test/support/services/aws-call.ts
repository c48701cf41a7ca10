import type { ServiceName } from '../../../local/embedded-aws/errors.ts';
import { findService } from '../../../local/embedded-aws/server.ts';
import { accountId } from '../../../local/embedded-aws/sns/topics.ts';
import type { HttpRequest } from '../../../local/http/http-server.ts';

/** One call of an AWS API, in IAM's terms: what a policy would be asked to allow. */
export type AwsCall = {
  readonly service: ServiceName;
  /** The API's own name of it, e.g. `ListObjectsV2`. */
  readonly operation: string;
  /** The permission it takes, e.g. `s3:ListBucket`, which is not always named like the operation. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** IAM's condition keys that the request fills, e.g. `s3:if-none-match` or `s3:prefix`. */
  readonly conditions: Readonly<Record<string, string>>;
};

/** Reads a request that the embedded AWS was sent. */
export function readAwsCall(request: HttpRequest, region: string): AwsCall {
  const service = findService(request);
  if (service === 's3') return readS3Call(request);
  if (service === 'secretsmanager') return readSecretsCall(request, region);
  const fields = new URLSearchParams(request.body.toString());
  const operation = fields.get('Action') ?? '';
  const resource = fields.get('TopicArn') ?? '*';
  return { service, operation, action: `sns:${operation}`, resource, conditions: {} };
}

/** The ARN of a secret; AWS puts six random characters behind the name. */
export function secretArn(region: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-local0`;
}

/** The secret that is asked for by its name or its ARN, or that is to be made. */
export function secretNameIn({ body }: HttpRequest): string {
  const { Name = '', SecretId = Name } = JSON.parse(body.toString()) as { Name?: string; SecretId?: string };
  return SecretId.replace(/^arn:.*:secret:(.*)-local0$/, '$1');
}

function readSecretsCall(request: HttpRequest, region: string): AwsCall {
  const [, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  const action = `secretsmanager:${operation}`;
  const resource = secretArn(region, secretNameIn(request));
  return { service: 'secretsmanager', operation, action, resource, conditions: {} };
}

function readS3Call({ method, target, headers }: HttpRequest): AwsCall {
  const [path = '', query] = target.split(/\?(.*)/s);
  const [bucket = '', key = ''] = decodeURIComponent(path)
    .slice(1)
    .split(/\/(.*)/s);
  const verb = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
  const prefix = new URLSearchParams(query).get('prefix');
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  return {
    service: 's3',
    operation: key === '' ? 'ListObjectsV2' : `${verb}Object`,
    action: key === '' ? 's3:ListBucket' : `s3:${verb}Object`,
    resource: key === '' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`,
    conditions: {
      ...(match !== undefined && { 's3:if-match': match }),
      ...(noneMatch !== undefined && { 's3:if-none-match': noneMatch }),
      ...(prefix !== null && { 's3:prefix': prefix }),
    },
  };
}
