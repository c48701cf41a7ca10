import type { PaperDeployment } from './paper-deployment.ts';

/** A stack as CDK writes it and as CloudFormation would fill it in. */
export type Stack = {
  readonly template: Record<'Resources' | 'Outputs' | 'Parameters', Record<string, object>>;
  readonly paper: PaperDeployment;
};

type Statement = { readonly Sid?: string };
type Policy = {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles?: string[];
};

const lengthOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const most = (numbers: readonly number[]) => Math.max(0, ...numbers);
/** The properties of all resources of a type. */
export const all = <Properties>({ paper }: Stack, type: string) =>
  paper.idsOf(type).map((id) => paper.propertiesOf(id) as Properties);
const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(strings);

/** Lengths of the policies written into each role, all of a role together; IAM does not count white space. */
const inlineLengths = (stack: Stack) =>
  stack.paper.idsOf('AWS::IAM::Role').map((id) => {
    const { Policies = [] } = stack.paper.propertiesOf(id) as { Policies?: Policy[] };
    const attached = all<Policy>(stack, 'AWS::IAM::Policy').filter(({ Roles }) =>
      Roles?.includes(String(stack.paper.resolve({ Ref: id }))),
    );
    return [...Policies, ...attached].reduce((sum, { PolicyDocument }) => sum + lengthOf(PolicyDocument), 0);
  });

const widgetsOf = (stack: Stack) =>
  all<{ DashboardBody: string }>(stack, 'AWS::CloudWatch::Dashboard').flatMap(
    ({ DashboardBody }) => JSON.parse(DashboardBody).widgets as { properties: { metrics?: unknown[] } }[],
  );
