import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Recipient } from '../../lambda/config/recipients.ts';

/** What SNS takes for one topic unless it is asked for more. docs: SNS, Filter policy constraints. */
const policiesPerTopic = 200;

/** Warns at synthesis of more filter policies than an AWS account may have unasked: the deployment would fail half-way. */
export function warnOfFilterQuota(topic: Construct, recipients: readonly Recipient[]): void {
  const policies = recipients.filter(({ filter }) => filter).length;
  if (policies <= policiesPerTopic) return;
  Annotations.of(topic).addWarningV2(
    'vod-nightly:filter-quota',
    `${policies} recipients have routes or are told by text message, each a filter policy of SNS, which takes ` +
      `${policiesPerTopic} for a topic unless it is asked for more. Ask for more at Service Quotas before you deploy, or ` +
      'put a mailing list in the place of several addresses.',
  );
}
