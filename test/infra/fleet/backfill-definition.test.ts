import { beforeAll, describe, expect, it } from 'vitest';
import { parseEvent } from '../../../lambda/config/event.ts';
import { deployOnPaper } from '../paper-deployment.ts';
import { aFleet, synthesisMs, synthesize } from '../synthesis.ts';
import { type Definition, definitionOf, faultsIn, fillIn, type State, statesOf } from './definitions.ts';

let definition: Definition;
let states: Record<string, State>;
beforeAll(() => {
  definition = definitionOf(deployOnPaper(synthesize(aFleet).template), 'Backfill');
  states = statesOf(definition);
}, synthesisMs);

const backfill = { id: 'one', from: '2026-01-01', to: '2026-10-31' };
const account = { name: 'acme', timeZone: 'Asia/Seoul', time: '01:10' };
const context = { Map: { Item: { Value: account } } };

describe('the machine of backfills', () => {
  it('is Amazon States Language', () => {
    expect(faultsIn(definition)).toBe('');
  });

  it('maps over the accounts of the file that it is told, as many at once as the fleet runs nights', () => {
    expect(states.Accounts).toMatchObject({
      Type: 'Map',
      Label: 'Accounts',
      MaxConcurrency: 20,
      ToleratedFailurePercentage: 100,
      ItemReader: { ReaderConfig: { InputType: 'JSONL' }, Parameters: { 'Key.$': '$.key' } },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Fill' },
      ResultPath: null,
    });
  });

  it('calls the function for each until it is done, with an event that it takes however often', () => {
    const first = fillIn(states.Accounts?.ItemSelector, { key: 'fleet/some.jsonl', backfill }, context);
    const filled = fillIn(states.Fill?.ResultSelector, { Payload: { isDone: false, measured: 31 } });
    expect(states.Fill).toMatchObject({ ResultPath: '$.filled', Next: 'Filled?' });
    for (const input of [first, { ...Object(first), filled }]) {
      const { Payload } = fillIn(Object(states.Fill).Parameters, input) as { Payload: unknown };
      expect(parseEvent(Payload)).toMatchObject({ account, backfill });
    }
    expect(states['Filled?']).toMatchObject({
      Choices: [{ Variable: '$.filled.isDone', BooleanEquals: true, Next: 'Done' }],
      Default: 'Fill',
    });
    expect(states.Done).toMatchObject({ Type: 'Succeed', OutputPath: null });
  });
});
