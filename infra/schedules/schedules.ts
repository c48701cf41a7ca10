import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import type { NightEvent } from '../../lambda/config/event.ts';
import type { AccountSecrets } from '../function/account-secrets.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** Which accounts' nights are due when, and what runs them. */
type SchedulesProps = {
  readonly accounts: readonly Account[];
  readonly secrets: AccountSecrets;
  readonly night: LambdaFunction;
};

/** One schedule an account, in its own time zone, and the queue for nights that could not even be started. */
export class Schedules extends Construct {
  readonly notStarted: DeadLetterQueue;
  /** In it each schedule has the name of its account. */
  readonly group: ScheduleGroup;

  constructor(scope: Construct, id: string, { accounts, secrets, night }: SchedulesProps) {
    super(scope, id);
    this.notStarted = new DeadLetterQueue(this, 'NotStarted');
    this.group = new ScheduleGroup(this, 'Group');
    const role = this.createRole(night).withoutPolicyUpdates();
    for (const account of accounts) {
      const [hour = '', minute = ''] = account.time.split(':').map((part) => String(Number(part)));
      // The date to report follows from the time for which the night was due, however late it is started.
      const event: NightEvent = {
        account: { ...account, secret: secrets.idOf(account) },
        scheduledTime: ContextAttribute.scheduledTime,
      };
      new Schedule(this, account.name, {
        scheduleName: account.name,
        scheduleGroup: this.group,
        description: `Starts the night of the VOD Station account ${account.name}`,
        schedule: ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.of(account.timeZone) }),
        target: new LambdaInvoke(night, {
          input: ScheduleTargetInput.fromObject(event),
          role,
          deadLetterQueue: this.notStarted,
          // Only for failures to hand the event to Lambda. What the night itself fails with, Lambda runs again.
          retryAttempts: 185,
          maxEventAge: Duration.hours(6),
        }),
      });
    }
  }

  /** CDK's own role for schedules may invoke every version of the function, which nothing here needs. */
  private createRole(night: LambdaFunction): Role {
    const source = {
      'aws:SourceAccount': Stack.of(this).account,
      'aws:SourceArn': this.group.scheduleGroupArn,
    };
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: source },
      }),
      inlinePolicies: {
        StartNights: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [night.functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.notStarted.queueArn] }),
          ],
        }),
      },
    });
  }
}
