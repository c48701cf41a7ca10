import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightly, type VodNightlyProps } from '../../../infra/vod-nightly.ts';
import { defineConfig } from '../../../lambda/config/config.ts';
import { routeIdOf } from '../../../lambda/config/routes.ts';
import { formatReadAccounts, parseReadAccounts } from '../../../lambda/reader/accounts.ts';
import { deployOnPaper, type PaperDeployment } from '../paper-deployment.ts';
import { aFleet, createQuickApp, synthesisMs, synthesize } from '../synthesis.ts';

let template: Template;
let deployment: PaperDeployment;
beforeAll(() => {
  ({ template } = synthesize(aFleet));
  deployment = deployOnPaper(template);
}, synthesisMs);

const all = (type: string) => deployment.idsOf(type).map((id) => deployment.propertiesOf(id));
const environment = () => Object(all('AWS::Lambda::Function')[0]?.Environment).Variables;

describe('the schedules of a fleet', () => {
  it.each([
    { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10', expression: 'cron(10 1 * * ? *)' },
    { name: 'berlin', timeZone: 'Europe/Berlin', time: '05:30', expression: 'cron(30 5 * * ? *)' },
  ])(
    'start the machine with the shift $name and the time for which it was due',
    ({ expression, ...shift }) => {
      const schedule = all('AWS::Scheduler::Schedule').find(({ Name }) => Name === shift.name);
      expect(schedule).toMatchObject({
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: shift.timeZone,
        Target: {
          Arn: expect.stringMatching(/:stateMachine:nightlyfleetshift/),
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 21_600 },
          DeadLetterConfig: { Arn: expect.stringContaining('fleetschedulesnotstarted') },
        },
      });
      expect(JSON.parse(Object(schedule?.Target).Input)).toEqual({
        shift,
        scheduledTime: '<aws.scheduler.scheduled-time>',
      });
    },
  );

  it('are in a group of their own, with nothing else in it', () => {
    const groups = all('AWS::Scheduler::Schedule').map(({ GroupName }) => GroupName);
    expect(groups).toHaveLength(2);
    expect(new Set(groups)).toEqual(new Set([expect.stringContaining('Fleet')]));
  });
});

