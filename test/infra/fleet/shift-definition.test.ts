import { beforeAll, describe, expect, it } from 'vitest';
import { parseEvent } from '../../../lambda/config/event.ts';
import { shiftKey } from '../../../lambda/core/ledger/keys.ts';
import { deployOnPaper, type PaperDeployment } from '../paper-deployment.ts';
import { aFleet, synthesisMs, synthesize } from '../synthesis.ts';
import {
  type Definition,
  definitionOf,
  faultsIn,
  fillIn,
  longestWaitOf,
  type State,
  statesOf,
} from './definitions.ts';

let deployment: PaperDeployment;
let definition: Definition;
let states: Record<string, State>;
beforeAll(() => {
  deployment = deployOnPaper(synthesize(aFleet).template);
  definition = definitionOf(deployment, 'Shift');
  states = statesOf(definition);
}, synthesisMs);

function stateOf(name: string): State {
  const state = states[name];
  if (!state) throw new Error(`there is no state ${name}`);
  return state;
}

const shift = { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' };
const scheduledTime = '2026-11-22T16:10:00Z';
const list = { again: true, key: shiftKey('seoul'), accounts: 3, waitSeconds: 0, passesMade: 1, attempts: 3 };
const input = { shift, scheduledTime, list };
const account = {
  name: 'acme',
  timeZone: 'Asia/Seoul',
  time: '01:10',
  tags: ['gold'],
  secret: { ring: 'one' },
};
const context = {
  Execution: { StartTime: '2026-11-22T16:10:01.123Z' },
  Map: { Item: { Value: account } },
};

/** What a step hands to the function. */
function payloadOf(name: string, from: unknown): unknown {
  const { Payload } = fillIn(Object(stateOf(name)).Parameters, from, context) as { Payload: unknown };
  return Payload;
}

describe('the machine of a shift', () => {
  it('is Amazon States Language', () => {
    expect(faultsIn(definition)).toBe('');
  });

  it('would be found out if it were not', () => {
    const { Wait: _wait, ...others } = definition.States;
    expect(faultsIn({ ...definition, States: others })).toContain('Wait');
  });

  it('lists, waits, runs the nights and lists again, until none is left, and then musters until all is told', () => {
    expect(definition.StartAt).toBe('Begin');
    expect(
      Object.fromEntries(Object.entries(definition.States).map(([name, { Next }]) => [name, Next])),
    ).toEqual({
      ...{ Begin: 'List', List: 'AnyLeft?', 'AnyLeft?': undefined, Wait: 'Nights', Nights: 'List' },
      ...{ Muster: 'Told?', 'Told?': undefined, Mustered: undefined },
    });
    expect(stateOf('Begin')).toMatchObject({ Result: { passesMade: 0, attempts: 0 }, ResultPath: '$.list' });
    expect(stateOf('AnyLeft?')).toMatchObject({
      Choices: [{ Variable: '$.list.again', BooleanEquals: true, Next: 'Wait' }],
      Default: 'Muster',
    });
    expect(stateOf('Wait')).toMatchObject({ SecondsPath: '$.list.waitSeconds' });
    expect(stateOf('Told?')).toMatchObject({
      Choices: [{ Variable: '$.muster.isDone', BooleanEquals: true, Next: 'Mustered' }],
      Default: 'Muster',
    });
    expect(stateOf('Mustered').Type).toBe('Succeed');
  });

  it('lists again what a map could not even read', () => {
    expect(stateOf('Nights').Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'List' },
    ]);
  });

  it('ends a day after all that it waits for at the latest', () => {
    expect(definition.TimeoutSeconds).toBe(86_400 + 60 + 600);
  });

  it('hands the function events that it takes', () => {
    expect(parseEvent(payloadOf('List', input))).toEqual({
      list: { shift, scheduledTime, passesMade: 1, attempts: 3, passes: [60, 600] },
    });
    expect(parseEvent(payloadOf('Muster', input))).toMatchObject({
      muster: { shift, scheduledTime, startedTime: '2026-11-22T16:10:01.123Z', attempts: 3, language: 'ko' },
    });
    const night = fillIn(stateOf('Nights').ItemSelector, input, context);
    expect(payloadOf('Night', night)).toBe(night);
    expect(parseEvent(night)).toMatchObject({ account, scheduledTime, shift: 'seoul' });
  });

  it('goes by what the function answers', () => {
    expect(fillIn(stateOf('List').ResultSelector, { Payload: list })).toEqual(list);
    expect(stateOf('List').ResultPath).toBe('$.list');
    const muster = { isDone: true, accounts: 3, measured: 1, unavailable: 1, failed: 1 };
    expect(fillIn(stateOf('Muster').ResultSelector, { Payload: muster })).toEqual(muster);
    expect(stateOf('Muster').ResultPath).toBe('$.muster');
  });

  it('tells the muster who hears of some accounts only', () => {
    const { muster } = payloadOf('Muster', input) as { muster: { routes: object } };
    expect(muster.routes).toEqual({
      alerts: [{ tags: ['gold'] }, { accounts: ['acme'] }],
      reports: [{ tags: ['gold', 'team-a'] }],
    });
  });
});