const searchesOf = (stack: Stack) =>
  strings(widgetsOf(stack)).flatMap((text) => text.match(/SEARCH\('[^']*'/g) ?? []);

type Alarm = { AlarmDescription: string };
type Schedule = { Name: string; Description: string; Target: { Input: string } };
type Subscription = { TopicArn: string; FilterPolicy?: Record<string, unknown[]> };

const filterPoliciesOf = (stack: Stack) => {
  const filtered = all<Subscription>(stack, 'AWS::SNS::Subscription').filter(
    ({ FilterPolicy }) => FilterPolicy,
  );
  return Object.values(Object.groupBy(filtered, ({ TopicArn }) => TopicArn)).map((of) => of?.length ?? 0);
};

const cfn = 'CloudFormation user guide, Understand CloudFormation quotas';
const iam = 'IAM user guide, IAM and AWS STS quotas';
const cloudWatch = 'CloudWatch user guide, CloudWatch service quotas';
const scheduler = 'EventBridge Scheduler user guide, Quotas, and API reference, CreateSchedule';

/** What AWS limits, by how much, where it says so, and how it is counted. */
export const limits: readonly [
  what: string,
  limit: number,
  source: string,
  count: (stack: Stack) => number,
][] = [
  ['resources', 500, cfn, ({ template }) => Object.keys(template.Resources).length],
  ['outputs', 200, cfn, ({ template }) => Object.keys(template.Outputs).length],
  ['parameters', 200, cfn, ({ template }) => Object.keys(template.Parameters).length],
  // 1 MB, as CDK writes it: with line breaks and indented by one.
  [
    'bytes of the template',
    1_000_000,
    cfn,
    ({ template }) => Buffer.byteLength(JSON.stringify(template, null, 1)),
  ],
  [
    'bytes of an output name',
    255,
    cfn,
    ({ template }) => most(Object.keys(template.Outputs).map((id) => id.length)),
  ],
  [
    'bytes of an output description',
    1024,
    cfn,
    ({ template }) =>
      most(Object.values(template.Outputs).map((output) => String(Object(output).Description).length)),
  ],
  [
    'characters of a logical id',
    255,
    cfn,
    ({ template }) => most(Object.keys(template.Resources).map((id) => id.length)),
  ],
  ['characters of policies in a role', 10_240, iam, (stack) => most(inlineLengths(stack))],
  [
    'characters of a managed policy',
    6_144,
    iam,
    (stack) =>
      most(
        all<Policy>(stack, 'AWS::IAM::ManagedPolicy').map(({ PolicyDocument }) => lengthOf(PolicyDocument)),
      ),
  ],
  ['managed policies of a role', 10, iam, (stack) => all(stack, 'AWS::IAM::ManagedPolicy').length],
  [
    'characters of who may assume a role',
    2_048,
    iam,
    (stack) =>
      most(
        all<{ AssumeRolePolicyDocument: object }>(stack, 'AWS::IAM::Role').map(
          ({ AssumeRolePolicyDocument }) => lengthOf(AssumeRolePolicyDocument),
        ),
      ),
  ],
  [
    'filter policies of a topic',
    200,
    'SNS developer guide, Filter policy constraints',
    (stack) => most(filterPoliciesOf(stack)),
  ],
  [
    'bytes of an event',
    256 * 1024,
    `${scheduler}; Lambda developer guide, Quotas, asynchronous payload`,
    (stack) =>
      most(all<Schedule>(stack, 'AWS::Scheduler::Schedule').map(({ Target }) => Target.Input.length)),
  ],
  [
    'characters of the name of a schedule',
    64,
    scheduler,
    (stack) => most(all<Schedule>(stack, 'AWS::Scheduler::Schedule').map(({ Name }) => Name.length)),
  ],
  [
    'characters of the description of a schedule',
    512,
    scheduler,
    (stack) =>
      most(all<Schedule>(stack, 'AWS::Scheduler::Schedule').map(({ Description }) => Description.length)),
  ],
  [
    'bytes of the environment',
    4_096,
    'Lambda developer guide, Quotas',
    (stack) =>
      most(
        all<{ Environment: { Variables: object } }>(stack, 'AWS::Lambda::Function').map(({ Environment }) =>
          lengthOf(Environment.Variables),
        ),
      ),
  ],
  ['widgets of the dashboard', 500, cloudWatch, (stack) => widgetsOf(stack).length],
  [
    'metrics of a widget',
    500,
    cloudWatch,
    (stack) => most(widgetsOf(stack).map(({ properties }) => properties.metrics?.length ?? 0)),
  ],
  [
    'metrics that a search finds',
    500,
    'CloudWatch user guide, Search expression syntax',
    (stack) => new Set(all<Schedule>(stack, 'AWS::Scheduler::Schedule').map(({ Name }) => Name)).size,
  ],
  [
    'characters of a search',
    1024,
    'CloudWatch user guide, Search expression syntax',
    (stack) => most(searchesOf(stack).map((text) => text.length)),
  ],
  [
    'searches of the dashboard',
    100,
    'CloudWatch user guide, Search expression syntax',
    (stack) => searchesOf(stack).length,
  ],
  [
    'characters of the description of an alarm',
    1024,
    'CloudWatch API reference, PutMetricAlarm',
    (stack) =>
      most(
        all<Alarm>(stack, 'AWS::CloudWatch::Alarm').map(({ AlarmDescription }) => AlarmDescription.length),
      ),
  ],
  [
    'bytes of a parameter of a table',
    512_000,
    'Glue API reference, TableInput',
    (stack) =>
      most(
        all<{ TableInput: { Parameters: object } }>(stack, 'AWS::Glue::Table')
          .flatMap(({ TableInput }) => strings(TableInput.Parameters))
          .map((text) => text.length),
      ),
  ],
  [
    'tags of a secret',
    50,
    'Secrets Manager user guide, Quotas',
    (stack) =>
      most(
        all<{ Tags?: object[] }>(stack, 'AWS::SecretsManager::Secret').map(({ Tags = [] }) => Tags.length),
      ),
  ],
];
