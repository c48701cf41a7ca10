import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import {
  functionDimension,
  type MetricName,
  metricsNamespace,
  shiftDimension,
} from '../../lambda/core/metrics.ts';
import type { FleetNights } from '../fleet/fleet-nights.ts';
import type { NightFunction } from '../function/night-function.ts';
import type { Reader } from '../reader.ts';
import type { Schedules } from '../schedules/schedules.ts';
import type { Topics } from '../topics/topics.ts';

/** What is watched, whom the alarms tell, and where those find help. */
type AlarmsProps = {
  readonly accounts: readonly Account[];
  readonly night: NightFunction;
  readonly schedules: Schedules;
  readonly fleet: FleetNights | undefined;
  readonly reader: Reader | undefined;
  readonly topics: Topics;
  readonly runbookUrl: string | undefined;
};

/** What an alarm says, and under which heading of the runbook its reader finds help. */
type Said = { readonly said: string; readonly anchor: string };

/** What is due once a day; one that ends later than the last one must not look like one that never ran. */
const graceHours = 30;

/** The period of what is looked at all the time. */
const fiveMinutes = { period: Duration.minutes(5) };
const sumOfFiveMinutes = { ...fiveMinutes, statistic: Stats.SUM };

/** Everything that can go wrong with a night, told on the alerts topic. */
export class Alarms extends Construct {
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    const { accounts, fleet, reader } = props;
    this.watchFunction();
    this.watchQueues();
    if (accounts.length > 0) this.watchAccounts();
    this.watchDelivery();
    if (reader) this.watchReader(reader);
    if (fleet) this.watchFleet(fleet);
  }

  private watchFunction(): void {
    const { night, fleet } = this.props;
    // Lambda's own count, as a night that times out or runs out of memory cannot write a metric any more. Of thousands of nights
    // some fail each time: a fleet's muster names those that no pass has made good.
    if (!fleet)
      this.tellOf('NightFailed', {
        metric: night.function.metricErrors(sumOfFiveMinutes),
        said: 'A night, or the check of the morning, failed. Lambda runs it up to twice more.',
        anchor: 'a-night-failed',
      });
    this.tellOf('NightLost', {
      metric: night.function.metric('DestinationDeliveryFailures', sumOfFiveMinutes),
      said: 'A night failed every time, and Lambda could not put it into the queue for such nights.',
      anchor: 'a-night-was-given-up',
    });
  }

  private watchQueues(): void {
    const { schedules, night, topics } = this.props;
    this.tellOfKept('NightNotStarted', schedules.notStarted, {
      said: 'A night could not be started: its event is in the dead-letter queue of the schedules.',
      anchor: 'a-night-could-not-be-started',
    });
    this.tellOfKept('NightGivenUp', night.givenUp, {
      said: 'A night failed every time: its event is in the dead-letter queue of the function.',
      anchor: 'a-night-was-given-up',
    });
    this.tellOfKept('MessageKept', topics.undelivered, {
      said: 'A message that a subscriber could not be given is in the dead-letter queue of the topics.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  /** What the check of the morning counts for all accounts together. */
  private watchAccounts(): void {
    this.tellOfSilence('CheckDidNotRun', this.metricOf('CheckCompleted'), {
      said: `The check that nights have run has not told all that it found for ${graceHours} hours, or was not run.`,
      anchor: 'the-check-did-not-run',
    });
    this.tellOf('NightMissing', {
      metric: this.metricOf('AccountsMissed'),
      // Until a check finds nothing any more.
      treatMissingData: TreatMissingData.IGNORE,
      said: 'Some account has a date that no night has recorded, or an alert that nobody was told.',
      anchor: 'a-night-did-not-run',
    });
  }

  private watchDelivery(): void {
    this.tellOf('AlertNotPublished', {
      metric: this.metricOf('NoticesUndelivered'),
      said: 'An alert of some account is recorded but could not be published.',
      anchor: 'an-alert-could-not-be-published',
    });
    this.tellOf('AlertNotDelivered', {
      metric: this.props.topics.alerts.metricNumberOfNotificationsFailed(sumOfFiveMinutes),
      said: 'SNS accepted an alert and could not deliver it to one of its subscribers.',
      anchor: 'an-alert-could-not-be-delivered',
    });
  }

  private watchReader({ function: reader }: Reader): void {
    // Pages that could not be drawn, time-outs and crashes: docs, Lambda developer guide, Monitoring function URLs.
    this.tellOf('ReaderFailed', {
      metric: reader.metric('Url5xxCount', sumOfFiveMinutes),
      said: 'The reader could not show a page.',
      anchor: 'the-reader-could-not-show-a-page',
    });
    this.tellOf('ReaderBusy', {
      metric: reader.metricDuration(sumOfFiveMinutes),
      threshold: fiveMinutes.period.toMilliseconds(),
      said: 'The reader has worked for more than five minutes within five minutes: somebody asks a lot of it.',
      anchor: 'the-reader-is-flooded',
    });
  }

  private watchFleet({ schedules, machine, shifts }: FleetNights): void {
    this.tellOfKept('ShiftNotStarted', schedules.notStarted, {
      said: 'The nights of a shift could not be started: the event is in the dead-letter queue of its schedules.',
      anchor: 'a-shift-could-not-be-started',
    });
    this.tellOf('ShiftFailed', {
      metric: endedBadly(machine),
      said: 'The nights of a shift were given up: the execution of its state machine failed, ran out of time, or was stopped.',
      anchor: 'a-shift-was-given-up',
    });
    for (const { name } of shifts) {
      const of = { [shiftDimension]: name };
      this.tellOfSilence(`${name}MusterDidNotCome`, this.metricOf('MusterCompleted', of), {
        said: `The muster of the shift ${name} has not told all that it found for ${graceHours} hours, or was not run.`,
        anchor: 'a-muster-did-not-come',
      });
      this.tellOf(`${name}AccountsFailed`, {
        metric: this.metricOf('AccountsFailed', of),
        // Until a muster finds none any more.
        treatMissingData: TreatMissingData.IGNORE,
        said: `Accounts of the shift ${name} have had no good night, whatever was tried.`,
        anchor: 'accounts-of-a-shift-failed',
      });
    }
  }

  /** Makes an alarm that fires, unless told otherwise, as soon as there is some of what there should be none of. */
  private tellOf(
    id: string,
    { said, anchor, ...alarm }: Said & Pick<AlarmProps, 'metric'> & Partial<AlarmProps>,
  ): void {
    const { topics, runbookUrl } = this.props;
    new Alarm(this, id, {
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...alarm,
      alarmDescription: runbookUrl === undefined ? said : `${said} What to do: ${runbookUrl}#${anchor}`,
    }).addAlarmAction(new SnsAction(topics.alerts));
  }

  /** Makes an alarm that fires when something that is counted once a day has not been for {@link graceHours}. */
  private tellOfSilence(id: string, metric: Metric, said: Said): void {
    this.tellOf(id, {
      ...said,
      metric: metric.with({ period: Duration.hours(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: graceHours,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /** Makes an alarm that fires for whatever is in a queue, and stays while nobody takes it out. */
  private tellOfKept(id: string, queue: Queue, said: Said): void {
    const metric = queue.metricApproximateNumberOfMessagesVisible({
      ...fiveMinutes,
      statistic: Stats.MAXIMUM,
    });
    // SQS stops counting after six hours in which nobody touched a queue, and what lies in it lies there still.
    this.tellOf(id, { ...said, metric, treatMissingData: TreatMissingData.IGNORE });
  }

  /**
   * A metric that the function writes into its log for all accounts together, or for those of a shift. The maximum: the embedded
   * metric format delivers at least once, so that sums may count twice.
   */
  private metricOf(metricName: MetricName, dimensions: Readonly<Record<string, string>> = {}): Metric {
    return new Metric({
      namespace: metricsNamespace,
      dimensionsMap: { [functionDimension]: this.props.night.function.functionName, ...dimensions },
      metricName,
      statistic: Stats.MAXIMUM,
      ...fiveMinutes,
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
