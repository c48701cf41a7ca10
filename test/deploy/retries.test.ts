import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accountSchema } from '../../lambda/config/account.ts';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { deployOnPaper } from '../infra/paper-deployment.ts';
import { synthesize } from '../infra/synthesis.ts';
import { bundleAlone } from '../support/bundle-process.ts';
import type { ScriptedSimulator } from '../support/services/scripted-simulator.ts';
import { quietDay } from '../support/stage.ts';
import { connectMachines, type Ended, type Pass } from './executions.ts';
import { countByAccount, lastDue, nameAccounts, refuse, ringOf, startVendor } from './fleet-accounts.ts';
import { type LambdaFront, startLambdaFront } from './lambda-front.ts';
import { awsVariables, region } from './place.ts';
import { createHeardTopic, drainQueue } from './queues.ts';

const url = inject('emulators').moto ?? '';
const bucket = 'shift-archive';
const names = nameAccounts(12);
const shift = { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' };

/** The state machine as it is synthesized, whose retries MiniStack cannot show: every error has one name there. */
describe.runIf(url !== '')('a shift on moto, whose Lambda refuses for a while', () => {
  const { scheduledTime, date } = lastDue(shift.time);
  const aws = { region, endpoint: url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  let simulator: ScriptedSimulator;
  let front: LambdaFront;
  let ended: Ended;
  let passes: readonly Pass[];

  beforeAll(async () => {
    simulator = await startVendor();
    simulator.world.setCounts(date, quietDay);
    simulator.behave(refuse('customer-001'), { ...refuse('customer-002'), times: 1 });
    await prepareArchive();
    const environment = {
      ...awsVariables(url),
      VOD_NIGHTLY_BUCKET: bucket,
      VOD_NIGHTLY_ALERTS_TOPIC: await createHeardTopic(url, 'shift-alerts'),
      VOD_NIGHTLY_REPORTS_TOPIC: await createHeardTopic(url, 'shift-reports'),
      VOD_NIGHTLY_RINGS: 'rings/',
    };
    const bundle = await bundleAlone();
    front = await startLambdaFront({ port: inject('frontPort'), behind: url, bundle, environment });
    front.refuse(refuseOnce());
    await runShift();
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await simulator.stop();
  });

  async function prepareArchive(): Promise<void> {
    const CreateBucketConfiguration = { LocationConstraint: region } as const;
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
    const own = {
      ...shift,
      baseUrl: simulator.url,
      secret: { ring: 'main' },
      lookBackDays: 0,
      report: false,
    };
    const Body = formatShiftFile(names.map((name) => accountSchema.parse({ ...own, name })));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: shiftKey(shift.name), Body }));
    const ring = { Name: 'rings/main', SecretString: ringOf(names) };
    await new SecretsManagerClient(aws).send(new CreateSecretCommand(ring));
  }

  /** The first invocation of each event, as Lambda refuses one for which it has no room, or an environment fails. */
  function refuseOnce() {
    const refused = new Set<string>();
    return (event: object) => {
      const text = JSON.stringify(event);
      if (refused.has(text)) return undefined;
      refused.add(text);
      return text.includes('customer-003')
        ? { status: 500, name: 'ServiceException' }
        : { status: 429, name: 'TooManyRequestsException' };
    };
  }

  async function runShift(): Promise<void> {
    const configured = { method: 'POST', body: '{"stepfunctions":{"execute_state_machine":true}}' };
    await fetch(`${url}/moto-api/config`, configured);
    const { template } = synthesize({
      fleet: { shifts: [shift], passes: [1, 1] },
      alerts: { email: ['ops@example.com'] },
    });
    const paper = deployOnPaper(template, { [deployOnPaper(template).idOf('AWS::S3::Bucket')]: bucket });
    const machineId = paper.idOf('AWS::StepFunctions::StateMachine', 'Shift');
    const { DefinitionString } = paper.propertiesOf(machineId);
    const machines = connectMachines(url);
    const machine = await machines.create('shift', asMotoReads(String(DefinitionString)));
    const execution = await machines.start(machine, { shift, scheduledTime });
    ended = await machines.ended(execution);
    passes = await machines.passes(execution);
  }

  /** moto reads JSON, and the front makes that of JSON Lines; it refuses a whole tolerance and a writer's format, and needs neither. */
  function asMotoReads(definition: string): object {
    return JSON.parse(definition, (name, value) => {
      if (name === 'ToleratedFailurePercentage' || name === 'WriterConfig') return undefined;
      return name === 'InputType' ? 'JSON' : value;
    });
  }

  const timesOf = (name: string) =>
    front.invocations.filter(({ event }) => JSON.stringify(event).includes(`"name":"${name}"`));

  it('comes to its end', () => {
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tries again whatever Lambda refused, within the pass', () => {
    const errors = names.slice(2).map((name) => timesOf(name).map(({ error }) => error));
    const fine = ['TooManyRequestsException', undefined];
    expect(errors).toEqual([['ServiceException', undefined], ...Array.from({ length: 9 }, () => fine)]);
    expect(passes.map(({ total }) => total)).toEqual([12, 2, 1]);
  });

  it('runs no night again that failed of itself, but in the next pass', () => {
    const failed = 'NightFailedError';
    const errorsOf = (name: string) => timesOf(name).map(({ error }) => error);
    expect(errorsOf('customer-001')).toEqual(['TooManyRequestsException', failed, failed, failed]);
    expect(errorsOf('customer-002')).toEqual(['TooManyRequestsException', failed, undefined]);
    expect(countByAccount(simulator.requests)).toMatchObject({ 'customer-001': 3 });
  });

  it('tells of the one that stays without a good night, once', async () => {
    const told = await drainQueue(url, 'shift-alerts');
    expect(told.map(({ body }) => [...new Set(body.match(/customer-\d+/g))])).toEqual([['customer-001']]);
    expect(await drainQueue(url, 'shift-reports')).toHaveLength(1);
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: overviewKey(shift.name) }));
    const { accounts } = JSON.parse((await object.Body?.transformToString()) ?? '');
    const states = Object.groupBy(accounts as { state: string }[], ({ state }) => state);
    expect(states).toMatchObject({ unavailable: [{ account: 'customer-001' }] });
    expect(states.measured).toHaveLength(11);
  });
});
