import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseEvent, parseNightEvent } from '../../lambda/config/event.ts';
import { deployOnPaper, type PaperDeployment } from './paper-deployment.ts';
import { synthesisMs, synthesize, twoAccounts } from './synthesis.ts';

let template: Template;
let deployment: PaperDeployment;
beforeAll(() => {
  ({ template } = synthesize());
  deployment = deployOnPaper(template);
}, synthesisMs);

const has = (type: string, properties: object) => template.hasResourceProperties(type, properties);
const like = (text: string) => Match.stringLikeRegexp(text);

describe('the function', () => {
  it('runs the bundle on Node.js 24 on arm64, with room for retries', () => {
    has('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 300,
      MemorySize: 512,
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  it('is told the bucket, both topics and its stack, and nothing else', () => {
    has('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          VOD_NIGHTLY_BUCKET: { Ref: like('Archive') },
          VOD_NIGHTLY_ALERTS_TOPIC: { Ref: like('TopicsAlerts') },
          VOD_NIGHTLY_REPORTS_TOPIC: { Ref: like('TopicsReports') },
          VOD_NIGHTLY_STACK: 'VodNightly',
        },
      },
    });
  });

  it('logs JSON into a log group that forgets after 90 days', () => {
    has('AWS::Lambda::Function', { LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: like('Log') } } });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('is run again twice, and then its event is kept', () => {
    has('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [like('GivenUp'), 'Arn'] } } },
    });
  });
});

describe('the schedules', () => {
  it.each([
    ['acme', 'cron(10 1 * * ? *)', 'Asia/Seoul'],
    ['globexeu', 'cron(30 5 * * ? *)', 'Europe/Berlin'],
  ])('start %s at its own time in its own time zone', (account, expression, timeZone) => {
    const [id] = deployment.idsOf('AWS::Scheduler::Schedule').filter((each) => each.includes(account));
    expect(deployment.propertiesOf(id ?? '')).toMatchObject({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
    });
  });

  it('start the check three hours after the last night before the longest pause, in UTC', () => {
    const [id] = deployment.idsOf('AWS::Scheduler::Schedule').filter((each) => each.includes('Check'));
    // Nights are due at 16:10 in Seoul, and in Berlin at 03:30 or, in winter, at 04:30.
    expect(deployment.propertiesOf(id ?? '')).toMatchObject({
      Name: '_check',
      ScheduleExpression: 'cron(30 7 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
    });
    template.resourceCountIs('AWS::Scheduler::Schedule', 3);
  });

  it('hand over to the check as much of each account as it needs', () => {
    const [id] = deployment.idsOf('AWS::Scheduler::Schedule').filter((each) => each.includes('Check'));
    const { Input } = deployment.propertiesOf(id ?? '').Target as { Input: string };
    expect(
      parseEvent(JSON.parse(Input.replace('<aws.scheduler.scheduled-time>', '2026-11-23T07:30:00Z'))),
    ).toMatchObject({
      check: {
        accounts: [{ name: 'acme' }, { name: 'globex-eu', timeZone: 'Europe/Berlin', time: '05:30' }],
        scheduledTime: '2026-11-23T07:30:00Z',
      },
    });
    expect(Input).not.toMatch(/secret|failureCount/);
  });

  it('try for six hours to start a night, and then keep its event', () => {
    template.allResourcesProperties('AWS::Scheduler::Schedule', {
      Target: {
        Arn: { 'Fn::GetAtt': [like('NightFunction'), 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [like('NotStarted'), 'Arn'] } },
      },
    });
  });

  it('hand over the account with its secret and the time for which the night is due', () => {
    const ids = deployment.idsOf('AWS::Scheduler::Schedule').filter((id) => !id.includes('Check'));
    const events = ids.map((id) => {
      const { Input } = deployment.propertiesOf(id).Target as { Input: string };
      return parseNightEvent(
        JSON.parse(Input.replace('<aws.scheduler.scheduled-time>', '2026-11-22T16:10:00Z')),
      );
    });
    const [created] = deployment.idsOf('AWS::SecretsManager::Secret');
    expect(events).toMatchObject([
      {
        account: { name: 'acme', secret: deployment.arnOf(created ?? '') },
        scheduledTime: '2026-11-22T16:10:00Z',
      },
      {
        account: {
          name: 'globex-eu',
          secret: 'vendor/globex',
          rules: { failureCount: { warning: 2, critical: 9 } },
        },
        scheduledTime: '2026-11-22T16:10:00Z',
      },
    ]);
  });
});

