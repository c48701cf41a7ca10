import { MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { shiftDimension } from '../../lambda/core/metrics.ts';
import {
  type AlarmAudience,
  alarmOn,
  alarmOnKept,
  alarmOnSilence,
  fiveMinutes,
  graceHours,
  metricOf,
} from '../alarms/alarm.ts';

type FleetAlarmsProps = AlarmAudience & {
  readonly shifts: Fleet['shifts'];
  readonly night: LambdaFunction;
  readonly machine: StateMachine;
  /** The queue for shifts that could not be started. */
  readonly notStarted: Queue;
};

/** Everything that can go wrong with the nights of a shift, told on the alerts topic. */
export class FleetAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FleetAlarmsProps) {
    super(scope, id);
    alarmOnKept(this, 'ShiftNotStarted', props, {
      queue: props.notStarted,
      said: 'The nights of a shift could not be started: the event is in the dead-letter queue of its schedules.',
      anchor: 'a-shift-could-not-be-started',
    });
    alarmOn(this, 'ShiftFailed', props, {
      metric: endedBadly(props.machine),
      said: 'The nights of a shift were given up: the execution of its state machine failed, ran out of time, or was stopped.',
      anchor: 'a-shift-was-given-up',
    });
    for (const { name } of props.shifts) this.watchShift(name, props);
  }

  private watchShift(shift: string, props: FleetAlarmsProps): void {
    const of = { [shiftDimension]: shift };
    alarmOnSilence(this, `${shift}MusterDidNotCome`, props, {
      metric: metricOf(props.night, 'MusterCompleted', of),
      said: `The muster of the shift ${shift} has not told all that it found for ${graceHours} hours, or was not run.`,
      anchor: 'a-muster-did-not-come',
    });
    alarmOn(this, `${shift}AccountsFailed`, props, {
      metric: metricOf(props.night, 'AccountsFailed', of),
      // Until a muster finds none any more.
      treatMissingData: TreatMissingData.IGNORE,
      said: `Accounts of the shift ${shift} have had no good night, whatever was tried.`,
      anchor: 'accounts-of-a-shift-failed',
    });
  }
}

/**
 * Executions of the machine itself: its children count under ARNs with the map's label.
 * docs: Step Functions developer guide, Viewing a Distributed Map Run execution.
 */
function endedBadly(machine: StateMachine): MathExpression {
  const failed = machine.metricFailed(fiveMinutes);
  const timedOut = machine.metricTimedOut(fiveMinutes);
  const aborted = machine.metricAborted(fiveMinutes);
  return new MathExpression({
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    usingMetrics: { failed, timedOut, aborted },
    label: 'Executions that ended badly',
    ...fiveMinutes,
  });
}
