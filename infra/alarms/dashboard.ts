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
import {
  accountDimension,
  functionDimension,
  type MetricName,
  metricsNamespace,
  shiftDimension,
} from '../../lambda/core/metrics.ts';

/** The period of the graphs. */
const aDay = { period: Duration.days(1) };

/** CloudWatch cannot search by the names of many accounts: a search has room for 1,024 characters. */
const scope =
  'All accounts whose nights this AWS account runs in this Region. The worst are the worst twenty.';

type NightDashboardProps = {
  readonly night: LambdaFunction;
  readonly accounts: readonly Account[];
  readonly hasFleet: boolean;
};

/** The last weeks at a glance: all accounts together, and the worst of them; as many graphs for any number of accounts. */
export class NightDashboard extends Construct {
  private readonly dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(28) });

  constructor(parent: Construct, id: string, { night, accounts, hasFleet }: NightDashboardProps) {
    super(parent, id);
    const ofFunction = graph('The function', [night.metricErrors(aDay), night.metricThrottles(aDay)]);
    if (accounts.length > 0) this.showAccounts(ofFunction);
    else this.dashboard.addWidgets(ofFunction);
    if (hasFleet) this.showShifts(night);
  }

  private showAccounts(ofFunction: GraphWidget): void {
    const { dashboard } = this;
    const sums = (names: readonly MetricName[], statistic?: string) =>
      names.map((name) => expression(sumOf(name, statistic), name));
    // A date is counted again until it is settled: then what was open has become less, and all else more.
    const counts = [
      ...sums(['Complete', 'Failure', 'Canceled']),
      ...sums(['Running', 'Waiting'], Stats.MINIMUM),
    ];
    const wrong = sums(['NightFailed', 'DateUnavailable', 'NoticesUndelivered', 'LedgerConflicts']);
    // From the counts, as accounts are of very different sizes.
    const [failed, complete] = [sumOf('Failure'), sumOf('Complete')];
    const rate = expression(`100 * ${failed} / (${complete} + ${failed})`, 'FailureRate');
    dashboard.addWidgets(new TextWidget({ markdown: scope, width: 24, height: 1 }));
    dashboard.addWidgets(
      graph('Encoding files by date', counts, { stacked: true }),
      graph('Failures, % of finished files', [rate]),
      graph('What went wrong, in how many accounts', wrong),
      ofFunction,
    );
    dashboard.addWidgets(
      graph('Failed files, the worst', [worst('Failure')]),
      graph('Failures, % of finished files, the worst', [worst('FailureRate')]),
      graph('Duration of a night, ms, the worst', [worst('DurationMs')]),
      graph('Notices that could not be told, the worst', [worst('NoticesUndelivered')]),
    );
  }

  private showShifts({ functionName }: LambdaFunction): void {
    const dimensions = [functionDimension, shiftDimension];
    const ofShifts = (name: MetricName) =>
      search(dimensions, `MetricName="${name}" ${functionDimension}="${functionName}"`);
    const each = (name: MetricName) => expression(ofShifts(name), `\${PROP('Dim.${shiftDimension}')}`);
    const sum = (name: MetricName) => expression(`SUM(${ofShifts(name)})`, name);
    const outcomes = (['AccountsMeasured', 'AccountsUnavailable', 'AccountsFailed'] as const).map(sum);
    this.dashboard.addWidgets(
      graph('The fleet: accounts after the muster', outcomes, { stacked: true }),
      graph('Accounts without a good night, by shift', [each('AccountsFailed')]),
      graph('Nights started, by shift', [each('NightAttempts')]),
      graph('From start to muster, ms, by shift', [each('ShiftDurationMs')]),
    );
  }
}

/** A graph of days that starts at zero, a quarter of a row wide. */
function graph(title: string, left: IMetric[], options: { stacked?: boolean } = {}): GraphWidget {
  return new GraphWidget({ title, left, leftYAxis: { min: 0 }, width: 6, height: 6, ...options });
}

function worst(name: MetricName): IMetric {
  return expression(`SORT(${searchAccounts(name)}, MAX, DESC, 20)`, `\${PROP('Dim.${accountDimension}')}`);
}

function sumOf(name: MetricName, statistic?: string): string {
  return `SUM(${searchAccounts(name, statistic)})`;
}

function searchAccounts(name: MetricName, statistic?: string): string {
  return search([accountDimension], `MetricName="${name}"`, statistic);
}

/**
 * The metrics of the program with these dimensions that some terms match, by the day. The maximum unless told otherwise, also where
 * they are summed up then: the embedded metric format delivers at least once.
 */
function search(dimensions: readonly string[], terms: string, statistic: string = Stats.MAXIMUM): string {
  return `SEARCH('{${[metricsNamespace, ...dimensions]}} ${terms}', '${statistic}', ${aDay.period.toSeconds()})`;
}

/** What an expression gives, day by day. */
function expression(text: string, label: string): IMetric {
  return new MathExpression({ expression: text, label, ...aDay });
}