describe('a stack of a fleet alone', () => {
  it('has no check of the morning, no secret, and no graph that looks for accounts', () => {
    expect(all('AWS::Scheduler::Schedule').map(({ Name }) => Name)).toEqual(['seoul', 'berlin']);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(JSON.stringify(all('AWS::CloudWatch::Dashboard'))).not.toContain('VodNightly,account');
  });

  it('has a row of graphs about shifts, of whatever number', () => {
    const [{ DashboardBody = '' } = {}] = all('AWS::CloudWatch::Dashboard');
    const searches =
      String(DashboardBody).match(/SEARCH\('\{VodNightly,function,shift\} MetricName=[^']+'/g) ?? [];
    expect(searches).toHaveLength(6);
    const [night = 'none'] = deployment.idsOf('AWS::Lambda::Function');
    for (const search of searches) expect(search).toContain(night.toLowerCase());
  });

  it('may have a reader, which is told of no account', () => {
    const { template } = synthesize({ ...aFleet, reports: { links: {} } });
    template.resourceCountIs('AWS::Lambda::Url', 1);
    expect(parseReadAccounts(formatReadAccounts([]))).toEqual([]);
  });

  it('forgets after 90 days what became of the children of a map, and nothing else', () => {
    const [{ LifecycleConfiguration } = {}] = all('AWS::S3::Bucket');
    const rules: { Prefix?: string; ExpirationInDays?: number }[] = Object(LifecycleConfiguration).Rules;
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(expiring).toEqual([{ Prefix: 'fleet/maps/', ExpirationInDays: 90, Status: 'Enabled' }]);
  });
});

describe('the topics of those who hear of some accounts only', () => {
  const subscriptionsOf = (part: string) =>
    all('AWS::SNS::Subscription')
      .filter(({ TopicArn }) => String(TopicArn).includes(part))
      .map(({ Endpoint, FilterPolicy, RedrivePolicy }) => ({ Endpoint, FilterPolicy, RedrivePolicy }));
  const RedrivePolicy = { deadLetterTargetArn: expect.stringContaining('topicsundelivered') };

  it('give each what is for its route, as severe as it asked for', () => {
    expect(subscriptionsOf('routedalerts')).toEqual([
      {
        Endpoint: 'gold@example.com',
        FilterPolicy: { route: [routeIdOf({ tags: ['gold'] })] },
        RedrivePolicy,
      },
      {
        Endpoint: '+821012345678',
        FilterPolicy: { route: [routeIdOf({ accounts: ['acme'] })], severity: ['critical'] },
        RedrivePolicy,
      },
    ]);
    expect(subscriptionsOf('routedreports')).toEqual([
      {
        Endpoint: 'team-a@example.com',
        FilterPolicy: { route: [routeIdOf({ tags: ['gold', 'team-a'] })] },
        RedrivePolicy,
      },
    ]);
  });

  it('leave those without a route as they are: they hear of all', () => {
    expect(subscriptionsOf('topicsalerts').filter(({ FilterPolicy }) => !FilterPolicy)).toMatchObject([
      { Endpoint: 'ops@example.com' },
    ]);
  });

  it('are under the key of the others, and known to the function', () => {
    template.resourceCountIs('AWS::SNS::Topic', 4);
    const keys = all('AWS::SNS::Topic').map(({ KmsMasterKeyId }) => KmsMasterKeyId);
    expect(new Set(keys).size).toBe(1);
    expect(environment()).toMatchObject({
      VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: expect.stringContaining('routedalerts'),
      VOD_NIGHTLY_ROUTED_REPORTS_TOPIC: expect.stringContaining('routedreports'),
      VOD_NIGHTLY_RINGS: expect.stringMatching(/^vod-nightly\/.+\/rings\/$/),
    });
  });

  it('are not there where nobody has a route', () => {
    const { template } = synthesize({ ...aFleet, alerts: { email: ['ops@example.com'] }, reports: {} });
    template.resourceCountIs('AWS::SNS::Topic', 2);
    const [{ Properties } = {}] = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(Object.keys(Object(Properties?.Environment?.Variables)).join()).not.toContain('ROUTED');
  });
});

describe('the construct, where a fleet is configured', { timeout: synthesisMs }, () => {
  /** In somebody's own stack. */
  function inOwnStack(app: App, given: Omit<VodNightlyProps, 'config'> = {}): Template {
    const stack = new Stack(app, 'Theirs');
    new VodNightly(stack, 'Nightly', { config: defineConfig(aFleet), ...given });
    return Template.fromStack(stack);
  }

  it('makes its machines and schedules as well, in whatever stack, and says where they are', () => {
    const outputs = Object.keys(inOwnStack(createQuickApp()).toJSON().Outputs).join('\n');
    for (const name of ['FleetMachine', 'FleetBackfillMachine', 'FleetScheduleGroup', 'Bucket'])
      expect(outputs).toMatch(new RegExp(`^Nightly${name}[0-9A-F]{8}$`, 'm'));
  });

  it('says nothing where that is not wanted', () => {
    const { Outputs = {} } = inOwnStack(createQuickApp(), { outputs: false }).toJSON();
    expect(Object.keys(Outputs)).toEqual([]);
  });

  it('says how its maps write what became of them, whatever flags an app has', () => {
    const app = new App({ builtinCloudFormationValidation: false, context: { [BUNDLING_STACKS]: [] } });
    const paper = deployOnPaper(inOwnStack(app));
    const machines = paper.idsOf('AWS::StepFunctions::StateMachine');
    expect(machines).toHaveLength(2);
    for (const id of machines)
      expect(paper.propertiesOf(id).DefinitionString).toContain('"Transformation":"COMPACT"');
  });

  it('goes into one stack more than once, each with machines and schedules of its own', () => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    const made = ['One', 'Other'].map((id) => new VodNightly(stack, id, { config: defineConfig(aFleet) }));
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 4);
    const groups = made.map(({ fleet }) => stack.resolve(fleet?.schedules.group.scheduleGroupName));
    expect(new Set(groups).size).toBe(2);
  });

  it('has no fleet where none is configured', () => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    const config = defineConfig({ accounts: [{ name: 'acme' }] });
    expect(new VodNightly(stack, 'Nightly', { config }).fleet).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 0);
  });

  it('leaves accounts of the configuration their schedules, secrets, graphs and check', () => {
    const { template } = synthesize({ ...aFleet, accounts: [{ name: 'acme' }] });
    const names = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(
      ({ Properties }) => Properties?.Name,
    );
    expect(names.toSorted()).toEqual(['_check', 'acme', 'berlin', 'seoul']);
    template.resourceCountIs('AWS::SecretsManager::Secret', 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CheckCompleted' });
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardBody: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
    });
  });
});
