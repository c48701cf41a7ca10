import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { DailySchedules } from '../schedules/daily-schedules.ts';

type FleetSchedulesProps = { readonly shifts: Fleet['shifts']; readonly machine: StateMachine };

/** One schedule a shift, in its own time zone. */
export class FleetSchedules extends DailySchedules {
  constructor(scope: Construct, id: string, { shifts, machine }: FleetSchedulesProps) {
    super(scope, id, {
      policyName: 'StartShifts',
      action: 'states:StartExecution',
      arn: machine.stateMachineArn,
      toTarget: (props) => new StepFunctionsStartExecution(machine, props),
    });
    const { scheduledTime } = ContextAttribute;
    for (const shift of shifts) {
      const description = `Starts the nights of the shift ${shift.name}`;
      this.start(shift.name, { ...shift, description, event: { shift, scheduledTime } });
    }
  }
}
