import { type GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { functionDimension, type MetricName, shiftDimension } from '../../lambda/core/metrics.ts';
import { expression, graph, searchFor } from '../alarms/dashboard.ts';

/** A row about the shifts of a fleet; as many graphs for any number of shifts. */
export function fleetGraphs(night: LambdaFunction): GraphWidget[] {
  const each = (name: MetricName) => expression(search(name, night), `\${PROP('Dim.${shiftDimension}')}`);
  const sum = (name: MetricName): IMetric => expression(`SUM(${search(name, night)})`, name);
  const outcomes = (['AccountsMeasured', 'AccountsUnavailable', 'AccountsFailed'] as const).map(sum);
  return [
    graph('The fleet: accounts after the muster', outcomes, { stacked: true }),
    graph('Accounts without a good night, by shift', [each('AccountsFailed')]),
    graph('Nights started, by shift', [each('NightAttempts')]),
    graph('From start to muster, ms, by shift', [each('ShiftDurationMs')]),
  ];
}

/** The maximum: the embedded metric format delivers at least once. */
function search(name: MetricName, { functionName }: LambdaFunction): string {
  const terms = `MetricName="${name}" ${functionDimension}="${functionName}"`;
  return searchFor([functionDimension, shiftDimension], terms, Stats.MAXIMUM);
}
