import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightly } from '../../infra/vod-nightly.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import {
  backfillKey,
  mapResultsPrefix,
  musterKey,
  overviewKey,
  shiftKey,
} from '../../lambda/core/ledger/keys.ts';
import { deployOnPaper, type PaperDeployment } from './paper-deployment.ts';
import { type AwsCall, isAllowed } from './permissions.ts';
import {
  createQuickApp,
  type Synthesis,
  synthesisMs,
  synthesize,
  twoAccountsWithLinks,
} from './synthesis.ts';

let synthesis: Synthesis;
let template: Template;
let deployment: PaperDeployment;
beforeAll(() => {
  synthesis = synthesize(twoAccountsWithLinks);
  template = synthesis.template;
  deployment = deployOnPaper(template);
}, synthesisMs);

const like = (text: string) => Match.stringLikeRegexp(text);
const has = (type: string, properties: object) => template.hasResourceProperties(type, properties);

const arnOf = (type: string, part: string) => deployment.arnOf(deployment.idOf(type, part));

describe('the reader', () => {
  it('is not there unless links are configured', () => {
    const { template: without } = synthesize();
    without.resourceCountIs('AWS::Lambda::Url', 0);
    without.resourceCountIs('AWS::Lambda::Function', 1);
    without.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { VOD_NIGHTLY_READER_URL: Match.absent() } },
    });
  });

  it('runs on Node.js 24 on arm64 with a log of its own, and is told the bucket and its key', () => {
    has('AWS::Lambda::Function', {
      Description: like('^Draws the reports'),
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 30,
      ReservedConcurrentExecutions: Match.absent(),
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: like('ReaderLog') } },
      Environment: {
        Variables: {
          VOD_NIGHTLY_BUCKET: { Ref: like('Archive') },
          VOD_NIGHTLY_LINK_KEY: { Ref: like('ReaderLinkKey') },
        },
      },
    });
  });

  it('has an address that everybody may ask, which takes two permissions since October 2025', () => {
    has('AWS::Lambda::Url', {
      AuthType: 'NONE',
      TargetFunctionArn: { 'Fn::GetAtt': [like('Reader'), 'Arn'] },
    });
    const ofReader = { FunctionName: { 'Fn::GetAtt': [like('ReaderFunction'), 'Arn'] }, Principal: '*' };
    has('AWS::Lambda::Permission', {
      ...{ ...ofReader, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
    });
    has('AWS::Lambda::Permission', {
      ...{ ...ofReader, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    });
    template.resourceCountIs('AWS::Lambda::Permission', 2);
  });

  it('signs with a key that CloudFormation makes', () => {
    has('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      SecretString: Match.absent(),
    });
  });

  it('lets nights make links', () => {
    has('AWS::Lambda::Function', {
      Description: like('^Runs one night'),
      Environment: {
        Variables: Match.objectLike({
          VOD_NIGHTLY_READER_URL: { 'Fn::GetAtt': [like('Reader'), 'FunctionUrl'] },
          VOD_NIGHTLY_LINK_KEY: { Ref: like('ReaderLinkKey') },
          VOD_NIGHTLY_LINK_DAYS: '14',
        }),
      },
    });
  });

  it('reserves concurrency only if told to', () => {
    const links = { days: 3, reservedConcurrency: 4 };
    synthesize({ ...twoAccountsWithLinks, reports: { links } }).template.hasResourceProperties(
      'AWS::Lambda::Function',
      {
        Description: like('^Draws the reports'),
        ReservedConcurrentExecutions: 4,
      },
    );
  });

  it(
    'is there for each construct of a stack',
    () => {
      const stack = new Stack(createQuickApp(), 'Theirs');
      new VodNightly(stack, 'One', { config: defineConfig(twoAccountsWithLinks) });
      new VodNightly(stack, 'Other', { config: defineConfig(twoAccountsWithLinks) });
      Template.fromStack(stack).resourceCountIs('AWS::Lambda::Url', 2);
    },
    synthesisMs,
  );

  it.each([AwsSolutionsChecks, ServerlessChecks])(
    'has no finding of cdk-nag that is not acknowledged',
    (Pack) => {
      const { violations } = new Pack(synthesis.app).validateScope(synthesis.app);
      expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual(
        [],
      );
    },
  );
});

