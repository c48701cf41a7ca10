import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
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
import { warnOfFilterQuota } from './filter-quota.ts';
import { warnOfSmsRegion } from './sms-regions.ts';
import { warnOfUnheard } from './unheard.ts';

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
    if ([...alerts, ...reports].some(({ protocol }) => protocol === 'sms')) warnOfSmsRegion(this);
    warnOfUnheard(this, { accounts, alerts, fleet });
  }

  /** One more topic under the same key, for these. */
  createTopic(scope: Construct, id: string, recipients: readonly Recipient[]): Topic {
    const topic = new Topic(scope, id, { masterKey: this.key, enforceSSL: true });
    this.subscribe(topic, recipients);
    return topic;
  }

  private subscribe(topic: ITopic, recipients: readonly Recipient[]): void {
    for (const recipient of recipients) topic.addSubscription(this.subscriptionOf(recipient));
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
    // In a key's policy, '*' is this key.
    const use = { actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] };
    this.key.addToResourcePolicy(new PolicyStatement({ ...statement, ...use }));
    const publish = { actions: ['sns:Publish'], resources: [this.alerts.topicArn] };
    this.alerts.addToResourcePolicy(new PolicyStatement({ ...statement, ...publish }));
  }

  private subscriptionOf({ protocol, address, filter = {} }: Recipient): ITopicSubscription {
    const deadLetterQueue = this.undelivered;
    const conditions = Object.entries(filter).map(([attribute, allowlist]) => [
      attribute,
      SubscriptionFilter.stringFilter({ allowlist: [...allowlist] }),
    ]);
    const props = {
      deadLetterQueue,
      ...(conditions.length > 0 && { filterPolicy: Object.fromEntries(conditions) }),
    };
    if (protocol === 'email') return new EmailSubscription(address, props);
    if (protocol === 'https')
      return new UrlSubscription(address, { ...props, protocol: SubscriptionProtocol.HTTPS });
    const subscription = new SmsSubscription(address, props);
    // CDK takes a dead-letter queue for text messages and drops it, as of 2.276.
    return { bind: (to) => ({ ...subscription.bind(to), deadLetterQueue }) };
  }
}

function createKey(scope: Construct): Key {
  return new Key(scope, 'Key', {
    description: 'Encrypts the topics of vod-nightly',
    enableKeyRotation: true,
    // Topics keep nothing: once they are gone there is nothing left to decrypt.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
