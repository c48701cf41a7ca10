import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Route } from '../../lambda/config/event.ts';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { mapAccounts, mapItem } from './fleet-map.ts';
import { invokeOnce, invokeSurely } from './invoke.ts';

/** What a night of a shift is made of. */
export type ShiftProps = {
  readonly night: IFunction;
  readonly archive: IBucket;
  readonly fleet: Pick<Fleet, 'concurrency' | 'passes' | 'language'>;
  readonly routes: { readonly alerts: readonly Route[]; readonly reports: readonly Route[] };
};

const shift = JsonPath.objectAt('$.shift');
const scheduledTime = JsonPath.stringAt('$.scheduledTime');

/**
 * A night of a shift, from `{ shift: { name, timeZone, time }, scheduledTime }`: passes over the accounts that have no good night,
 * with waits between them, and then the muster. It may be started twice, as EventBridge Scheduler starts at least once, and again
 * with the same input for what failed: nights claim what they tell, the list leaves out whom another start has done already, and a
 * due time is mustered once.
 */
export function defineShift(scope: Construct, props: ShiftProps): IChainable {
  const begin = Pass.jsonPath(scope, 'Begin', {
    result: Result.fromObject({ passesMade: 0, attempts: 0 }),
    resultPath: '$.list',
  });
  const list = listAccounts(scope, props);
  const muster = musterAccounts(scope, props);
  // What could not even be read is listed again: another pass makes up for it, or the muster names all of them.
  const nights = runNights(scope, props).addCatch(list, { resultPath: JsonPath.DISCARD });
  const wait = Wait.jsonPath(scope, 'Wait', { time: WaitTime.secondsPath('$.list.waitSeconds') });
  const anyLeft = Choice.jsonPath(scope, 'AnyLeft?')
    .when(Condition.booleanEquals('$.list.again', true), wait.next(nights).next(list))
    .otherwise(muster);
  const told = Choice.jsonPath(scope, 'Told?')
    .when(Condition.booleanEquals('$.muster.isDone', true), Succeed.jsonPath(scope, 'Mustered'))
    .otherwise(muster);
  muster.next(told);
  list.next(anyLeft);
  return begin.next(list);
}

/** How long a night of a shift may take: what it waits for, and a day for the nights themselves. */
export function longestShift({ passes }: Pick<Fleet, 'passes'>): Duration {
  return Duration.seconds(passes.reduce((sum, seconds) => sum + seconds, 0) + 86_400);
}

function listAccounts(scope: Construct, { night, fleet: { passes } }: ShiftProps) {
  return invokeSurely(scope, 'List', {
    night,
    event: {
      list: {
        shift,
        scheduledTime,
        passesMade: JsonPath.numberAt('$.list.passesMade'),
        attempts: JsonPath.numberAt('$.list.attempts'),
        passes: [...passes],
      },
    },
    resultSelector: select('again', 'key', 'accounts', 'waitSeconds', 'passesMade', 'attempts'),
    resultPath: '$.list',
  });
}

function runNights(scope: Construct, { night, archive, fleet: { concurrency } }: ShiftProps) {
  const event = { account: mapItem, scheduledTime, shift: JsonPath.stringAt('$.shift.name') };
  const map = mapAccounts(scope, 'Nights', { archive, keyPath: '$.list.key', concurrency, event });
  // The answer is in the log and in the ledger; nothing reads it here.
  return map.itemProcessor(invokeOnce(scope, 'Night', { night, outputPath: JsonPath.DISCARD }));
}

function musterAccounts(scope: Construct, { night, fleet: { language }, routes }: ShiftProps) {
  return invokeSurely(scope, 'Muster', {
    night,
    event: {
      muster: {
        shift,
        scheduledTime,
        startedTime: JsonPath.stringAt('$$.Execution.StartTime'),
        attempts: JsonPath.numberAt('$.list.attempts'),
        language,
        routes,
      },
    },
    resultSelector: select('isDone', 'accounts', 'measured', 'unavailable', 'failed'),
    resultPath: '$.muster',
  });
}

/** These fields of what the function answered. */
function select(...fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, JsonPath.stringAt(`$.Payload.${field}`)]));
}
