import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { accountId } from './paper-deployment.ts';
import { synthesisMs, synthesize, twoAccounts } from './synthesis.ts';

let template: Template;
beforeAll(() => {
  ({ template } = synthesize());
}, synthesisMs);

const overTlsOnly = {
  Statement: Match.arrayWith([
    Match.objectLike({
      Effect: 'Deny',
      Principal: Match.anyValue(),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ]),
};

describe('the archive', () => {
  it('is versioned, encrypted and closed to the public', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('answers over TLS only', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: overTlsOnly });
  });

  it('outlives the stack', () => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    template.hasResource('AWS::S3::Bucket', kept);
  });

  it('forgets old versions and unfinished uploads, and moves nothing to a colder class', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 90 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            Transitions: Match.absent(),
            ExpirationInDays: Match.absent(),
          },
        ],
      },
    });
  });
});

describe('the topics', () => {
  it('are encrypted with a key of their own, which is rotated', () => {
    template.resourceCountIs('AWS::SNS::Topic', 2);
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('TopicsKey'), 'Arn'] };
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('take messages over TLS only', () => {
    template.resourceCountIs('AWS::SNS::TopicPolicy', 2);
    template.allResourcesProperties('AWS::SNS::TopicPolicy', { PolicyDocument: overTlsOnly });
  });

  it('let the alarms of this account publish alerts, and use the key for it', () => {
    const byAlarms = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': Match.anyValue() },
      },
    };
    const statement = (more: object) => ({
      Statement: Match.arrayWith([Match.objectLike({ ...byAlarms, ...more })]),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: statement({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: Match.stringLikeRegexp('Alerts') }],
      PolicyDocument: statement({ Action: 'sns:Publish' }),
    });
  });

  it.each([
    ['email', 'ops@example.com', 'Alerts'],
    ['https', 'https://chat.example.com/hook', 'Alerts'],
    ['sms', '+821012345678', 'Alerts'],
    ['email', 'boss@example.com', 'Reports'],
  ])('tell %s %s of %s, and keep what cannot be delivered', (protocol, endpoint, topic) => {
    template.resourceCountIs('AWS::SNS::Subscription', 4);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: { Ref: Match.stringLikeRegexp(topic) },
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Undelivered'), 'Arn'] },
      },
      ...(protocol !== 'sms' && { FilterPolicy: Match.absent() }),
    });
  });
});

describe('a text message', () => {
  const smsWith = (severity: string[]) => ({ Protocol: 'sms', FilterPolicy: { severity } });
  const warningsOf = (stack: Parameters<typeof Annotations.fromStack>[0]) =>
    Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('no text messages.*ap-northeast-1.*email'),
    );
  const inRegion = (region: string) => synthesize(twoAccounts, { account: accountId, region }).stack;

  it('is sent for critical alerts only', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', smsWith(['critical']));
  });

  it('is sent for what the configuration says', () => {
    const alerts: ConfigInput['alerts'] = { sms: ['+821012345678'], smsSeverities: ['warning', 'critical'] };
    const other = synthesize({ ...twoAccounts, alerts });
    other.template.hasResourceProperties('AWS::SNS::Subscription', smsWith(['warning', 'critical']));
  });

  it('that the Region cannot send is warned of, with what to do', () => {
    expect(warningsOf(inRegion('ap-northeast-2'))).toHaveLength(1);
  });

  it('that the Region can send is not warned of, nor where nobody wants one or the Region is unknown', () => {
    expect(warningsOf(inRegion('ap-northeast-1'))).toEqual([]);
    const seoul = { account: accountId, region: 'ap-northeast-2' };
    expect(warningsOf(synthesize({ accounts: [{ name: 'acme' }] }, seoul).stack)).toEqual([]);
    expect(warningsOf(synthesize().stack)).toEqual([]);
  });
});

