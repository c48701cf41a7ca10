import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { VodNightlyStack } from '../../infra/stack.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { accountId as embeddedAccountId } from '../../local/embedded-aws/sns/topics.ts';
import { accountId, deployOnPaper, type PaperDeployment, region } from '../infra/paper-deployment.ts';
import type { AwsCall } from './services/aws-call.ts';
import { type ScriptedAws, startScriptedAws } from './services/scripted-aws.ts';
import { type ScriptedSimulator, startScriptedSimulator } from './services/scripted-simulator.ts';

/** The stack as it was synthesized, its function and schedule taken from the template, on services of this machine. */
export type Deployed = AsyncDisposable & {
  readonly simulator: ScriptedSimulator;
  readonly aws: ScriptedAws;
  readonly paper: PaperDeployment;
  /** The reader of the reports, as the template has it; the key of its links is {@link linkKey}. */
  readonly reader: Pick<Deployed, 'module' | 'environment' | 'memoryMb' | 'timeoutMs'>;
  /** The function's module, from the asset. */
  readonly module: string;
  /** As the template has it: module and export. */
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** The function's variables, and those that Lambda adds; the services' addresses instead of AWS's. */
  readonly environment: Readonly<Record<string, string>>;
  /** What Scheduler would hand to the function, for a night due at `dueMs`. */
  event(dueMs?: number): { readonly account: { readonly name: string }; readonly scheduledTime: string };
  /** What was asked of AWS so far, as IAM would be asked on paper. */
  readonly calls: readonly Pick<AwsCall, 'action' | 'resource'>[];
};

type FunctionProperties = {
  readonly Handler: string;
  readonly Code: { readonly S3Key: string };
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Environment: { readonly Variables: Record<string, string> };
};

/** What the links of the deployed reader are signed with. */
export const linkKey = 'k'.repeat(64);

const keys = { accessKey: 'the-access-key', secretKey: 'the-secret-key' };

/** Synthesizes a stack of one account, `acme`, and starts what it needs. */
export async function deployHere(): Promise<Deployed> {
  const simulator = await startScriptedSimulator(keys);
  const outdir = await mkdtemp(join(tmpdir(), 'vod-nightly-deployed-'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const config = defineConfig({
    accounts: [{ name: 'acme', baseUrl: simulator.url }],
    alerts: { email: ['ops@example.com'] },
    reports: { links: {} },
  });
  const template = Template.fromStack(new VodNightlyStack(app, 'Deployed', { config }));
  const onPaper = deployOnPaper(template);
  const refOf = (type: string, part = '') => String(onPaper.resolve({ Ref: onPaper.idOf(type, part) }));
  const [alerts, reports] = ['Alerts', 'Reports'].map((part) =>
    onPaper.idOf('AWS::SNS::Topic', part).toLowerCase(),
  );
  const calls: Pick<AwsCall, 'action' | 'resource'>[] = [];
  const secretIds = {
    'keys-of-acme': onPaper.idOf('AWS::SecretsManager::Secret', 'acme'),
    'link-key': onPaper.idOf('AWS::SecretsManager::Secret', 'LinkKey'),
  };
  const aws = await startScriptedAws({
    region,
    buckets: [refOf('AWS::S3::Bucket')],
    topics: [
      { name: alerts ?? '', recipients: [{ protocol: 'email', address: 'ops@example.com' }] },
      { name: reports ?? '', recipients: [] },
    ],
    secrets: { 'keys-of-acme': JSON.stringify(keys), 'link-key': linkKey },
    onCall: ({ action, resource }) => {
      const named = resource.replace(`:${embeddedAccountId}:`, `:${accountId}:`);
      const [, secretId] =
        Object.entries(secretIds).find(([name]) => named.includes(`:secret:${name}-`)) ?? [];
      calls.push({ action, resource: secretId === undefined ? named : onPaper.arnOf(secretId) });
    },
  });
  const paper = deployOnPaper(template, {
    [onPaper.idOf('AWS::SNS::Topic', 'Alerts')]: aws.topicArn(alerts ?? ''),
    [onPaper.idOf('AWS::SNS::Topic', 'Reports')]: aws.topicArn(reports ?? ''),
    ...Object.fromEntries(Object.entries(secretIds).map(([name, id]) => [id, name])),
  });
  return {
    simulator,
    aws,
    paper: onPaper,
    calls,
    ...functionOf('NightFunction', paper, outdir, aws),
    reader: functionOf('ReaderFunction', paper, outdir, aws),
    event: (dueMs = Date.now()) => eventOf(paper, dueMs),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([simulator.stop(), aws.stop()]);
    },
  };
}

function functionOf(
  part: 'NightFunction' | 'ReaderFunction',
  paper: PaperDeployment,
  outdir: string,
  aws: ScriptedAws,
) {
  const id = paper.idOf('AWS::Lambda::Function', part);
  const { Handler, MemorySize, Timeout, Environment, Code } = paper.propertiesOf(id) as FunctionProperties;
  const asset = `asset.${Code.S3Key.replace(/\.zip$/, '')}`; // the folder that a deployment packs and uploads
  const [file = ''] = Handler.split('.');
  return {
    module: join(outdir, asset, `${file}.mjs`),
    handler: Handler,
    memoryMb: MemorySize,
    timeoutMs: Timeout * 1_000,
    environment: {
      ...Environment.Variables,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
    },
  };
}

/** The schedule's input, with the attribute replaced as EventBridge Scheduler does, which knows seconds only. */
function eventOf(paper: PaperDeployment, dueMs: number) {
  const { Target } = paper.propertiesOf(paper.idOf('AWS::Scheduler::Schedule', 'Schedulesacme')) as {
    Target: { Input: string };
  };
  const due = new Date(dueMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return JSON.parse(Target.Input.replace('<aws.scheduler.scheduled-time>', due));
}
