import { Annotations, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  type ITopic,
  type ITopicSubscription,
  SubscriptionFilter,
  SubscriptionProtocol,
  Topic,
} from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Recipient } from '../../lambda/config/recipients.ts';
import { routedRecipients } from '../../lambda/config/routes.ts';
import { DeadLetterQueue } from '../schedules/dead-letter-queue.ts';
import { warnOfFilterQuota, warnOfSmsRegion, warnOfUnheard } from './warnings.ts';

/** Who gets which topic's messages, and the accounts that these are about. */
type TopicsProps = {
  readonly accounts: Config['accounts'];
  readonly fleet?: Config['fleet'];
  readonly alerts: Config['alerts'];
  readonly reports: readonly Recipient[];
  /** Instead of a topic of its own. */
  readonly alertsTopic?: ITopic;
  /** Instead of a key of its own. */
  readonly encryptionKey?: IKey;
};

/** The topics for alerts and for reports, their subscriptions, and the key that both are encrypted with. */
export class Topics extends Construct {
  /** A key of the customer's own: CloudWatch alarms cannot publish to a topic under the AWS-managed one, and say nothing. */
  readonly key: IKey;
  /** Broken rules, and the alarms of the stack itself. */
  readonly alerts: ITopic;
  /** The nightly summary. */
  readonly reports: Topic;
  /**
   * For those who hear of some accounts only: what is told of a whole shift, in a message for each route that has something to hear.
   * No filter can say "unless I am told elsewhere". There are none without a fleet, nor where nobody has a route.
   */
  readonly routedAlerts: Topic | undefined;
  readonly routedReports: Topic | undefined;
  /** Messages that a subscriber could not be given. */
  readonly undelivered: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const { accounts, fleet, alerts, reports, alertsTopic, encryptionKey } = props;
    this.key = encryptionKey ?? createKey(this);
    this.alerts = alertsTopic ?? this.createTopic('Alerts');
    this.reports = this.createTopic('Reports');
    this.undelivered = new DeadLetterQueue(this, 'Undelivered');
    this.letAlarmsPublish();
    this.subscribe(this.alerts, alerts);
    this.subscribe(this.reports, reports);
    this.routedAlerts = fleet && this.createRouted('RoutedAlerts', alerts);
    this.routedReports = fleet && this.createRouted('RoutedReports', reports);
    warnOfSmsRegion(this, [...alerts, ...reports]);
    warnOfUnheard(this, { accounts, alerts, fleet });
  }

  /** Lets nights tell on all of these, and says to them where. */
  permitTelling(role: Role, night: LambdaFunction): void {
    const topics = {
      VOD_NIGHTLY_ALERTS_TOPIC: this.alerts,
      VOD_NIGHTLY_REPORTS_TOPIC: this.reports,
      VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: this.routedAlerts,
      VOD_NIGHTLY_ROUTED_REPORTS_TOPIC: this.routedReports,
    };
    for (const [variable, topic] of Object.entries(topics)) {
      if (!topic) continue;
      topic.grantPublish(role);
      night.addEnvironment(variable, topic.topicArn);
    }
  }

  private createTopic(id: string): Topic {
    return new Topic(this, id, { masterKey: this.key, enforceSSL: true });
  }

  private createRouted(id: string, recipients: readonly Recipient[]): Topic | undefined {
    const routed = routedRecipients(recipients);
    if (routed.length === 0) return undefined;
    const topic = this.createTopic(id);
    this.subscribe(topic, routed);
    return topic;
  }

  private subscribe(topic: ITopic, recipients: readonly Recipient[]): void {
    const usual = {
      // Also for text messages, where CDK takes one and drops it, as of 2.276.
      deadLetterQueue: this.undelivered,
      // The stack of a topic that is given cannot need the queue of this one, which needs the topic.
      ...(Stack.of(topic) !== Stack.of(this) && { subscriberScope: this }),
    };
    for (const recipient of recipients) {
      const subscription = subscriptionOf(recipient);
      topic.addSubscription({ bind: (to) => ({ ...subscription.bind(to), ...usual }) });
    }
    warnOfFilterQuota(topic, recipients);
  }

  private letAlarmsPublish(): void {
    const stack = Stack.of(this);
    const alarms = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const statement = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': alarms },
      },
    };
    const permit = (of: IKey | ITopic, actions: string[], resource: string) =>
      of.addToResourcePolicy(new PolicyStatement({ ...statement, actions, resources: [resource] }))
        .statementAdded;
    // In a key's policy, '*' is this key.
    const key = this.alerts.masterKey ?? this.key;
    if (!permit(key, ['kms:Decrypt', 'kms:GenerateDataKey*'], '*'))
      this.sayWhatAlarmsNeed('key', key.keyArn, 'kms:Decrypt and kms:GenerateDataKey*');
    if (!permit(this.alerts, ['sns:Publish'], this.alerts.topicArn))
      this.sayWhatAlarmsNeed('topic', this.alerts.topicArn, 'sns:Publish');
  }

  /** Where the policy is not this app's to change. */
  private sayWhatAlarmsNeed(what: 'key' | 'topic', arn: string, actions: string): void {
    Annotations.of(this).addInfoV2(
      `vod-nightly:${what}-policy`,
      `The policy of the ${what} ${arn} has to let cloudwatch.amazonaws.com do ${actions}, or alarms tell nobody and say ` +
        `nothing. This app cannot change it${what === 'key' ? ', and nobody can change those of keys of AWS' : ''}.`,
    );
  }
}

function subscriptionOf({ protocol, address, filter = {} }: Recipient): ITopicSubscription {
  const conditions = Object.entries(filter).map(([attribute, allowlist]) => [
    attribute,
    SubscriptionFilter.stringFilter({ allowlist: [...allowlist] }),
  ]);
  const props = conditions.length > 0 ? { filterPolicy: Object.fromEntries(conditions) } : {};
  if (protocol === 'email') return new EmailSubscription(address, props);
  if (protocol === 'sms') return new SmsSubscription(address, props);
  return new UrlSubscription(address, { ...props, protocol: SubscriptionProtocol.HTTPS });
}

function createKey(scope: Construct): Key {
  return new Key(scope, 'Key', {
    description: 'Encrypts the topics of vod-nightly',
    enableKeyRotation: true,
    // Topics keep nothing: once they are gone there is nothing left to decrypt.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
