import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightly } from '../../infra/vod-nightly.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { accountId, deployOnPaper, type PaperDeployment, region } from './paper-deployment.ts';
import { type AwsCall, refusedBy } from './permissions.ts';
import { createQuickApp, synthesisMs, synthesize, twoAccounts } from './synthesis.ts';

let deployment: PaperDeployment;
beforeAll(() => {
  deployment = deployOnPaper(synthesize().template);
}, synthesisMs);

const arnOf = (type: string, part: string) => deployment.arnOf(deployment.idOf(type, part));
const bucket = () => arnOf('AWS::S3::Bucket', 'Archive');
const key = () => arnOf('AWS::KMS::Key', 'Topics');
const secretNamed = (name: string) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;

function refusedOf(role: string, calls: readonly AwsCall[], on = deployment): Promise<AwsCall[]> {
  return refusedBy(on, on.idOf('AWS::IAM::Role', role), calls);
}

const answer = 'account=acme/date=2026-11-22/20261122T161003.123Z-0123456789abcdef.json';
const ledger = 'ledger/account=acme/year=2026/days.jsonl';
const read = [
  ledger,
  `files/${answer}`,
  'mutes/account=acme/mutes.json',
  'reports/account=acme/2026-11-22.json',
];
const written = [
  ...[ledger, `snapshots/${answer}`, `rejected/${answer}`, `files/${answer}`],
  'reports/account=acme/2026-11-22.html',
];

describe("the function's role", () => {
  it('allows every call that a night makes', async () => {
    const calls = [
      ...read.map((name) => ({ action: 's3:GetObject', resource: `${bucket()}/${name}` })),
      ...written.map((name) => ({ action: 's3:PutObject', resource: `${bucket()}/${name}` })),
      { action: 's3:ListBucket', resource: bucket() },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'Alerts') },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'Reports') },
      // Made by SNS in the name of whoever publishes.
      { action: 'kms:GenerateDataKey', resource: key() },
      { action: 'kms:Decrypt', resource: key() },
      { action: 'secretsmanager:GetSecretValue', resource: arnOf('AWS::SecretsManager::Secret', 'acme') },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/globex-AbCdEf') },
      // Made by Lambda in the name of the function.
      { action: 'sqs:SendMessage', resource: arnOf('AWS::SQS::Queue', 'GivenUp') },
      {
        action: 'logs:PutLogEvents',
        resource: arnOf('AWS::Logs::LogGroup', 'Log').replace('*', 'log-stream:x'),
      },
    ];
    expect(await refusedOf('NightRole', calls)).toEqual([]);
  });

  it('denies what lies next to it', async () => {
    const neighbours = [
      { action: 's3:GetObject', resource: `arn:aws:s3:::another-bucket/${ledger}` },
      { action: 's3:PutObject', resource: `arn:aws:s3:::another-bucket/${ledger}` },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::another-bucket' },
      { action: 's3:GetObject', resource: `${bucket()}/snapshots/${answer}` },
      { action: 's3:PutObject', resource: `${bucket()}/mutes/account=acme/mutes.json` },
      { action: 's3:PutObject', resource: `${bucket()}/elsewhere/days.jsonl` },
      { action: 's3:PutObject', resource: `${bucket()}/days.jsonl` },
      { action: 's3:DeleteObject', resource: `${bucket()}/${ledger}` },
      { action: 's3:DeleteObjectVersion', resource: `${bucket()}/${ledger}` },
      { action: 's3:PutObjectAcl', resource: `${bucket()}/${ledger}` },
      { action: 's3:PutBucketPolicy', resource: bucket() },
      { action: 's3:PutBucketVersioning', resource: bucket() },
      { action: 's3:DeleteBucket', resource: bucket() },
      { action: 'sns:Publish', resource: `arn:aws:sns:${region}:${accountId}:another-topic` },
      { action: 'sns:Subscribe', resource: arnOf('AWS::SNS::Topic', 'Alerts') },
      { action: 'kms:Decrypt', resource: `arn:aws:kms:${region}:${accountId}:key/another-key` },
      { action: 'kms:ScheduleKeyDeletion', resource: key() },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/initech-AbCdEf') },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/globex-eu-AbCdEf') },
      // Of another stack of the same kind, or of somebody who uses the same tag.
      {
        action: 'secretsmanager:GetSecretValue',
        resource: secretNamed('acme-AbCdEf'),
        context: { 'aws:ResourceTag/vod-nightly': 'another-stack' },
      },
      { action: 'secretsmanager:PutSecretValue', resource: arnOf('AWS::SecretsManager::Secret', 'acme') },
      { action: 'sqs:ReceiveMessage', resource: arnOf('AWS::SQS::Queue', 'GivenUp') },
      { action: 'lambda:InvokeFunction', resource: arnOf('AWS::Lambda::Function', 'Night') },
    ];
    expect(await refusedOf('NightRole', neighbours)).toEqual(neighbours);
  });
});

describe("the function's role, in a stack with something else in it", () => {
  let shared: PaperDeployment;
  beforeAll(() => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    new Secret(stack, 'Password');
    const config = defineConfig({ ...twoAccounts, accounts: [{ name: 'acme' }] });
    for (const id of ['One', 'Other']) new VodNightly(stack, id, { config });
    shared = deployOnPaper(Template.fromStack(stack));
  }, synthesisMs);

  it('reads its own secrets, neither those of another of its kind nor whatever else there is', async () => {
    const secrets = shared.idsOf('AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(3);
    const calls = secrets.map((id) => ({
      action: 'secretsmanager:GetSecretValue',
      resource: shared.arnOf(id),
    }));
    const refused = await refusedOf('OneNightRole', calls, shared);
    expect(calls.filter((call) => !refused.includes(call))).toEqual([
      expect.objectContaining({ resource: expect.stringMatching(/onesecretsacme/) }),
    ]);
  });
});

