import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Account } from '../lambda/account.ts';
import { findUnheard, type Recipient } from '../lambda/recipients.ts';

/** Warns at synthesis when the routes leave nobody who hears of an account's critical notices, or of the alarms. */
export function warnOfUnheard(
  scope: Construct,
  accounts: readonly Account[],
  alerts: readonly Recipient[],
): void {
  // Where nobody is named at all, there are no routes to mend.
  if (alerts.length === 0) return;
  const unheard = findUnheard(
    accounts.map(({ name }) => name),
    alerts,
  );
  if (unheard.length > 0) {
    Annotations.of(scope).addWarningV2(
      'vod-nightly:unheard-accounts',
      `Critical alerts of ${unheard.join(', ')} would reach nobody, as the routes under alerts let none of them pass. Name ` +
        'the account in the routes of somebody, with no kinds or with breached, escalated and revised among them.',
    );
  }
  if (alerts.every(({ filter }) => filter)) {
    Annotations.of(scope).addWarningV2(
      'vod-nightly:unheard-alarms',
      'Nobody would hear that a night failed or did not run: alarms pass no filter of SNS, and everybody under alerts has ' +
        'routes or is told by text message. Put one address without routes under email or https.',
    );
  }
}