describe('the nights of a shift', () => {
  it('are children of their own, one for each line of the file that the list names', () => {
    const { ItemReader, ItemProcessor, MaxConcurrency, Label } = stateOf('Nights');
    expect(ItemProcessor?.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
    expect(ItemReader).toEqual({
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: deployment.idsOf('AWS::S3::Bucket')[0]?.toLowerCase(), 'Key.$': '$.list.key' },
    });
    expect([MaxConcurrency, Label]).toEqual([20, 'Nights']);
  });

  it('may all fail, and end nothing with that', () => {
    expect(stateOf('Nights').ToleratedFailurePercentage).toBe(100);
  });

  it('leave neither answers nor failures to the machine, which holds 256 KB', () => {
    expect(stateOf('Nights')).toMatchObject({
      ResultPath: null,
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Prefix: 'fleet/maps' },
        WriterConfig: { OutputType: 'JSONL', Transformation: 'COMPACT' },
      },
    });
    expect(stateOf('Night').OutputPath).toBeNull();
  });

  it('are tried again within two minutes for what passes in seconds, all at times of their own, and for nothing else', () => {
    const { Retry = [], Catch } = stateOf('Night');
    expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual([
      ...['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.AWSLambdaException'],
      ...['Lambda.SdkClientException', 'Lambda.ClientExecutionTimeoutException'],
    ]);
    expect(Retry.map(({ JitterStrategy }) => JitterStrategy)).toEqual(['FULL']);
    expect(longestWaitOf(stateOf('Night'))).toBeLessThanOrEqual(120);
    expect(Catch).toBeUndefined();
  });

  it('are given up soon after the function would have ended by itself', () => {
    const { Timeout } = deployment.propertiesOf(deployment.idsOf('AWS::Lambda::Function')[0] ?? '');
    const { TimeoutSeconds } = stateOf('Night');
    expect(TimeoutSeconds).toBeGreaterThan(Number(Timeout));
    expect(TimeoutSeconds).toBeLessThanOrEqual(Number(Timeout) + 60);
  });
});

describe('the list and the muster', () => {
  it.each(['List', 'Muster'])('are tried again for up to an hour, whatever they failed with: %s', (name) => {
    const { Retry = [] } = stateOf(name);
    expect(Retry.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    expect(longestWaitOf(stateOf(name))).toBeGreaterThan(1_800);
    expect(longestWaitOf(stateOf(name))).toBeLessThanOrEqual(3_600);
  });
});

describe('every state machine', () => {
  it.each(['Shift', 'Backfill'])('takes no more than Step Functions does: %s', (part) => {
    const definition = definitionOf(deployment, part);
    // docs: Step Functions developer guide, Service quotas: a definition of 1 MB, names of 80 characters, labels of 40.
    expect(Buffer.byteLength(JSON.stringify(definition))).toBeLessThan(1_000_000);
    for (const [name, { Label = '' }] of Object.entries(statesOf(definition)))
      expect([name.length <= 80, String(Label).length <= 40]).toEqual([true, true]);
  });

  it.each(['Shift', 'Backfill'])(
    'reads files in distributed maps only, of a kind that there is, at which asl-validator does not look: %s',
    (part) => {
      for (const { Type, ItemReader, ItemProcessor } of Object.values(
        statesOf(definitionOf(deployment, part)),
      )) {
        if (!ItemReader) continue;
        expect(Type).toBe('Map');
        expect(ItemProcessor?.ProcessorConfig.Mode).toBe('DISTRIBUTED');
        expect(['JSONL', 'JSON', 'CSV', 'MANIFEST']).toContain(ItemReader.ReaderConfig.InputType);
      }
    },
  );

  it('logs what failed, without what it was about', () => {
    const machines = deployment
      .idsOf('AWS::StepFunctions::StateMachine')
      .map((id) => deployment.propertiesOf(id).LoggingConfiguration);
    expect(machines).toHaveLength(2);
    for (const logging of machines)
      expect(logging).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    const names = deployment
      .idsOf('AWS::Logs::LogGroup')
      .map((id) => deployment.propertiesOf(id).LogGroupName);
    const vended = names.filter((name) => String(name).startsWith('/aws/vendedlogs/states/'));
    expect(new Set(vended).size).toBe(2);
  });
});
