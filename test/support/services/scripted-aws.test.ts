import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { answerTo, bucket, startWithClients } from '../../local/embedded-aws/embedded-clients.ts';
import type { AwsCall } from './aws-call.ts';

const topics = [{ name: 'alerts', recipients: [{ protocol: 'email', address: 'ops@example.com' } as const] }];
const object = { Bucket: bucket, Key: 'a/b.json' };

describe('an intervention', () => {
  it.each([
    [503, 'SlowDown', 'Please reduce your request rate.'],
    [409, 'ConditionalRequestConflict', 'Try again.'],
    [403, 'AccessDenied', 'Access Denied'],
  ])('makes S3 answer %i without doing anything', async (status, code, message) => {
    const { aws, s3 } = await startWithClients();
    aws.intervene(({ operation }) => (operation === 'PutObject' ? { status, code, message } : undefined));
    const put = s3.send(new PutObjectCommand({ ...object, Body: '{}' }));
    await expect(put).rejects.toMatchObject({ name: code, message, $metadata: { httpStatusCode: status } });
    expect(await answerTo(s3.send(new GetObjectCommand(object)))).toBe('404 NoSuchKey');
  });

  it.each([
    [500, 'InternalFailure'],
    [429, 'Throttling'],
  ])('makes SNS answer %i without delivering', async (status, code) => {
    const { aws, sns } = await startWithClients({ topics });
    aws.intervene(() => ({ status, code, message: 'Rate exceeded' }));
    const publish = sns.send(new PublishCommand({ TopicArn: aws.topicArn('alerts'), Message: 'a' }));
    await expect(publish).rejects.toMatchObject({ name: code, $metadata: { httpStatusCode: status } });
    expect(aws.deliveries()).toEqual([]);
  });

  it('breaks the connection after a message was delivered', async () => {
    const { aws, sns } = await startWithClients({ topics });
    aws.intervene(() => 'break-after');
    const publish = sns.send(new PublishCommand({ TopicArn: aws.topicArn('alerts'), Message: 'a' }));
    await expect(publish).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(aws.deliveries()).toHaveLength(1);
  });

  it('breaks the connection after an object was written', async () => {
    const { aws, s3 } = await startWithClients();
    aws.intervene(() => 'break-after');
    const put = s3.send(new PutObjectCommand({ ...object, Body: '{}' }));
    await expect(put).rejects.toMatchObject({ code: 'ECONNRESET' });
    aws.intervene();
    const { Body } = await s3.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('{}');
  });
});

describe('onCall', () => {
  it('hears of every call in the terms of a policy, also of those that are refused', async () => {
    const calls: AwsCall[] = [];
    const { aws, s3, sns, secretsManager } = await startWithClients({
      topics,
      onCall: (call) => calls.push(call),
    });
    await s3.send(new PutObjectCommand({ ...object, Body: '{}', IfNoneMatch: '*' }));
    await answerTo(s3.send(new PutObjectCommand({ ...object, Body: '{}', IfMatch: '"00"' })));
    await s3.send(new GetObjectCommand(object));
    await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'a/' }));
    await sns.send(new PublishCommand({ TopicArn: aws.topicArn('alerts'), Message: 'a' }));
    const secret = secretsManager.send(new GetSecretValueCommand({ SecretId: 'acme' }));
    await expect(secret).rejects.toThrow("can't find");
    const resource = 'arn:aws:s3:::archive/a/b.json';
    expect(calls.map(({ action, resource, conditions }) => [action, resource, conditions])).toEqual([
      ['s3:PutObject', resource, { 's3:if-none-match': '*' }],
      ['s3:PutObject', resource, { 's3:if-match': '"00"' }],
      ['s3:GetObject', resource, {}],
      ['s3:ListBucket', 'arn:aws:s3:::archive', { 's3:prefix': 'a/' }],
      ['sns:Publish', 'arn:aws:sns:ap-northeast-2:000000000000:alerts', {}],
      [
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:acme-local0',
        {},
      ],
    ]);
  });
});

describe('a secret', () => {
  const name = 'vod-nightly/acme';
  const keys = '{"accessKey":"a","secretKey":"s"}';

  it('is given by its name and by its ARN', async () => {
    const { secretsManager } = await startWithClients({ secrets: { [name]: keys } });
    const { ARN, SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    expect(SecretString).toBe(keys);
    expect(await secretsManager.send(new GetSecretValueCommand({ SecretId: ARN }))).toMatchObject({
      Name: name,
      SecretString: keys,
    });
  });

  it('is given as rotated from then on', async () => {
    const { aws, secretsManager } = await startWithClients({ secrets: { [name]: keys } });
    aws.setSecret(name, 'rotated');
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    expect(SecretString).toBe('rotated');
  });
});

describe('the clock', () => {
  it('is told in each response', async () => {
    const { aws } = await startWithClients({ now: () => Date.UTC(2026, 10, 23, 1, 10, 2) });
    const dates = await Promise.all(
      ['/archive/none', '/no-bucket/none'].map(async (path) =>
        (await fetch(aws.url + path)).headers.get('date'),
      ),
    );
    expect(dates).toEqual(Array(2).fill('Mon, 23 Nov 2026 01:10:02 GMT'));
  });
});
