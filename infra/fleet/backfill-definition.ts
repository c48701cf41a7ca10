import { Choice, Condition, type IChainable, JsonPath, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { mapAccounts, mapItem } from './fleet-map.ts';
import { invokeOnce } from './invoke.ts';
import type { ShiftProps } from './shift-definition.ts';

const backfill = JsonPath.objectAt('$.backfill');

/**
 * The past of many accounts, from `{ key, backfill: { id, from, to } }`, where the key is that of a file of accounts below
 * `fleet/`: for each the function is called until it is done. Started again with the same id it goes on where it stopped.
 */
export function defineBackfill(
  scope: Construct,
  { night, archive, fleet: { concurrency } }: Omit<ShiftProps, 'routes'>,
): IChainable {
  const fill = invokeOnce(scope, 'Fill', {
    night,
    event: { account: JsonPath.objectAt('$.account'), backfill },
    resultSelector: { isDone: JsonPath.stringAt('$.Payload.isDone') },
    resultPath: '$.filled',
  });
  const filled = Choice.jsonPath(scope, 'Filled?')
    .when(
      Condition.booleanEquals('$.filled.isDone', true),
      Succeed.jsonPath(scope, 'Done', { outputPath: JsonPath.DISCARD }),
    )
    .otherwise(fill);
  fill.next(filled);
  return mapAccounts(scope, 'Accounts', {
    archive,
    keyPath: '$.key',
    concurrency,
    event: { account: mapItem, backfill },
  }).itemProcessor(fill);
}
