import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  type AlarmAudience,
  alarmOn,
  alarmOnKept,
  alarmOnSilence,
  fiveMinutes,
  graceHours,
  metricOf,
} from './alarm.ts';

/** What is watched, and whom the alarms tell. */
type AlarmsProps = AlarmAudience & {
  readonly night: LambdaFunction;
  /** Whether there are accounts whose nights the check of the morning looks after. */
  readonly hasCheck: boolean;
  /** Whether nights of a fleet fail here, which are run again, and named by its muster. */
  readonly hasFleet: boolean;
  /** The queue for nights that could not be started. */
  readonly notStarted: Queue;
  /** The queue for nights that failed every time. */
  readonly givenUp: Queue;
  /** The queue for messages that a subscriber could not be given. */
  readonly undelivered: Queue;
  readonly alerts: ITopic;
  /** What draws pages, where links are configured. */
  readonly reader?: LambdaFunction | undefined;
};

/** Everything that can go wrong with a night, told on the alerts topic. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchFunction();
    this.watchQueues();
    if (props.hasCheck) this.watchAccounts();
    this.watchDelivery();
    if (props.reader) this.watchReader(props.reader);
  }

  private watchFunction(): void {
    const { night, hasFleet } = this.props;
    // Lambda's own count, as a night that times out or runs out of memory cannot write a metric any more. Of thousands of nights
    // some fail each time: a fleet's muster names those that no pass has made good.
    if (!hasFleet)
      alarmOn(this, 'NightFailed', this.props, {
        metric: night.metricErrors({ ...fiveMinutes, statistic: Stats.SUM }),
        said: 'A night, or the check of the morning, failed. Lambda runs it up to twice more.',
        anchor: 'a-night-failed',
      });
    alarmOn(this, 'NightLost', this.props, {
      metric: night.metric('DestinationDeliveryFailures', { ...fiveMinutes, statistic: Stats.SUM }),
      said: 'A night failed every time, and Lambda could not put it into the queue for such nights.',
      anchor: 'a-night-was-given-up',
    });
  }

  private watchQueues(): void {
    const { notStarted, givenUp, undelivered } = this.props;
    alarmOnKept(this, 'NightNotStarted', this.props, {
      queue: notStarted,
      said: 'A night could not be started: its event is in the dead-letter queue of the schedules.',
      anchor: 'a-night-could-not-be-started',
    });
    alarmOnKept(this, 'NightGivenUp', this.props, {
      queue: givenUp,
      said: 'A night failed every time: its event is in the dead-letter queue of the function.',
      anchor: 'a-night-was-given-up',
    });
    alarmOnKept(this, 'MessageKept', this.props, {
      queue: undelivered,
      said: 'A message that a subscriber could not be given is in the dead-letter queue of the topics.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  /** What the check of the morning counts for all accounts together. */
  private watchAccounts(): void {
    const { night } = this.props;
    alarmOnSilence(this, 'CheckDidNotRun', this.props, {
      metric: metricOf(night, 'CheckCompleted'),
      said: `The check that nights have run has not told all that it found for ${graceHours} hours, or was not run.`,
      anchor: 'the-check-did-not-run',
    });
    alarmOn(this, 'NightMissing', this.props, {
      metric: metricOf(night, 'AccountsMissed'),
      // Until a check finds nothing any more.
      treatMissingData: TreatMissingData.IGNORE,
      said: 'Some account has a date that no night has recorded, or an alert that nobody was told.',
      anchor: 'a-night-did-not-run',
    });
  }

  private watchDelivery(): void {
    const { night, alerts } = this.props;
    alarmOn(this, 'AlertNotPublished', this.props, {
      metric: metricOf(night, 'NoticesUndelivered'),
      said: 'An alert of some account is recorded but could not be published.',
      anchor: 'an-alert-could-not-be-published',
    });
    alarmOn(this, 'AlertNotDelivered', this.props, {
      metric: alerts.metricNumberOfNotificationsFailed({ ...fiveMinutes, statistic: Stats.SUM }),
      said: 'SNS accepted an alert and could not deliver it to one of its subscribers.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  private watchReader(reader: LambdaFunction): void {
    // Pages that could not be drawn, time-outs and crashes: docs, Lambda developer guide, Monitoring function URLs.
    alarmOn(this, 'ReaderFailed', this.props, {
      metric: reader.metric('Url5xxCount', { ...fiveMinutes, statistic: Stats.SUM }),
      said: 'The reader could not show a page.',
      anchor: 'the-reader-could-not-show-a-page',
    });
    alarmOn(this, 'ReaderBusy', this.props, {
      metric: reader.metricDuration({ ...fiveMinutes, statistic: Stats.SUM }),
      threshold: fiveMinutes.period.toMilliseconds(),
      said: 'The reader has worked for more than five minutes within five minutes: somebody asks a lot of it.',
      anchor: 'the-reader-is-flooded',
    });
  }
}
