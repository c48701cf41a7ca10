import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { describe, expect, it } from 'vitest';
import { VodNightly, type VodNightlyProps } from '../../infra/vod-nightly.ts';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { accountId, region } from './paper-deployment.ts';
import { aFleet, createQuickApp, synthesisMs, twoAccounts } from './synthesis.ts';

type Given = Omit<VodNightlyProps, 'config'>;

const env = { account: accountId, region };
const byAlarms = (more: object) => ({
  Statement: Match.arrayWith([
    Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, ...more }),
  ]),
});
const publish = byAlarms({ Action: 'sns:Publish' });
const useKey = byAlarms({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] });

/** A stack with the construct, and another one of the same app in which something is that it is given. */
function besideBase(give: (base: Stack) => Given, input: ConfigInput = twoAccounts) {
  const app = createQuickApp();
  const base = new Stack(app, 'Base', { env });
  const stack = new Stack(app, 'Theirs', { env });
  new VodNightly(stack, 'Nightly', { config: defineConfig(input), ...give(base) });
  return { base, stack };
}

const said = (stack: Stack, words: string) => {
  const annotations = Annotations.fromStack(stack);
  const like = Match.stringLikeRegexp(words);
  return {
    warnings: annotations.findWarning('*', like).length,
    notes: annotations.findInfo('*', like).length,
  };
};

describe('what another stack has', { timeout: synthesisMs }, () => {
  it('can all be given to the construct: bucket, topic and key', () => {
    const { base, stack } = besideBase((base) => {
      const encryptionKey = new Key(base, 'Key');
      const bucket = new Bucket(base, 'Bucket', { versioned: true, encryptionKey });
      return { encryptionKey, bucket, alertsTopic: new Topic(base, 'Topic', { masterKey: encryptionKey }) };
    }, aFleet);
    const theirs = Template.fromStack(base);
    theirs.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: publish });
    theirs.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: useKey });
    theirs.resourceCountIs('AWS::SNS::Subscription', 0);
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: 'ops@example.com',
      RedrivePolicy: { deadLetterTargetArn: Match.anyValue() },
    });
  });
});

describe('a topic that the construct is given', { timeout: synthesisMs }, () => {
  it('has a key that alarms may use, whatever key encrypts the rest', () => {
    const { base, stack } = besideBase((base) => ({
      alertsTopic: new Topic(base, 'Topic', { masterKey: new Key(base, 'TopicKey') }),
    }));
    Template.fromStack(base).hasResourceProperties('AWS::KMS::Key', { KeyPolicy: useKey });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { KeyPolicy: Match.not(useKey) });
  });

  it('and whose policy it cannot change is said to need it, and so is its key', () => {
    const topicArn = `arn:aws:sns:${region}:${accountId}:theirs`;
    const known = besideBase((base) => ({ alertsTopic: Topic.fromTopicArn(base, 'Topic', topicArn) }));
    expect(said(known.stack, 'policy of the topic .*:theirs has to let cloudwatch').notes).toBe(1);
    const keyed = besideBase((base) => ({
      alertsTopic: new Topic(base, 'Topic', { masterKey: Alias.fromAliasName(base, 'K', 'alias/aws/sns') }),
    }));
    expect(said(keyed.stack, 'policy of the key .*alias/aws/sns has to let cloudwatch').notes).toBe(1);
    expect(said(keyed.stack, 'policy of the topic').notes).toBe(0);
  });

  it('is not spoken of where its policy and its key are of the same app', () => {
    const alerts = { email: ['ops@example.com'] };
    const { stack } = besideBase((base) => ({ alertsTopic: new Topic(base, 'Topic') }), {
      ...aFleet,
      alerts,
    });
    expect(said(stack, '.*')).toEqual({ warnings: 0, notes: 0 });
  });

  it('is refused where it delivers in order, to neither addresses nor telephones', () => {
    const give = (base: Stack) => ({ alertsTopic: new Topic(base, 'Topic', { fifo: true }) });
    expect(() => besideBase(give)).toThrow(/alertsTopic: has to be a standard topic/);
  });

  it('is refused from another Region, to which no alarm publishes', () => {
    const topicArn = `arn:aws:sns:us-east-1:${accountId}:theirs`;
    const give = (base: Stack) => ({ alertsTopic: Topic.fromTopicArn(base, 'Topic', topicArn) });
    expect(() => besideBase(give)).toThrow(`alertsTopic: has to be in ${region}; it is in us-east-1`);
  });
});

describe('a bucket that the construct is given', { timeout: synthesisMs }, () => {
  it('is warned of where it is not versioned', () => {
    const warnings = (versioned: boolean) =>
      said(besideBase((base) => ({ bucket: new Bucket(base, 'B', { versioned }) })).stack, 'versioned')
        .warnings;
    expect([warnings(false), warnings(true)]).toEqual([1, 0]);
  });

  it('is refused from another Region, where the function would not find it', () => {
    const bucketArn = 'arn:aws:s3:::theirs';
    const give = (base: Stack) => ({
      bucket: Bucket.fromBucketAttributes(base, 'B', { bucketArn, region: 'us-east-1' }),
    });
    expect(() => besideBase(give)).toThrow(`bucket: has to be in ${region}; it is in us-east-1`);
  });

  it('forgets what became of the children of a map where this app makes it, and says so where it does not', () => {
    const expiring = { Prefix: 'fleet/maps/', ExpirationInDays: 90, Status: 'Enabled' };
    const made = besideBase((base) => ({ bucket: new Bucket(base, 'B', { versioned: true }) }), aFleet);
    Template.fromStack(made.base).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [expiring] },
    });
    expect(said(made.stack, 'fleet/maps/').notes).toBe(0);
    const known = besideBase((base) => ({ bucket: Bucket.fromBucketName(base, 'B', 'theirs') }), aFleet);
    expect(said(known.stack, 'theirs keeps .* fleet/maps/ for ever').notes).toBe(1);
  });
});

describe('a configuration that the construct is given', () => {
  it('is refused where defineConfig has not checked it, with what to do', () => {
    const stack = new Stack(new App({ context: { [BUNDLING_STACKS]: [] } }), 'Theirs');
    const config = { accounts: [{ name: 'acme' }] } as unknown as VodNightlyProps['config'];
    expect(() => new VodNightly(stack, 'Nightly', { config })).toThrow(/has to be what defineConfig gives/);
  });
});
