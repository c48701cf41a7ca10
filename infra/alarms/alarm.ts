import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { functionDimension, type MetricName, metricsNamespace } from '../../lambda/core/metrics.ts';

/** Whom alarms tell, and where those find help. */
export type AlarmAudience = { readonly alerts: ITopic; readonly runbookUrl: string | undefined };

/** What an alarm says, and under which heading of the runbook its reader finds help. */
type Said = { readonly said: string; readonly anchor: string };

/** When an alarm fires: unless told otherwise above zero, and no data means that all is well. */
type AlarmSpec = Said & Pick<AlarmProps, 'metric'> & Partial<AlarmProps>;

/** What is due once a day; one that ends later than the last one must not look like one that never ran. */
export const graceHours = 30;

/** The period of what is looked at all the time. */
export const fiveMinutes = { period: Duration.minutes(5) };

/** An alarm that fires, unless told otherwise, as soon as there is some of what there should be none of. */
export function alarmOn(
  scope: Construct,
  id: string,
  { alerts, runbookUrl }: AlarmAudience,
  { said, anchor, ...props }: AlarmSpec,
): void {
  const alarm = new Alarm(scope, id, {
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...props,
    alarmDescription: runbookUrl === undefined ? said : `${said} What to do: ${runbookUrl}#${anchor}`,
  });
  alarm.addAlarmAction(new SnsAction(alerts));
}

/** An alarm that fires when something that is counted once a day has not been for {@link graceHours}. */
export function alarmOnSilence(
  scope: Construct,
  id: string,
  audience: AlarmAudience,
  { metric, ...spec }: Said & { readonly metric: Metric },
): void {
  alarmOn(scope, id, audience, {
    ...spec,
    metric: metric.with({ period: Duration.hours(1) }),
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    evaluationPeriods: graceHours,
    treatMissingData: TreatMissingData.BREACHING,
  });
}

/** An alarm that fires for whatever is in a queue, and stays while nobody takes it out. */
export function alarmOnKept(
  scope: Construct,
  id: string,
  audience: AlarmAudience,
  { queue, ...spec }: Said & { readonly queue: Queue },
): void {
  const metric = queue.metricApproximateNumberOfMessagesVisible({ ...fiveMinutes, statistic: Stats.MAXIMUM });
  // SQS stops counting after six hours in which nobody touched a queue, and what lies in it lies there still.
  alarmOn(scope, id, audience, { ...spec, metric, treatMissingData: TreatMissingData.IGNORE });
}

/**
 * A metric that the function writes into its log for all accounts together, or for those of a shift. The maximum: the embedded
 * metric format delivers at least once, so that sums may count twice.
 */
export function metricOf(
  { functionName }: LambdaFunction,
  metricName: MetricName,
  dimensions: Readonly<Record<string, string>> = {},
): Metric {
  return new Metric({
    namespace: metricsNamespace,
    dimensionsMap: { [functionDimension]: functionName, ...dimensions },
    metricName,
    statistic: Stats.MAXIMUM,
    ...fiveMinutes,
  });
}
