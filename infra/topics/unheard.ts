import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import { type Unheard, unheardBy } from '../../lambda/config/unheard.ts';

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
  for (const { what, detail, fix } of unheardBy(config)) {
    Annotations.of(scope).addWarningV2(ids[what], `${detail}. To change that, ${fix}.`);
  }
}
