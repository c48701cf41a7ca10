import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import { type NightEvent, toChecked } from '../../lambda/config/event.ts';
import { checkTimeOf } from './check-time.ts';
import { DailySchedules } from './daily-schedules.ts';

/** Which accounts' nights are due when, as these are told of them, and what runs them. */
type SchedulesProps = { readonly accounts: readonly Account[]; readonly night: LambdaFunction };

/** One schedule an account, in its own time zone, and one for the check of the morning where there is an account. */
export class Schedules extends DailySchedules {
  constructor(scope: Construct, id: string, { accounts, night }: SchedulesProps) {
    super(scope, id, {
      policyName: 'StartNights',
      action: 'lambda:InvokeFunction',
      arn: night.functionArn,
      toTarget: (props) => new LambdaInvoke(night, props),
    });
    // What is reported or checked follows from the time for which it was due, however late it is started.
    const { scheduledTime } = ContextAttribute;
    for (const account of accounts) {
      const { name, time, timeZone } = account;
      const event: NightEvent = { account, scheduledTime };
      const description = `Starts the night of the VOD Station account ${name}`;
      this.start(name, { name, description, time, timeZone, event });
    }
    if (accounts.length === 0) return;
    const { hour, minute } = checkTimeOf(accounts, Date.now());
    this.start('Check', {
      name: '_check', // No account has such a name.
      description: 'Starts the check that each VOD Station account has had its night',
      time: `${hour}:${minute}`,
      timeZone: 'Etc/UTC',
      event: { check: { accounts: accounts.map(toChecked), scheduledTime } },
    });
  }
}
