import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { VodNightlyStack } from '../../infra/stack.ts';
import { VodNightly, type VodNightlyProps } from '../../infra/vod-nightly.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { deployOnPaper } from './paper-deployment.ts';
import { isAllowed } from './permissions.ts';
import { createQuickApp, synthesisMs, twoAccountsWithLinks } from './synthesis.ts';

const config = defineConfig(twoAccountsWithLinks);
type Given = Omit<VodNightlyProps, 'config'>;

/** A stack of somebody's own with one construct, which may be given what the stack has. */
function inOwnStack(give: (stack: Stack) => Given = () => ({})) {
  const stack = new Stack(createQuickApp(), 'Theirs');
  const nightly = new VodNightly(stack, 'Nightly', { config, ...give(stack) });
  return { stack, nightly, synthesize: () => Template.fromStack(stack) };
}

const outputsOf = (template: Template) => Object.keys(template.toJSON().Outputs ?? {});
const told = ['Bucket', 'AlertsTopic', 'ReportsTopic', 'Function', 'ReaderUrl', 'LinkKey'];
/** What the environment of the night says its stack is called. */
const stackNames = (template: Template) =>
  Object.values(template.findResources('AWS::Lambda::Function')).flatMap<string>(
    ({ Properties }) => Object(Properties?.Environment?.Variables).VOD_NIGHTLY_STACK ?? [],
  );

describe('the construct', { timeout: synthesisMs }, () => {
  it('says in the outputs of the stack that it is in where everything is', () => {
    const template = inOwnStack().synthesize();
    for (const name of told)
      expect(outputsOf(template).join('\n')).toMatch(new RegExp(`^Nightly${name}[0-9A-F]{8}$`, 'm'));
    expect(stackNames(template)).toEqual(['Theirs/Nightly']);
  });

  it('says nothing where that is not wanted', () => {
    expect(outputsOf(inOwnStack(() => ({ outputs: false })).synthesize())).toEqual([]);
    const quiet = new VodNightlyStack(createQuickApp(), 'Quiet', { config, outputs: false });
    expect(outputsOf(Template.fromStack(quiet))).toEqual([]);
  });

  it('is told of by its plain names in a stack with nothing else in it', () => {
    const template = Template.fromStack(new VodNightlyStack(createQuickApp(), 'VodNightly', { config }));
    expect(outputsOf(template)).toEqual(expect.arrayContaining(told));
    expect(stackNames(template)).toEqual(['VodNightly']);
  });

  it("goes into someone else's stack more than once, under names of its own", () => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    new VodNightly(stack, 'One', { config });
    new VodNightly(stack, 'Other', { config });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 4);
    expect(stackNames(template).toSorted()).toEqual(['Theirs/One', 'Theirs/Other']);
    const groups = Object.values(template.findResources('AWS::Scheduler::ScheduleGroup'));
    const databases = Object.values(template.findResources('AWS::Glue::Database'));
    const workGroups = Object.values(template.findResources('AWS::Athena::WorkGroup'));
    for (const [one, other] of [groups, databases, workGroups])
      expect(one?.Properties).not.toEqual(other?.Properties);
  });

  it('keeps its archive in a bucket that it is given, and may use the key of that', async () => {
    const template = inOwnStack((stack) => {
      const encryptionKey = new Key(stack, 'TheirKey');
      return { bucket: new Bucket(stack, 'Archive', { encryptionKey, versioned: true }) };
    }).synthesize();
    template.resourceCountIs('AWS::S3::Bucket', 1);
    const deployment = deployOnPaper(template);
    const [bucket = ''] = deployment.idsOf('AWS::S3::Bucket');
    const [key = ''] = deployment.idsOf('AWS::KMS::Key').filter((id) => id.startsWith('TheirKey'));
    const roleOf = (part: string) => deployment.idOf('AWS::IAM::Role', part);
    const ask = (role: string, action: string, resource: string) =>
      isAllowed(deployment, roleOf(role), { action, resource });
    const ledger = `${deployment.arnOf(bucket)}/ledger/account=acme/year=2026/days.jsonl`;
    expect(await ask('NightRole', 's3:PutObject', ledger)).toBe(true);
    expect(await ask('NightRole', 'kms:GenerateDataKey', deployment.arnOf(key))).toBe(true);
    expect(await ask('ReaderRole', 'kms:Decrypt', deployment.arnOf(key))).toBe(true);
    expect(await ask('ReaderRole', 'kms:GenerateDataKey', deployment.arnOf(key))).toBe(false);
  });

  it('knows a bucket and a topic by their names alone', () => {
    const template = inOwnStack((stack) => ({
      bucket: Bucket.fromBucketName(stack, 'Archive', 'their-archive'),
      alertsTopic: Topic.fromTopicArn(stack, 'Alerts', 'arn:aws:sns:ap-northeast-2:111122223333:theirs'),
    })).synthesize();
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: ['arn:aws:sns:ap-northeast-2:111122223333:theirs'],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: 'arn:aws:sns:ap-northeast-2:111122223333:theirs',
      Endpoint: 'ops@example.com',
    });
  });

  it('encrypts archive and topics with a key that it is given, which alarms may use', () => {
    const template = inOwnStack((stack) => ({ encryptionKey: new Key(stack, 'TheirKey') })).synthesize();
    template.resourceCountIs('AWS::KMS::Key', 1);
    const [key] = Object.keys(template.findResources('AWS::KMS::Key'));
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] } });
    const byKey = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [key, 'Arn'] } };
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: byKey }],
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Effect: 'Allow' }),
        ]),
      },
    });
  });

  it.each([
    [undefined, 'Retain'],
    [RemovalPolicy.DESTROY, 'Delete'],
  ])('leaves its archive when the stack goes, unless told otherwise: %s', (removalPolicy, kept) => {
    const template = inOwnStack(() => (removalPolicy ? { removalPolicy } : {})).synthesize();
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: kept });
  });

  it('lets somebody read the archive', async () => {
    const { stack, nightly, synthesize } = inOwnStack();
    nightly.grantRead(new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
    const deployment = deployOnPaper(synthesize());
    const [bucket = ''] = deployment.idsOf('AWS::S3::Bucket');
    const analyst = deployment.idOf('AWS::IAM::Role', 'Analyst');
    const page = `${deployment.arnOf(bucket)}/reports/account=acme/2026-11-22.html`;
    expect(await isAllowed(deployment, analyst, { action: 's3:GetObject', resource: page })).toBe(true);
    expect(await isAllowed(deployment, analyst, { action: 's3:PutObject', resource: page })).toBe(false);
  });
});
