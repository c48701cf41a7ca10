import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { VodNightlyFleet } from './fleet/vod-nightly-fleet.ts';
import { addFleetOutputs, addOutputs } from './outputs.ts';
import { VodNightly, type VodNightlyProps } from './vod-nightly.ts';

/** A stack with nothing in it but one {@link VodNightly}, its fleet where there is one, and outputs that say where everything is. */
export class VodNightlyStack extends Stack {
  readonly nightly: VodNightly;
  /** Only where a fleet is configured. */
  readonly fleet?: VodNightlyFleet;

  constructor(scope: Construct, id: string, { outputs = true, ...props }: StackProps & VodNightlyProps) {
    super(scope, id, { description: 'Reports on NAVER Cloud VOD Station accounts every night', ...props });
    this.nightly = new VodNightly(this, 'Nightly', { ...props, outputs: false });
    const { fleet } = props.config;
    if (outputs) addOutputs(this, this.nightly);
    if (!fleet) return;
    this.fleet = new VodNightlyFleet(this, 'Fleet', { nightly: this.nightly, outputs: false });
    if (outputs) addFleetOutputs(this, this.fleet);
  }
}
