import { createHash } from 'node:crypto';
import { accountId, type Operation } from './aws-call.ts';
import type { ReceivedRequest } from './received-request.ts';
import { Refusal } from './refusal.ts';

/** The embedded Secrets Manager: it gives secrets, and keeps them in memory only. */
type Secrets = {
  /** Creates or rotates a secret. */
  set(name: string, secretString: string): void;
  /** @throws Refusal */
  recognize(request: ReceivedRequest): Operation;
};

const target = 'secretsmanager.GetSecretValue';
/** AWS puts six random characters behind the name. */
const arnSuffix = '-local0';

/** Holds secrets that are asked for by name or ARN. */
export function createSecrets(
  region: string,
  now: () => number,
  initial: Readonly<Record<string, string>>,
): Secrets {
  const secrets = new Map<string, { readonly secretString: string; readonly createdMs: number }>();
  const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;

  function set(name: string, secretString: string): void {
    secrets.set(name, { secretString, createdMs: now() });
  }

  function find(name: string): object {
    const secret = secrets.get(name);
    if (!secret) {
      throw new Refusal(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    const { secretString, createdMs } = secret;
    return {
      ARN: prefix + name + arnSuffix,
      Name: name,
      SecretString: secretString,
      VersionId: createHash('sha256').update(`${name} ${createdMs}`).digest('hex').slice(0, 32),
      VersionStages: ['AWSCURRENT'],
      CreatedDate: createdMs / 1000,
    };
  }

  for (const [name, secretString] of Object.entries(initial)) set(name, secretString);
  return {
    set,
    recognize({ headers, body }) {
      const [, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
      if (headers['x-amz-target'] !== target) {
        throw new Refusal(
          400,
          'InvalidRequestException',
          `The embedded Secrets Manager does not do this: ${operation}`,
        );
      }
      const name = readSecretId(body).replace(prefix, '').replace(arnSuffix, '');
      const resource = prefix + name + arnSuffix;
      const headersOfAnswer = { 'content-type': 'application/x-amz-json-1.1' };
      return {
        call: {
          service: 'secretsmanager',
          operation,
          action: 'secretsmanager:GetSecretValue',
          resource,
          conditions: {},
        },
        perform: async () => ({ status: 200, headers: headersOfAnswer, body: JSON.stringify(find(name)) }),
      };
    },
  };
}

function readSecretId(body: Buffer): string {
  const document: unknown = JSON.parse(body.toString());
  if (typeof document === 'object' && document !== null && 'SecretId' in document)
    return String(document.SecretId);
  throw new Refusal(400, 'InvalidParameterException', 'SecretId is missing');
}
