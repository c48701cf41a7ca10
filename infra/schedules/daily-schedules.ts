import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type IScheduleTarget,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleTargetBaseProps } from 'aws-cdk-lib/aws-scheduler-targets';
import { TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** What schedules start, and as what their role is allowed to. */
type Started = {
  readonly policyName: string;
  readonly action: string;
  readonly arn: string;
  readonly toTarget: (props: ScheduleTargetBaseProps) => IScheduleTarget;
};

/** When something is started, and with what. */
type Daily = {
  readonly name: string;
  readonly description: string;
  /** `HH:MM`, in its time zone. */
  readonly time: string;
  readonly timeZone: string;
  readonly event: object;
};

/** Schedules that start one thing, in a group of their own; the role that they do it with; and the queue for what could not be started. */
export class DailySchedules extends Construct {
  readonly notStarted: DeadLetterQueue;
  /** In it the schedule of each account or shift has its name. */
  readonly group: ScheduleGroup;
  private readonly role: IRole;
  private readonly started: Started;

  constructor(scope: Construct, id: string, started: Started) {
    super(scope, id);
    this.started = started;
    this.notStarted = new DeadLetterQueue(this, 'NotStarted');
    this.group = new ScheduleGroup(this, 'Group');
    this.role = this.createRole().withoutPolicyUpdates();
  }

  start(id: string, { name, description, time, timeZone, event }: Daily): void {
    const [hour = '', minute = ''] = time.split(':').map((part) => String(Number(part)));
    new Schedule(this, id, {
      scheduleName: name,
      scheduleGroup: this.group,
      description,
      schedule: ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.of(timeZone) }),
      target: this.started.toTarget({
        input: ScheduleTargetInput.fromObject(event),
        role: this.role,
        deadLetterQueue: this.notStarted,
        // Only for failures to hand the event over. What is started and fails, Lambda or Step Functions runs again.
        retryAttempts: 185,
        maxEventAge: Duration.hours(6),
      }),
    });
  }

  /** CDK's own role for schedules may invoke every version of a function, which nothing here needs. */
  private createRole(): Role {
    const { policyName, action, arn } = this.started;
    const source = {
      'aws:SourceAccount': Stack.of(this).account,
      'aws:SourceArn': this.group.scheduleGroupArn,
    };
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: source } }),
      inlinePolicies: {
        [policyName]: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: [action], resources: [arn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.notStarted.queueArn] }),
          ],
        }),
      },
    });
  }
}
