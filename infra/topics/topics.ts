import { Annotations, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
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
  /** Messages that a subscriber could not be given. */
  readonly undelivered: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const { accounts, fleet, alerts, reports, alertsTopic, encryptionKey } = props;
    this.key = encryptionKey ?? createKey(this);
    this.alerts = alertsTopic ?? new Topic(this, 'Alerts', { masterKey: this.key, enforceSSL: true });
    this.reports = new Topic(this, 'Reports', { masterKey: this.key, enforceSSL: true });
    this.undelivered = new DeadLetterQueue(this, 'Undelivered');
    this.letAlarmsPublish();
    this.subscribe(this.alerts, alerts);
    this.subscribe(this.reports, reports);
    warnOfSmsRegion(this, [...alerts, ...reports]);
    warnOfUnheard(this, { accounts, alerts, fleet });
  }

  /** One more topic under the same key, for these. */
  createTopic(scope: Construct, id: string, recipients: readonly Recipient[]): Topic {
    const topic = new Topic(scope, id, { masterKey: this.key, enforceSSL: true });
    this.subscribe(topic, recipients);
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
