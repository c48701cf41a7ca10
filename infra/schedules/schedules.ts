import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  type ScheduleProps,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import { type NightEvent, toChecked } from '../../lambda/config/event.ts';
import type { AccountSecrets } from '../function/account-secrets.ts';
import { checkTimeOf } from './check-time.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** Which accounts' nights are due when, and what runs them. */
type SchedulesProps = {
  readonly accounts: readonly Account[];
  readonly secrets: AccountSecrets;
  readonly night: LambdaFunction;
};

/**
 * One schedule an account, in its own time zone, and one for the check of the morning where there is an account; and the queue for
 * what could not even be started.
 */
export class Schedules extends Construct {
  readonly notStarted: DeadLetterQueue;
  /** In it the schedule of each account has the account's name. */
  readonly group: ScheduleGroup;
  private readonly role: IRole;
  private readonly night: LambdaFunction;

  constructor(scope: Construct, id: string, { accounts, secrets, night }: SchedulesProps) {
    super(scope, id);
    this.night = night;
    this.notStarted = new DeadLetterQueue(this, 'NotStarted');
    this.group = new ScheduleGroup(this, 'Group');
    this.role = this.createRole(night).withoutPolicyUpdates();
    // What is reported or checked follows from the time for which it was due, however late it is started.
    const { scheduledTime } = ContextAttribute;
    for (const account of accounts) {
      const [hour = '', minute = ''] = account.time.split(':').map((part) => String(Number(part)));
      const event: NightEvent = { account: { ...account, secret: secrets.idOf(account) }, scheduledTime };
      const schedule = ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.of(account.timeZone) });
      const description = `Starts the night of the VOD Station account ${account.name}`;
      this.start(account.name, { description, schedule, event, scheduleName: account.name });
    }
    if (accounts.length > 0) this.startCheck(accounts);
  }

  private startCheck(accounts: readonly Account[]): void {
    const { hour, minute } = checkTimeOf(accounts, Date.now());
    const { scheduledTime } = ContextAttribute;
    this.start('Check', {
      description: 'Starts the check that each VOD Station account has had its night',
      schedule: ScheduleExpression.cron({
        hour: String(hour),
        minute: String(minute),
        timeZone: TimeZone.ETC_UTC,
      }),
      event: { check: { accounts: accounts.map(toChecked), scheduledTime } },
      // No account has such a name.
      scheduleName: '_check',
    });
  }

  private start(
    id: string,
    { event, ...props }: Omit<ScheduleProps, 'target'> & { readonly event: object },
  ): void {
    new Schedule(this, id, {
      ...props,
      scheduleGroup: this.group,
      target: new LambdaInvoke(this.night, {
        input: ScheduleTargetInput.fromObject(event),
        role: this.role,
        deadLetterQueue: this.notStarted,
        // Only for failures to hand the event to Lambda. What the function itself fails with, Lambda runs again.
        retryAttempts: 185,
        maxEventAge: Duration.hours(6),
      }),
    });
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
