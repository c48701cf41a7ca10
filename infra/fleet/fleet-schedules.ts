import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { DeadLetterQueue } from '../schedules/dead-letter-queue.ts';

type FleetSchedulesProps = { readonly shifts: Fleet['shifts']; readonly machine: StateMachine };

/** One schedule a shift, in its own time zone, and the queue for shifts that could not be started. */
export class FleetSchedules extends Construct {
  readonly notStarted: DeadLetterQueue;
  /** In it the schedule of each shift has the shift's name, and nothing else is in it. */
  readonly group: ScheduleGroup;

  constructor(scope: Construct, id: string, { shifts, machine }: FleetSchedulesProps) {
    super(scope, id);
    this.notStarted = new DeadLetterQueue(this, 'NotStarted');
    this.group = new ScheduleGroup(this, 'Group');
    const role = this.createRole(machine);
    for (const { name, timeZone, time } of shifts) {
      const [hour = '', minute = ''] = time.split(':').map((part) => String(Number(part)));
      const { scheduledTime } = ContextAttribute;
      new Schedule(this, name, {
        scheduleName: name,
        scheduleGroup: this.group,
        description: `Starts the nights of the shift ${name}`,
        schedule: ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.of(timeZone) }),
        target: new StepFunctionsStartExecution(machine, {
          input: ScheduleTargetInput.fromObject({ shift: { name, timeZone, time }, scheduledTime }),
          role,
          deadLetterQueue: this.notStarted,
          retryAttempts: 185,
          maxEventAge: Duration.hours(6),
        }),
      });
    }
  }

  private createRole(machine: StateMachine): IRole {
    const source = {
      'aws:SourceAccount': Stack.of(this).account,
      'aws:SourceArn': this.group.scheduleGroupArn,
    };
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: source } }),
      inlinePolicies: {
        StartShifts: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.notStarted.queueArn] }),
          ],
        }),
      },
    });
    return role.withoutPolicyUpdates();
  }
}