describe("the function's role, where accounts have their keys in rings", () => {
  let ringed: PaperDeployment;
  beforeAll(() => {
    const accounts = ['acme', 'globex'].map((name) => ({ name, secret: { ring: 'gold' } }));
    ringed = deployOnPaper(synthesize({ ...twoAccounts, accounts }).template);
  }, synthesisMs);

  const variables = () => {
    const { Environment } = ringed.propertiesOf(ringed.idOf('AWS::Lambda::Function', 'Night'));
    return Object(Environment).Variables;
  };
  const reading = (name: string, tag: string) => ({
    action: 'secretsmanager:GetSecretValue',
    resource: secretNamed(`${name}-AbCdEf`),
    context: { 'aws:ResourceTag/vod-nightly': tag },
  });

  it('reads every ring with the tag of the stack, be it made yet or not, and no secret without', async () => {
    expect(ringed.idsOf('AWS::SecretsManager::Secret')).toEqual([]);
    const prefix = variables().VOD_NIGHTLY_RINGS;
    const [, tag = ''] = /^vod-nightly\/(\w+)\/rings\/$/.exec(prefix) ?? [];
    const own = [reading(`${prefix}gold`, tag), reading(`${prefix}silver`, tag)];
    expect(await refusedOf('NightRole', own, ringed)).toEqual([]);
    const others = [
      reading(`${prefix}gold`, 'another-stack'),
      { ...reading(`${prefix}gold`, tag), context: {} },
      { ...reading(`${prefix}gold`, tag), action: 'secretsmanager:PutSecretValue' },
    ];
    expect(await refusedOf('NightRole', others, ringed)).toEqual(others);
  });

  it('has no such permission where there are neither rings nor secrets of the stack', () => {
    const accounts = [{ name: 'acme', secret: 'vendor/acme' }];
    const { template } = synthesize({ ...twoAccounts, accounts });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/aws:ResourceTag|VOD_NIGHTLY_RINGS/);
  });
});

describe("the function's role, where secrets are under customers' keys", () => {
  const keyNamed = (name: string) => `arn:aws:kms:${region}:${accountId}:key/${name}`;
  const through = (service: string) => ({
    context: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
  });
  let keyed: PaperDeployment;
  beforeAll(() => {
    const secretKmsKey = keyNamed('key-of-globex');
    const accounts = [
      { name: 'acme', secret: 'vendor/acme', secretKmsKey },
      { name: 'globex', secret: secretNamed('vendor/globex-AbCdEf'), secretKmsKey },
      { name: 'initech' },
    ];
    keyed = deployOnPaper(synthesize({ accounts }).template);
  }, synthesisMs);

  it('decrypts with them what Secrets Manager asks for', async () => {
    const calls = [
      { action: 'kms:Decrypt', resource: keyNamed('key-of-globex'), ...through('secretsmanager') },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/acme-AbCdEf') },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/globex-AbCdEf') },
    ];
    expect(await refusedOf('NightRole', calls, keyed)).toEqual([]);
  });

  it('uses them for nothing else, and no other key', async () => {
    const neighbours = [
      { action: 'kms:Decrypt', resource: keyNamed('key-of-globex') },
      { action: 'kms:Decrypt', resource: keyNamed('key-of-globex'), ...through('s3') },
      { action: 'kms:Decrypt', resource: keyNamed('another-key'), ...through('secretsmanager') },
      { action: 'kms:Encrypt', resource: keyNamed('key-of-globex'), ...through('secretsmanager') },
      { action: 'kms:GenerateDataKey', resource: keyNamed('key-of-globex'), ...through('secretsmanager') },
      { action: 'kms:CreateGrant', resource: keyNamed('key-of-globex'), ...through('secretsmanager') },
      { action: 'secretsmanager:GetSecretValue', resource: secretNamed('vendor/globex-GhIjKl') },
    ];
    expect(await refusedOf('NightRole', neighbours, keyed)).toEqual(neighbours);
  });

  it('may use none where none is named', async () => {
    const call = { action: 'kms:Decrypt', resource: keyNamed('key-of-globex'), ...through('secretsmanager') };
    expect(await refusedOf('NightRole', [call])).toEqual([call]);
  });
});

describe("the schedules' role", () => {
  it('starts the function and uses the dead-letter queue, and nothing else', async () => {
    const night = arnOf('AWS::Lambda::Function', 'Night');
    const needed = [
      { action: 'lambda:InvokeFunction', resource: night },
      { action: 'sqs:SendMessage', resource: arnOf('AWS::SQS::Queue', 'NotStarted') },
    ];
    const neighbours = [
      { action: 'lambda:InvokeFunction', resource: `${night}:1` },
      { action: 'lambda:UpdateFunctionCode', resource: night },
      { action: 'sqs:SendMessage', resource: arnOf('AWS::SQS::Queue', 'GivenUp') },
      { action: 's3:GetObject', resource: `${bucket()}/${ledger}` },
    ];
    expect(await refusedOf('SchedulesRole', needed)).toEqual([]);
    expect(await refusedOf('SchedulesRole', neighbours)).toEqual(neighbours);
  });
});

describe('every role', () => {
  it('names the resources of each statement', () => {
    const policies = JSON.stringify([
      ...deployment.idsOf('AWS::IAM::Policy').map((id) => deployment.propertiesOf(id)),
      ...deployment.idsOf('AWS::IAM::Role').map((id) => deployment.propertiesOf(id).Policies ?? []),
    ]);
    expect(policies).toContain('"Resource":');
    expect(policies).not.toMatch(/"Resource":(\[[^\]]*)?"\*"/);
  });
});