describe('the secrets', () => {
  it('hold a placeholder for the account that names none of its own', () => {
    template.resourceCountIs('AWS::SecretsManager::Secret', 1);
    has('AWS::SecretsManager::Secret', { SecretString: '{"accessKey":"not-set","secretKey":"not-set"}' });
  });
});

describe('the queues', () => {
  it('keep what they are given for 14 days, encrypted, and take it over TLS only', () => {
    template.resourceCountIs('AWS::SQS::Queue', 3);
    template.allResourcesProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    const denial = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(denial)]) },
    });
  });
});

describe('the dashboard', () => {
  let widgets: { properties: { metrics?: [{ expression: string; label: string }][] } }[];
  beforeAll(() => {
    const [id] = deployment.idsOf('AWS::CloudWatch::Dashboard');
    ({ widgets } = JSON.parse(String(deployment.propertiesOf(id ?? '').DashboardBody)));
  });
  const expressions = () =>
    widgets.flatMap(({ properties }) =>
      (properties.metrics ?? []).map(([metric]) => metric.expression ?? ''),
    );
  const searchFor = (name: string) => `SEARCH('{VodNightly,account} MetricName="${name}"'`;

  it('shows counts, failure rate, duration and what went wrong of all accounts together', () => {
    const sums = expressions().filter((expression) => expression.startsWith('SUM('));
    const names = ['Complete', 'Failure', 'Canceled', 'Running', 'Waiting'];
    for (const name of [
      ...names,
      'NightFailed',
      'DateUnavailable',
      'NoticesUndelivered',
      'LedgerConflicts',
    ]) {
      expect(sums.filter((sum) => sum.startsWith(`SUM(${searchFor(name)}, `))).toHaveLength(1);
    }
    const [failed, complete] = ['Failure', 'Complete'].map(
      (name) => `SUM(${searchFor(name)}, 'Maximum', 86400))`,
    );
    expect(expressions()).toContain(`100 * ${failed} / (${complete} + ${failed})`);
  });

  it.each(['Failure', 'FailureRate', 'DurationMs', 'NoticesUndelivered'])(
    'names the worst twenty accounts by %s',
    (name) => {
      expect(expressions()).toContain(`SORT(${searchFor(name)}, 'Maximum', 86400), MAX, DESC, 20)`);
    },
  );
});

describe('the outputs', () => {
  it('name the bucket, the topics and the function', () => {
    template.hasOutput('Bucket', { Value: { Ref: like('Archive') } });
    template.hasOutput('AlertsTopic', { Value: { Ref: like('TopicsAlerts') } });
    template.hasOutput('ReportsTopic', { Value: { Ref: like('TopicsReports') } });
    template.hasOutput('Function', { Value: { Ref: like('NightFunction') } });
  });
});

describe('the configuration', () => {
  it('decides on memory, concurrency and how long things are kept', () => {
    const deploymentOptions = {
      memoryMb: 1024,
      reservedConcurrency: 3,
      logRetentionDays: 30,
      noncurrentVersionDays: 7,
    };
    const other = synthesize({ ...twoAccounts, deployment: deploymentOptions }).template;
    other.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 1024,
      ReservedConcurrentExecutions: 3,
    });
    other.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const rule = { NoncurrentVersionExpiration: { NoncurrentDays: 7 } };
    other.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike(rule)] },
    });
  });
});
