import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { onTestFinished } from 'vitest';
import {
  type ScriptedAws,
  type ScriptedAwsOptions,
  startScriptedAws,
} from '../../support/services/scripted-aws.ts';

export const bucket = 'archive';

/** The embedded AWS with AWS's own clients, which do not try again; all ends with the test. */
export async function startWithClients(options: Partial<ScriptedAwsOptions> = {}) {
  const aws = await startScriptedAws({ buckets: [bucket], topics: [], ...options });
  onTestFinished(() => aws.stop());
  return { aws, ...connect(aws) };
}

function connect({ url }: ScriptedAws) {
  const settings = {
    endpoint: url,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sns = new SNSClient(settings);
  const secretsManager = new SecretsManagerClient(settings);
  onTestFinished(() => {
    for (const client of [s3, sns, secretsManager]) client.destroy();
  });
  return { s3, sns, secretsManager };
}

/** Status and code of the refusal, or `200` when there was none. */
export async function answerTo(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return '200';
  } catch (error) {
    if (error instanceof S3ServiceException || error instanceof SNSServiceException) {
      return `${error.$metadata.httpStatusCode} ${error.name}`;
    }
    throw error;
  }
}
