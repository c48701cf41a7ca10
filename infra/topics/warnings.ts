import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Recipient } from '../../lambda/config/recipients.ts';
import { type Unheard, unheardBy } from '../../lambda/config/unheard.ts';
import { smsRegions } from './sms-capable-regions.ts';

/** By which a user of the CDK can acknowledge each warning. */
const ids: Readonly<Record<Unheard['what'], string>> = {
  anything: 'vod-nightly:nobody-told',
  critical: 'vod-nightly:unheard-accounts',
  warnings: 'vod-nightly:unheard-warnings',
  fleet: 'vod-nightly:unheard-fleet',
  alarms: 'vod-nightly:unheard-alarms',
};

/** Warns at synthesis of what nobody would hear of: nothing else would ever say so. */
export function warnOfUnheard(scope: Construct, config: Pick<Config, 'accounts' | 'alerts' | 'fleet'>): void {
  for (const { what, detail, fix } of unheardBy(config))
    Annotations.of(scope).addWarningV2(ids[what], `${detail}. To change that, ${fix}.`);
}

/** Warns at synthesis when text messages are wanted in a Region that cannot send them; SNS itself would stay silent. */
export function warnOfSmsRegion(scope: Construct, recipients: readonly Recipient[]): void {
  const { region } = Stack.of(scope);
  if (!recipients.some(({ protocol }) => protocol === 'sms')) return;
  if (Token.isUnresolved(region) || smsRegions.has(region)) return;
  Annotations.of(scope).addWarningV2(
    'vod-nightly:sms-region',
    `SNS sends no text messages from ${region}, so the numbers under sms would never be told. Deploy the stack to a Region ` +
      'that does, such as ap-northeast-1 (Tokyo), from which it can ask VOD Station as well; or take the numbers out of ' +
      'vod-nightly.config.ts and tell these people by email or through an https endpoint.',
  );
}

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
