import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { smsRegions } from './sms-capable-regions.ts';

/** Warns at synthesis when text messages are wanted in a Region that cannot send them; SNS itself would stay silent. */
export function warnOfSmsRegion(scope: Construct): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region) || smsRegions.has(region)) return;
  Annotations.of(scope).addWarningV2(
    'vod-nightly:sms-region',
    `SNS sends no text messages from ${region}, so the numbers under sms would never be told. Deploy the stack to a Region ` +
      'that does, such as ap-northeast-1 (Tokyo), from which it can ask VOD Station as well; or take the numbers out of ' +
      'vod-nightly.config.ts and tell these people by email or through an https endpoint.',
  );
}
