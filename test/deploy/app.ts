import { App, RemovalPolicy } from 'aws-cdk-lib';
import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { VodNightlyStack } from '../../infra/stack.ts';
import { loadConfig } from '../../lambda/config/file/load-config.ts';
import { accountId, region } from './place.ts';

// The stack as infra/app.ts makes it, with queues that listen to its topics as somebody's own program would, and without what the
// emulator refuses (docs/emulators.md).
const app = new App();
const config = await loadConfig(app.node.getContext('config'));
const stack = new VodNightlyStack(app, 'VodNightly', { config, env: { account: accountId, region } });
const { alerts, reports } = stack.nightly.topics;

/** Saved queries, and alarms on sums of metrics. */
const isRefused = (child: IConstruct) =>
  CfnNamedQuery.isCfnNamedQuery(child) ||
  CfnQueryDefinition.isCfnQueryDefinition(child) ||
  (CfnAlarm.isCfnAlarm(child) && child.metrics !== undefined);
for (const { node } of stack.node.findAll().filter(isRefused)) node.scope?.node.tryRemoveChild(node.id);

const listeners = {
  AllAlerts: [alerts, {}],
  CriticalAlerts: [alerts, { severity: SubscriptionFilter.stringFilter({ allowlist: ['critical'] }) }],
  OtherAlerts: [alerts, { account: SubscriptionFilter.stringFilter({ allowlist: ['other'] }) }],
  AllReports: [reports, {}],
} as const;
for (const [name, [topic, filterPolicy]] of Object.entries(listeners)) {
  const queue = new Queue(stack, name, { queueName: name, removalPolicy: RemovalPolicy.DESTROY });
  topic.addSubscription(new SqsSubscription(queue, { filterPolicy, rawMessageDelivery: true }));
}
