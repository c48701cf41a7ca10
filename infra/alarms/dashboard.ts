import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import { metricOf } from './night-metric.ts';

/** Whose nights are shown. */
type NightDashboardProps = { readonly accounts: readonly Account[]; readonly night: LambdaFunction };

const aDay = { period: Duration.days(1) };

/** The last weeks at a glance: counts, failure rate, duration and errors of each account. */
export class NightDashboard extends Construct {
  constructor(scope: Construct, id: string, { accounts, night }: NightDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(28) });
    for (const account of accounts) {
      dashboard.addWidgets(new TextWidget({ markdown: `## ${account.name}`, width: 24, height: 1 }));
      dashboard.addWidgets(
        graph('Encoding files by date', countsOf(account), { stacked: true }),
        graph('Failures, % of finished files', [failureRateOf(account)]),
        graph('Duration of a night, ms', [metricOf(account, 'DurationMs', aDay)]),
        graph('What went wrong', troublesOf(account)),
      );
    }
    const errors = [night.metricErrors(aDay), night.metricThrottles(aDay)];
    dashboard.addWidgets(graph('The function, all accounts', errors, { width: 24 }));
  }
}

function graph(
  title: string,
  left: IMetric[],
  options: { stacked?: boolean; width?: number } = {},
): GraphWidget {
  return new GraphWidget({ title, left, leftYAxis: { min: 0 }, width: 6, height: 6, ...options });
}

/** A date is counted again until it is settled: then what was open has become less, and all else more. */
function countsOf(account: Account): IMetric[] {
  const open = { ...aDay, statistic: Stats.MINIMUM };
  return [
    metricOf(account, 'Complete', aDay),
    metricOf(account, 'Failure', aDay),
    metricOf(account, 'Canceled', aDay),
    metricOf(account, 'Running', open),
    metricOf(account, 'Waiting', open),
  ];
}

/** From the counts and not from the metric of that name, which has a value for each time that the date was counted. */
function failureRateOf(account: Account): IMetric {
  return new MathExpression({
    expression: '100 * failure / (complete + failure)',
    label: 'FailureRate',
    usingMetrics: {
      complete: metricOf(account, 'Complete', aDay),
      failure: metricOf(account, 'Failure', aDay),
    },
    ...aDay,
  });
}

function troublesOf(account: Account): IMetric[] {
  const names = ['NightFailed', 'DateUnavailable', 'NoticesUndelivered', 'LedgerConflicts'] as const;
  return names.map((name) => metricOf(account, name, aDay));
}
