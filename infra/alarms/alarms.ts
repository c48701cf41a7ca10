import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { functionDimension, type MetricName, metricsNamespace } from '../../lambda/core/metrics.ts';

/** What is watched, and whom the alarms tell. */
type AlarmsProps = {
  readonly night: LambdaFunction;
  /** The queue for nights that could not be started. */
  readonly notStarted: Queue;
  /** The queue for nights that failed every time. */
  readonly givenUp: Queue;
  /** The queue for messages that a subscriber could not be given. */
  readonly undelivered: Queue;
  readonly alerts: ITopic;
  /** What draws pages, where links are configured. */
  readonly reader?: LambdaFunction | undefined;
  readonly runbookUrl: string | undefined;
};

/** When an alarm fires, what it says, and under which heading of the runbook its reader finds help. */
type AlarmSpec = {
  readonly metric: Metric;
  readonly said: string;
  readonly anchor: string;
  /** What the metric has to be above; zero, unless given. */
  readonly threshold?: number;
  /** What no data means. Unless told otherwise: that all is well. */
  readonly missing?: TreatMissingData;
};

/** Checks are a day apart; one that ends later than the last one must not look like one that never ran. */
const graceHours = 30;
const fiveMinutes = { period: Duration.minutes(5) };

/** Everything that can go wrong with a night, told on the alerts topic. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchFunction();
    this.watchQueues();
    this.watchAccounts();
    this.watchDelivery();
    if (props.reader) this.watchReader(props.reader);
  }

  private watchFunction(): void {
    // Lambda's own count, as a night that times out or runs out of memory cannot write a metric any more.
    this.alarmAbove('NightFailed', {
      metric: this.props.night.metricErrors({ ...fiveMinutes, statistic: Stats.SUM }),
      said: 'A night, or the check of the morning, failed. Lambda runs it up to twice more.',
      anchor: 'a-night-failed',
    });
    this.alarmAbove('NightLost', {
      metric: this.props.night.metric('DestinationDeliveryFailures', {
        ...fiveMinutes,
        statistic: Stats.SUM,
      }),
      said: 'A night failed every time, and Lambda could not put it into the queue for such nights.',
      anchor: 'a-night-was-given-up',
    });
  }

  private watchQueues(): void {
    const { notStarted, givenUp, undelivered } = this.props;
    const visible = (queue: Queue) =>
      queue.metricApproximateNumberOfMessagesVisible({ ...fiveMinutes, statistic: Stats.MAXIMUM });
    // SQS stops counting after six hours in which nobody touched a queue, and what lies in it lies there still.
    const missing = TreatMissingData.IGNORE;
    this.alarmAbove('NightNotStarted', {
      metric: visible(notStarted),
      missing,
      said: 'A night could not be started: its event is in the dead-letter queue of the schedules.',
      anchor: 'a-night-could-not-be-started',
    });
    this.alarmAbove('NightGivenUp', {
      metric: visible(givenUp),
      missing,
      said: 'A night failed every time: its event is in the dead-letter queue of the function.',
      anchor: 'a-night-was-given-up',
    });
    this.alarmAbove('MessageKept', {
      metric: visible(undelivered),
      missing,
      said: 'A message that a subscriber could not be given is in the dead-letter queue of the topics.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  /** What nights and the check of the morning count for all accounts together. */
  private watchAccounts(): void {
    const { night, alerts } = this.props;
    const silent = new Alarm(this, 'CheckDidNotRun', {
      metric: metricOf(night, 'CheckCompleted', Duration.hours(1)),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: graceHours,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: this.describe(
        `The check that nights have run has not told all that it found for ${graceHours} hours, or was not run.`,
        'the-check-did-not-run',
      ),
    });
    silent.addAlarmAction(new SnsAction(alerts));
    this.alarmAbove('NightMissing', {
      metric: metricOf(night, 'AccountsMissed'),
      // Until a check finds nothing any more.
      missing: TreatMissingData.IGNORE,
      said: 'Some account has a date that no night has recorded, or an alert that nobody was told.',
      anchor: 'a-night-did-not-run',
    });
    this.alarmAbove('AlertNotPublished', {
      metric: metricOf(night, 'NoticesUndelivered'),
      said: 'An alert of some account is recorded but could not be published.',
      anchor: 'an-alert-could-not-be-published',
    });
  }

  private watchDelivery(): void {
    this.alarmAbove('AlertNotDelivered', {
      metric: this.props.alerts.metricNumberOfNotificationsFailed({ ...fiveMinutes, statistic: Stats.SUM }),
      said: 'SNS accepted an alert and could not deliver it to one of its subscribers.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  private watchReader(reader: LambdaFunction): void {
    // Pages that could not be drawn, time-outs and crashes: docs, Lambda developer guide, Monitoring function URLs.
    this.alarmAbove('ReaderFailed', {
      metric: reader.metric('Url5xxCount', { ...fiveMinutes, statistic: Stats.SUM }),
      said: 'The reader could not show a page.',
      anchor: 'the-reader-could-not-show-a-page',
    });
    this.alarmAbove('ReaderBusy', {
      metric: reader.metricDuration({ ...fiveMinutes, statistic: Stats.SUM }),
      threshold: fiveMinutes.period.toMilliseconds(),
      said: 'The reader has worked for more than five minutes within five minutes: somebody asks a lot of it.',
      anchor: 'the-reader-is-flooded',
    });
  }

  private alarmAbove(id: string, { metric, said, anchor, threshold = 0, missing }: AlarmSpec): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: this.describe(said, anchor),
    });
    alarm.addAlarmAction(new SnsAction(this.props.alerts));
  }

  private describe(said: string, anchor: string): string {
    const { runbookUrl } = this.props;
    return runbookUrl === undefined ? said : `${said} What to do: ${runbookUrl}#${anchor}`;
  }
}

/**
 * A metric that the function writes into its log for all accounts together. The maximum: the embedded metric format delivers at
 * least once, so that sums may count twice.
 */
function metricOf(
  { functionName }: LambdaFunction,
  metricName: MetricName,
  period = fiveMinutes.period,
): Metric {
  const dimensionsMap = { [functionDimension]: functionName };
  return new Metric({
    namespace: metricsNamespace,
    dimensionsMap,
    metricName,
    statistic: Stats.MAXIMUM,
    period,
  });
}
