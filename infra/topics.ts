import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import {
  EmailSubscription,
  SmsSubscription,
  type SmsSubscriptionProps,
  UrlSubscription,
} from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlertRecipients, Recipients } from '../lambda/config.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { warnOfSmsRegion } from './sms-regions.ts';

/** Who gets which topic's messages. */
export type TopicsProps = { readonly alerts: AlertRecipients; readonly reports: Recipients };

type SmsFilter = Pick<SmsSubscriptionProps, 'filterPolicy'>;

/** The topics for alerts and for reports, their subscriptions, and the key that both are encrypted with. */
export class Topics extends Construct {
  /** A key of the customer's own: CloudWatch alarms cannot publish to a topic under the AWS-managed one, and say nothing. */
  readonly key: Key;
  /** Broken rules, and the alarms of the stack itself. */
  readonly alerts: Topic;
  /** The nightly summary. */
  readonly reports: Topic;
  /** Messages that a subscriber could not be given. */
  readonly undelivered: DeadLetterQueue;

  constructor(scope: Construct, id: string, { alerts, reports }: TopicsProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the topics of vod-nightly',
      enableKeyRotation: true,
      // Topics keep nothing: once they are gone there is nothing left to decrypt.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.alerts = new Topic(this, 'Alerts', { masterKey: this.key, enforceSSL: true });
    this.reports = new Topic(this, 'Reports', { masterKey: this.key, enforceSSL: true });
    this.undelivered = new DeadLetterQueue(this, 'Undelivered');
    this.letAlarmsPublish();
    this.subscribe(this.alerts, alerts, {
      // CloudWatch's own messages carry no severity, so alarms never go out as text messages.
      filterPolicy: { severity: SubscriptionFilter.stringFilter({ allowlist: alerts.smsSeverities }) },
    });
    this.subscribe(this.reports, reports);
    if (alerts.sms.length + reports.sms.length > 0) warnOfSmsRegion(this);
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

  private subscribe(topic: Topic, { email, sms, https }: Recipients, smsFilter: SmsFilter = {}): void {
    const deadLetterQueue = this.undelivered;
    const protocol = SubscriptionProtocol.HTTPS;
    for (const address of email) topic.addSubscription(new EmailSubscription(address, { deadLetterQueue }));
    for (const number of sms) {
      const subscription = new SmsSubscription(number, smsFilter);
      // CDK takes a dead-letter queue for text messages and drops it, as of 2.276.
      topic.addSubscription({ bind: (to) => ({ ...subscription.bind(to), deadLetterQueue }) });
    }
    for (const url of https) topic.addSubscription(new UrlSubscription(url, { deadLetterQueue, protocol }));
  }
}