describe('routes', () => {
  const routed = (alerts: ConfigInput['alerts'], reports: ConfigInput['reports'] = {}) =>
    synthesize({ ...twoAccounts, alerts, reports });
  const acme = { address: 'acme@example.com', accounts: ['acme'] };
  const warningsOf = (alerts: ConfigInput['alerts'], words: string) =>
    Annotations.fromStack(routed(alerts).stack).findWarning('*', Match.stringLikeRegexp(words));

  it('are filter policies, and reach digests of several kinds', () => {
    const severities = ['warning' as const, 'critical' as const];
    const kinds = ['breached' as const, 'escalated' as const];
    const https = [{ address: 'https://chat.example.com/hook', severities }];
    const other = routed(
      { email: ['ops@example.com', { ...acme, severities, kinds }], https },
      { email: [acme] },
    );
    const subscription = (endpoint: string, topic: string, policy: unknown) =>
      other.template.hasResourceProperties('AWS::SNS::Subscription', {
        Endpoint: endpoint,
        TopicArn: { Ref: Match.stringLikeRegexp(topic) },
        FilterPolicy: policy,
        FilterPolicyScope: Match.absent(),
      });
    subscription('ops@example.com', 'Alerts', Match.absent());
    subscription('acme@example.com', 'Alerts', {
      account: ['acme'],
      severity: ['warning', 'critical'],
      kind: ['breached', 'escalated', 'digest'],
    });
    subscription('https://chat.example.com/hook', 'Alerts', { severity: ['warning', 'critical'] });
    subscription('acme@example.com', 'Reports', { account: ['acme'] });
  });

  it('that leave nobody to hear of an account are warned of', () => {
    expect(warningsOf({ email: [acme] }, 'alerts of globex-eu would reach nobody')).toHaveLength(1);
    expect(warningsOf({ email: [acme, 'ops@example.com'] }, 'reach nobody')).toEqual([]);
  });

  it('that are more than SNS takes unasked are warned of, of each topic', () => {
    const wanting = (length: number) =>
      Array.from({ length }, (_, index) => ({ ...acme, address: `a${index}@x.example` }));
    const quota = '201 recipients have routes.*Service Quotas';
    expect(warningsOf({ email: ['ops@example.com', ...wanting(200)] }, quota)).toEqual([]);
    expect(warningsOf({ email: wanting(201) }, quota)).toHaveLength(1);
    const { stack } = routed({}, { email: wanting(201) });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(quota))).toHaveLength(1);
  });

  it('that leave nobody to hear of alarms are warned of', () => {
    const alarms = 'Nobody would hear that a night failed';
    expect(warningsOf({ email: [acme], sms: ['+821012345678'] }, alarms)).toHaveLength(1);
    expect(warningsOf({ email: [acme], https: ['https://chat.example.com/hook'] }, alarms)).toEqual([]);
  });

  it('that let only what is critical of an account pass are warned of', () => {
    const warnings = 'Warnings of acme, globex-eu would reach nobody';
    expect(warningsOf({ sms: ['+821012345678'] }, warnings)).toHaveLength(1);
    expect(warningsOf({ sms: ['+821012345678'], email: ['ops@example.com'] }, 'reach nobody')).toEqual([]);
  });
});

describe('a configuration that names nobody', () => {
  it('is warned of once, with where to put an address', () => {
    const { stack } = synthesize({ ...twoAccounts, alerts: {} });
    const words = Match.stringLikeRegexp('Nobody is told of anything.*put an address into alerts.email');
    expect(Annotations.fromStack(stack).findWarning('*', words)).toHaveLength(1);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('nobody'))).toHaveLength(1);
  });

  it('is not, where only the summaries have no reader', () => {
    const { stack } = synthesize({ ...twoAccounts, reports: {} });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('a secret of another Region', () => {
  it('is warned of: no night could read it', () => {
    const warningsIn = (region: string) => {
      const secret = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:vendor-AbCdEf`;
      const { stack } = synthesize(
        { accounts: [{ name: 'acme', secret }], alerts: { email: ['ops@example.com'] } },
        { account: accountId, region },
      );
      return Annotations.fromStack(stack).findWarning(
        '*',
        Match.stringLikeRegexp('us-east-1.*could not read'),
      );
    };
    expect(warningsIn('ap-northeast-2')).toHaveLength(1);
    expect(warningsIn('us-east-1')).toEqual([]);
  });
});
