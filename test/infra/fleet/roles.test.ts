import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightly } from '../../../infra/vod-nightly.ts';
import { defineConfig } from '../../../lambda/config/config.ts';
import { accountId, deployOnPaper, type PaperDeployment, region } from '../paper-deployment.ts';
import { refusedBy } from '../permissions.ts';
import { aFleet, createQuickApp, synthesisMs, synthesize } from '../synthesis.ts';

let deployment: PaperDeployment;
let template: Template;
let outputs: Readonly<Record<string, { readonly Value: unknown }>>;
beforeAll(() => {
  ({ template } = synthesize(aFleet));
  outputs = template.toJSON().Outputs;
  deployment = deployOnPaper(template);
}, synthesisMs);

const arnOf = (type: string, part: string) => deployment.arnOf(deployment.idOf(type, part));
const bucket = () => arnOf('AWS::S3::Bucket', 'Archive');
const night = () => arnOf('AWS::Lambda::Function', 'Night');
const machine = (part: string) => arnOf('AWS::StepFunctions::StateMachine', part);
const accounts = 'fleet/accounts/seoul.jsonl';
const failed = 'fleet/nights/shift=seoul/due=20261122T161000Z/pass=1/failed.jsonl';
const muster = 'fleet/nights/shift=seoul/due=20261122T161000Z/muster.json';
const overview = 'fleet/overviews/seoul.json';
const progress = 'fleet/backfills/one/acme.json';
const result = 'fleet/maps/0a1b2c3d/SUCCEEDED_0.jsonl';
const ledger = 'ledger/account=acme/year=2026/days.jsonl';
const read = (key: string) => ({ action: 's3:GetObject', resource: `${bucket()}/${key}` });
const write = (key: string) => ({ action: 's3:PutObject', resource: `${bucket()}/${key}` });

describe.each([
  ['Shift', 'Backfill', 'Nights'],
  ['Backfill', 'Shift', 'Accounts'],
])('the role of the machine %s', (own, other, label) => {
  const refused = (calls: Parameters<typeof refusedBy>[2]) =>
    refusedBy(deployment, deployment.idOf('AWS::IAM::Role', `${own}Role`), calls);
  const executionOf = (part: string, labelled: string) =>
    `${machine(part).replace(':stateMachine:', ':execution:')}${labelled}:one`;

  it('reads lists of accounts, invokes the function, starts its children and writes what became of them', async () => {
    const upload = `${bucket()}/${result}`;
    const calls = [
      ...[read(accounts), read(failed), read(result), write(result)],
      { action: 's3:ListMultipartUploadParts', resource: upload },
      { action: 's3:AbortMultipartUpload', resource: upload },
      { action: 'lambda:InvokeFunction', resource: night() },
      { action: 'states:StartExecution', resource: machine(own) },
      { action: 'states:DescribeExecution', resource: executionOf(own, '') },
      { action: 'states:StopExecution', resource: executionOf(own, '') },
      { action: 'states:RedriveExecution', resource: executionOf(own, `/${label}`) },
    ];
    expect(await refused(calls)).toEqual([]);
  });

  it('does nothing else', async () => {
    const neighbours = [
      ...[read(ledger), read('mutes/account=acme/mutes.json'), write(accounts), write(muster), write(ledger)],
      { action: 's3:GetObject', resource: `arn:aws:s3:::another-bucket/${accounts}` },
      { action: 's3:ListBucket', resource: bucket() },
      { action: 's3:DeleteObject', resource: `${bucket()}/${result}` },
      { action: 'lambda:InvokeFunction', resource: `${night()}:1` },
      { action: 'lambda:InvokeFunction', resource: `${night()}x` },
      { action: 'lambda:UpdateFunctionCode', resource: night() },
      { action: 'states:StartExecution', resource: machine(other) },
      { action: 'states:StopExecution', resource: executionOf(other, '') },
      { action: 'states:UpdateStateMachine', resource: machine(own) },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'TopicsAlerts') },
      { action: 'secretsmanager:GetSecretValue', resource: ring('vod-nightly/rings/one') },
    ];
    expect(await refused(neighbours)).toEqual(neighbours);
  });

  it('is whole before the machine is made, which could not log otherwise', () => {
    const [{ DependsOn } = {}] = Object.values(
      template.findResources('AWS::StepFunctions::StateMachine', { DependsOn: Match.anyValue() }),
    ).filter((each) => JSON.stringify(each.Properties).includes(`${own}Role`));
    expect(String(DependsOn)).toContain(`${own}RoleDefaultPolicy`);
  });

  it('is for Step Functions in this AWS account alone', () => {
    const role = deployment.propertiesOf(deployment.idOf('AWS::IAM::Role', `${own}Role`));
    expect(role.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': `arn:aws:states:${region}:${accountId}:stateMachine:*` },
          },
        },
      ],
    });
  });
});

