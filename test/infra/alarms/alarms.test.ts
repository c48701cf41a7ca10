import { readFileSync } from 'node:fs';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { runbookHeadings } from '../../../lambda/core/story/next-steps.ts';
import { aFleet, synthesisMs, synthesize, twoAccountsWithLinks } from '../synthesis.ts';

type AlarmProperties = Readonly<Record<string, unknown>> & { readonly AlarmDescription: string };

const runbookUrl = 'https://github.example.com/team/vod-nightly/blob/main/docs/runbook.md';

let template: Template;
let alarms: AlarmProperties[];
let fleetAlarms: AlarmProperties[];
beforeAll(() => {
  ({ template } = synthesize({ ...twoAccountsWithLinks, deployment: { runbookUrl } }));
  const { template: ofFleet } = synthesize({ ...aFleet, deployment: { runbookUrl } });
  [alarms = [], fleetAlarms = []] = [template, ofFleet].map((each) =>
    Object.values(each.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties),
  );
}, synthesisMs);

function expectAlarm(properties: object): void {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', Match.objectLike(properties));
}

const referenceTo = (part: string) => Match.stringLikeRegexp(part);
const ofQueue = (part: string) => [
  { Name: 'QueueName', Value: { 'Fn::GetAtt': [referenceTo(part), 'QueueName'] } },
];

describe('an alarm', () => {
  it('fires when a night fails', () => {
    expectAlarm({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: referenceTo('NightFunction') } }],
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  const ofFunction = [{ Name: 'function', Value: { Ref: referenceTo('NightFunction') } }];

  it('fires when the check of the morning has not said for 30 hours that it told all it found', () => {
    expectAlarm({
      Namespace: 'VodNightly',
      MetricName: 'CheckCompleted',
      Dimensions: ofFunction,
      Statistic: 'Maximum',
      Period: 3600,
      EvaluationPeriods: 30,
      DatapointsToAlarm: Match.absent(),
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('fires when that check misses a night of any account, and stays until one misses none', () => {
    expectAlarm({
      Namespace: 'VodNightly',
      MetricName: 'AccountsMissed',
      Dimensions: ofFunction,
      Statistic: 'Maximum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'ignore',
    });
  });

  it.each(['SchedulesNotStarted', 'NightGivenUp', 'TopicsUndelivered'])(
    'fires for whatever is in the queue %s, and stays while nobody looks at it',
    (queue) => {
      expectAlarm({
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: ofQueue(queue),
        Statistic: 'Maximum',
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'ignore',
      });
    },
  );

  it('fires when Lambda cannot keep a night that failed every time', () => {
    expectAlarm({ Namespace: 'AWS/Lambda', MetricName: 'DestinationDeliveryFailures', Threshold: 0 });
  });

  it('fires when an alert of any account could not be published', () => {
    expectAlarm({
      Namespace: 'VodNightly',
      MetricName: 'NoticesUndelivered',
      Dimensions: ofFunction,
      Statistic: 'Maximum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it('fires when SNS could not deliver an alert', () => {
    expectAlarm({
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Dimensions: [
        { Name: 'TopicName', Value: { 'Fn::GetAtt': [referenceTo('TopicsAlerts'), 'TopicName'] } },
      ],
      Threshold: 0,
    });
  });
});

describe('an alarm of the reader', () => {
  const ofReader = [{ Name: 'FunctionName', Value: { Ref: referenceTo('ReaderFunction') } }];

  it('fires when a page could not be shown', () => {
    expectAlarm({ Namespace: 'AWS/Lambda', MetricName: 'Url5xxCount', Dimensions: ofReader, Threshold: 0 });
  });

  it('fires when it works all the time, and not for a page that takes long', () => {
    expectAlarm({
      ...{ Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: ofReader, Statistic: 'Sum' },
      ...{ Period: 300, Threshold: 300_000, ComparisonOperator: 'GreaterThanThreshold' },
    });
  });
});

describe('every alarm', () => {
  it('tells the alerts topic, and nobody when it ends', () => {
    for (const alarm of [...alarms, ...fleetAlarms]) {
      expect(alarm).toMatchObject({ AlarmActions: [{ Ref: expect.stringContaining('TopicsAlerts') }] });
      expect(alarm).not.toHaveProperty('OKActions');
    }
    expect([alarms.length, fleetAlarms.length]).toEqual([11, 12]);
  });

  it('looks back no further than CloudWatch allows: a week in periods of an hour, a day in shorter ones', () => {
    const periods = [...alarms, ...fleetAlarms].filter(({ Period }) => Period);
    for (const { Period, EvaluationPeriods } of periods) {
      const seconds = Number(Period) * Number(EvaluationPeriods);
      expect(seconds).toBeLessThanOrEqual(Number(Period) >= 3600 ? 7 * 86_400 : 86_400);
    }
  });

  it('says what happened', () => {
    for (const { AlarmDescription } of [...alarms, ...fleetAlarms]) {
      expect(AlarmDescription).toMatch(/^[A-Z].{20,}\. What to do: https:\/\/\S+$/);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
    }
  });
});

describe('the runbook', () => {
  const text = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const [ofAlarms = '', ofNotices = '', ofSilence = ''] = text.split(/^# (?:Notices|Silence)$/m);
  const sectionsOf = (part: string) => part.split(/^## /m).slice(1);
  const sections = sectionsOf(ofAlarms);
  const anchors = sections.map((section) =>
    (section.split('\n')[0] ?? '').toLowerCase().replaceAll(' ', '-'),
  );

  it('has the heading that each alarm links, and no other', () => {
    const linked = [...alarms, ...fleetAlarms].map(
      ({ AlarmDescription }) => AlarmDescription.split('What to do: ')[1],
    );
    expect(new Set(linked)).toEqual(new Set(anchors.map((anchor) => `${runbookUrl}#${anchor}`)));
  });

  it('has the heading that each kind of notice names, and no other', () => {
    const headings = sectionsOf(ofNotices).map((section) => section.split('\n')[0]);
    expect(new Set(headings)).toEqual(new Set(Object.values(runbookHeadings)));
  });

  it('says under each heading what happened, where to look and what to do', () => {
    for (const section of [...sections, ...sectionsOf(ofNotices), ...sectionsOf(ofSilence)]) {
      expect(section).toMatch(/\*\*What happened\.\*\*.*\*\*Look here\.\*\*.*\*\*Do this\.\*\*/s);
    }
  });
});
