import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightlyFleet, type VodNightlyFleetProps } from '../../../infra/fleet/vod-nightly-fleet.ts';
import { VodNightly } from '../../../infra/vod-nightly.ts';
import { type ConfigInput, defineConfig } from '../../../lambda/config/config.ts';
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
          Arn: expect.stringMatching(/:stateMachine:fleetshift/),
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

describe('the construct of a fleet', { timeout: synthesisMs }, () => {
  /** In somebody's own stack, behind the one that it is built on. */
  function inOwnStack(
    app: App,
    input: ConfigInput,
    given: Omit<VodNightlyFleetProps, 'nightly'> = {},
  ): Stack {
    const stack = new Stack(app, 'Theirs');
    const nightly = new VodNightly(stack, 'Nightly', { config: defineConfig(input) });
    new VodNightlyFleet(stack, 'Fleet', { nightly, ...given });
    return stack;
  }

  it('goes into somebody’s own stack, and is found with the one that it is built on', () => {
    const template = Template.fromStack(inOwnStack(createQuickApp(), aFleet));
    const outputs = Object.keys(template.toJSON().Outputs).join('\n');
    for (const name of ['FleetMachine', 'FleetBackfillMachine', 'FleetScheduleGroup', 'Bucket'])
      expect(outputs).toMatch(new RegExp(`^Nightly${name}[0-9A-F]{8}$`, 'm'));
  });

  it('says how its maps write what became of them, whatever flags an app has', () => {
    const app = new App({ builtinCloudFormationValidation: false, context: { [BUNDLING_STACKS]: [] } });
    const template = Template.fromStack(inOwnStack(app, aFleet, { outputs: false }));
    expect(Object.keys(template.toJSON().Outputs).join()).not.toContain('Fleet');
    const paper = deployOnPaper(template);
    for (const id of paper.idsOf('AWS::StepFunctions::StateMachine'))
      expect(paper.propertiesOf(id).DefinitionString).toContain('"Transformation":"COMPACT"');
  });

  it('is refused over a configuration without shifts', () => {
    expect(() => inOwnStack(createQuickApp(), { accounts: [{ name: 'acme' }] })).toThrow(
      'fleet: has to say which shifts there are',
    );
  });

  it('is missed where a configuration has a fleet and nothing would start its shifts', () => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    new VodNightly(stack, 'Nightly', { config: defineConfig(aFleet) });
    expect(() => Template.fromStack(stack)).toThrow(
      /\[Theirs\/Nightly\] fleet: nothing starts its shifts; put new VodNightlyFleet\(stack, 'Fleet', \{ nightly \}\)/,
    );
  });

  it('is refused a second time, as each shift would be run twice', () => {
    const stack = inOwnStack(createQuickApp(), aFleet, { outputs: false });
    const nightly = stack.node.findChild('Nightly') as VodNightly;
    expect(() => new VodNightlyFleet(stack, 'Other', { nightly, outputs: false })).toThrow(
      'nightly: has a fleet already',
    );
  });

  it('is refused in another stack than the one that it is built on', () => {
    const app = createQuickApp();
    const nightly = new VodNightly(new Stack(app, 'One'), 'Nightly', { config: defineConfig(aFleet) });
    expect(() => new VodNightlyFleet(new Stack(app, 'Other'), 'Fleet', { nightly })).toThrow(
      'nightly: has to be in the same stack, here Other; it is in One',
    );
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
