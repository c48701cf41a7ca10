import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Account } from '../../lambda/config/account.ts';
import { accountDimension, type MetricName, metricsNamespace } from '../../lambda/core/metrics.ts';

/**
 * A metric that the function writes into its log for one account. The maximum of a period unless told otherwise: the
 * embedded metric format delivers at least once, so that sums may count twice.
 */
export function metricOf(account: Account, metricName: MetricName, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: metricsNamespace,
    dimensionsMap: { [accountDimension]: account.name },
    metricName,
    statistic: Stats.MAXIMUM,
    period: Duration.minutes(5),
    ...options,
  });
}
