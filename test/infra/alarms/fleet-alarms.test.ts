import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { aFleet, synthesisMs, synthesize } from '../synthesis.ts';

let template: Template;
beforeAll(() => {
  ({ template } = synthesize(aFleet));
}, synthesisMs);

const referenceTo = (part: string) => Match.stringLikeRegexp(part);

describe('an alarm of a fleet', () => {
  const expectAlarm = (properties: object) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', Match.objectLike(properties));
  const ofShift = (shift: string) => [
    { Name: 'function', Value: { Ref: referenceTo('NightFunction') } },
    { Name: 'shift', Value: shift },
  ];

  it('fires for whatever is in the queue of shifts that could not be started', () => {
    expectAlarm({
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [referenceTo('FleetSchedulesNotStarted'), 'QueueName'] },
        },
      ],
      TreatMissingData: 'ignore',
      Threshold: 0,
    });
  });

  it('fires when the nights of a shift failed, ran out of time or were stopped, and not for one account’s', () => {
    const counted = (MetricName: string) =>
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: {
            Namespace: 'AWS/States',
            MetricName,
            Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: referenceTo('FleetShiftMachine') } }],
          },
          Stat: 'Sum',
        }),
      });
    expectAlarm({
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)' }),
        ...['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(counted),
      ]),
      Threshold: 0,
    });
  });

  it.each(['seoul', 'berlin'])('fires when the muster of a shift has not come for 30 hours: %s', (shift) => {
    expectAlarm({
      Namespace: 'VodNightly',
      MetricName: 'MusterCompleted',
      Dimensions: ofShift(shift),
      Statistic: 'Maximum',
      Period: 3600,
      EvaluationPeriods: 30,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it.each(['seoul', 'berlin'])(
    'fires when accounts of a shift failed, until a muster finds none: %s',
    (shift) => {
      expectAlarm({
        MetricName: 'AccountsFailed',
        Dimensions: ofShift(shift),
        Statistic: 'Maximum',
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      });
    },
  );

  it('fires when what a night had to tell could not be published', () => {
    expectAlarm({ MetricName: 'NoticesUndelivered', Threshold: 0 });
  });

  it('neither waits for a check of the morning, which there is none of, nor fires for each night that fails', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const watched = alarms.map(({ Properties }) => `${Properties?.Namespace} ${Properties?.MetricName}`);
    expect(watched).toContain('VodNightly MusterCompleted');
    for (const name of ['VodNightly CheckCompleted', 'VodNightly AccountsMissed', 'AWS/Lambda Errors'])
      expect(watched).not.toContain(name);
  });
});