describe('the outputs of a stack with a reader', () => {
  it('say where it is and what signs its links, and give the commands that end all links and close it', () => {
    template.hasOutput('ReaderUrl', { Value: { 'Fn::GetAtt': [like('Reader'), 'FunctionUrl'] } });
    template.hasOutput('LinkKey', { Value: { Ref: like('ReaderLinkKey') } });
    const commandOf = (output: string) => deployment.resolve(template.findOutputs(output)[output]?.Value);
    expect(commandOf('EndLinks')).toMatch(
      /^aws secretsmanager get-random-password .*--password-length 64 .*\| aws secretsmanager put-secret-value .*--secret-id arn:\S+ --secret-string file:\/\/\/dev\/stdin$/,
    );
    expect(commandOf('CloseReader')).toMatch(
      /^aws lambda put-function-concurrency --region \S+ --function-name \S*reader\S* --reserved-concurrent-executions 0$/,
    );
  });
});

describe("the reader's role", () => {
  const bucket = () => arnOf('AWS::S3::Bucket', 'Archive');
  const linkKey = () => arnOf('AWS::SecretsManager::Secret', 'LinkKey');
  const keys = [
    'ledger/account=acme/year=2026/days.jsonl',
    'mutes/account=acme/mutes.json',
    'files/account=acme/date=2026-11-22/20261122T161003.123Z-0123456789abcdef.json',
    shiftKey('seoul'),
    overviewKey('seoul'),
  ];

  async function allowedOf(role: string, calls: readonly AwsCall[]): Promise<AwsCall[]> {
    const id = deployment.idOf('AWS::IAM::Role', role);
    const verdicts = await Promise.all(calls.map((call) => isAllowed(deployment, id, call)));
    return calls.filter((_, index) => verdicts[index]);
  }

  it('allows what a page is drawn from', async () => {
    const calls = [
      ...keys.map((key) => ({ action: 's3:GetObject', resource: `${bucket()}/${key}` })),
      { action: 's3:ListBucket', resource: bucket() },
      { action: 'secretsmanager:GetSecretValue', resource: linkKey() },
      {
        action: 'logs:PutLogEvents',
        resource: arnOf('AWS::Logs::LogGroup', 'ReaderLog').replace('*', 'log-stream:x'),
      },
    ];
    expect(await allowedOf('ReaderRole', calls)).toEqual(calls);
  });

  it('denies what lies next to it', async () => {
    const neighbours = [
      ...keys.flatMap((key) =>
        ['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion'].map((action) => ({
          action,
          resource: `${bucket()}/${key}`,
        })),
      ),
      ...[
        ...['snapshots/x', 'rejected/x', 'reports/x', 'days.jsonl', 'fleet/x'],
        ...[musterKey('seoul', 0), backfillKey('b', 'acme'), `${mapResultsPrefix}/x`],
      ].map((key) => ({
        action: 's3:GetObject',
        resource: `${bucket()}/${key}`,
      })),
      { action: 's3:GetObject', resource: `arn:aws:s3:::another-bucket/${keys[0]}` },
      { action: 'secretsmanager:GetSecretValue', resource: arnOf('AWS::SecretsManager::Secret', 'acme') },
      { action: 'secretsmanager:PutSecretValue', resource: linkKey() },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'Alerts') },
      { action: 'lambda:InvokeFunction', resource: arnOf('AWS::Lambda::Function', 'NightFunction') },
    ];
    expect(await allowedOf('ReaderRole', neighbours)).toEqual([]);
  });

  it('is not the only one that may read the key: a night makes links', async () => {
    const read = { action: 'secretsmanager:GetSecretValue', resource: linkKey() };
    const write = { action: 'secretsmanager:PutSecretValue', resource: linkKey() };
    expect(await allowedOf('NightRole', [read, write])).toEqual([read]);
  });
});