const ring = (name: string) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-AbCdEf`;

describe("the function's role, with a fleet", () => {
  const refused = (calls: Parameters<typeof refusedBy>[2]) =>
    refusedBy(deployment, deployment.idOf('AWS::IAM::Role', 'NightRole'), calls);
  const tag = () => String(outputs.SecretsTag?.Value);
  const prefix = () => String(outputs.KeyRings?.Value);

  it('reads and writes what its steps do, tells those who have routes, and reads key rings that are yet to be made', async () => {
    const calls = [
      ...[accounts, failed, muster, overview, progress].map(read),
      ...[failed, muster, overview, progress].map(write),
      { action: 's3:ListBucket', resource: bucket() },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'RoutedAlerts') },
      { action: 'sns:Publish', resource: arnOf('AWS::SNS::Topic', 'RoutedReports') },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: ring(`${prefix()}gold`),
        context: { 'aws:ResourceTag/vod-nightly': tag() },
      },
    ];
    expect(await refused(calls)).toEqual([]);
  });

  it('neither says which accounts there are, nor reads what maps have written, nor starts a machine, nor reads others’ secrets', async () => {
    const neighbours = [
      ...[accounts, result, 'fleet/elsewhere.json'].map(write),
      ...[result, 'fleet/elsewhere.json'].map(read),
      { action: 's3:DeleteObject', resource: `${bucket()}/${accounts}` },
      { action: 'states:StartExecution', resource: machine('Shift') },
      { action: 'sns:Subscribe', resource: arnOf('AWS::SNS::Topic', 'RoutedAlerts') },
      { action: 'secretsmanager:GetSecretValue', resource: ring(`${prefix()}gold`) },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: ring(`${prefix()}gold`),
        context: { 'aws:ResourceTag/vod-nightly': 'another-stack' },
      },
    ];
    expect(await refused(neighbours)).toEqual(neighbours);
  });
});

describe("the role of the shifts' schedules", () => {
  it('starts the machine of shifts and uses the dead-letter queue, and nothing else', async () => {
    const role = deployment.idOf('AWS::IAM::Role', 'FleetSchedulesRole');
    const needed = [
      { action: 'states:StartExecution', resource: machine('Shift') },
      { action: 'sqs:SendMessage', resource: arnOf('AWS::SQS::Queue', 'FleetSchedulesNotStarted') },
    ];
    const neighbours = [
      { action: 'states:StartExecution', resource: machine('Backfill') },
      { action: 'states:UpdateStateMachine', resource: machine('Shift') },
      { action: 'sqs:SendMessage', resource: arnOf('AWS::SQS::Queue', 'NightGivenUp') },
      { action: 'lambda:InvokeFunction', resource: night() },
    ];
    expect(await refusedBy(deployment, role, needed)).toEqual([]);
    expect(await refusedBy(deployment, role, neighbours)).toEqual(neighbours);
  });

  it('is for schedules of the fleet’s own group alone', () => {
    const role = deployment.propertiesOf(deployment.idOf('AWS::IAM::Role', 'FleetSchedulesRole'));
    const group = arnOf('AWS::Scheduler::ScheduleGroup', 'Fleet');
    expect(JSON.stringify(role.AssumeRolePolicyDocument)).toContain(`"aws:SourceArn":"${group}"`);
  });
});

describe('the roles of machines, where the archive is encrypted with a customer’s key', () => {
  it('use it for what they read and write', async () => {
    const stack = new Stack(createQuickApp(), 'Theirs');
    const encryptionKey = new Key(stack, 'TheirKey');
    new VodNightly(stack, 'Nightly', { config: defineConfig(aFleet), encryptionKey });
    const keyed = deployOnPaper(Template.fromStack(stack));
    const resource = keyed.arnOf(keyed.idOf('AWS::KMS::Key'));
    const role = keyed.idOf('AWS::IAM::Role', 'ShiftRole');
    const calls = ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({ action, resource }));
    expect(await refusedBy(keyed, role, calls)).toEqual([]);
    const others = [{ action: 'kms:ScheduleKeyDeletion', resource }];
    expect(await refusedBy(keyed, role, others)).toEqual(others);
  });
});

describe('every role of a fleet', () => {
  it('names the resources of each statement, but for the delivery of logs, which knows none', () => {
    type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown };
    const statements = deployment.idsOf('AWS::IAM::Policy').flatMap((id) => {
      const { PolicyDocument } = deployment.propertiesOf(id) as {
        PolicyDocument: { Statement: Statement[] };
      };
      return PolicyDocument.Statement;
    });
    const unnamed = statements.filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(unnamed).toHaveLength(2);
    for (const action of unnamed.flatMap(({ Action }) => Action)) {
      expect(action).toMatch(
        /^logs:(\w+LogDeliver(y|ies)|(Put|Describe)ResourcePolic(y|ies)|DescribeLogGroups)$/,
      );
    }
  });
});
