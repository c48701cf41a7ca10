import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Recipient } from '../../lambda/config/recipients.ts';
import { routedRecipients, routesOf } from '../../lambda/config/routes.ts';
import type { Topics } from '../topics/topics.ts';
import type { ShiftProps } from './shift-definition.ts';

type RoutedTopicsProps = Pick<Config, 'alerts' | 'reports'> & { readonly topics: Topics };

/**
 * The topics of those who hear of some accounts only, with a message for each route that has something to hear: no filter can say
 * "unless I am told elsewhere". There are none where nobody has a route.
 */
export class RoutedTopics extends Construct {
  readonly topics: readonly ITopic[];
  /** What the function is told of them. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the muster is told of them. */
  readonly routes: ShiftProps['routes'];

  constructor(scope: Construct, id: string, { topics, alerts, reports }: RoutedTopicsProps) {
    super(scope, id);
    this.routes = { alerts: routesOf(alerts), reports: routesOf(reports) };
    const routed: [variable: string, id: string, Recipient[]][] = [
      ['VOD_NIGHTLY_ROUTED_ALERTS_TOPIC', 'RoutedAlerts', routedRecipients(alerts)],
      ['VOD_NIGHTLY_ROUTED_REPORTS_TOPIC', 'RoutedReports', routedRecipients(reports)],
    ];
    const made = routed
      .filter(([, , recipients]) => recipients.length > 0)
      .map(([variable, id, recipients]) => ({ variable, topic: topics.createTopic(this, id, recipients) }));
    this.topics = made.map(({ topic }) => topic);
    this.environment = Object.fromEntries(made.map(({ variable, topic }) => [variable, topic.topicArn]));
  }
}
