import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addOutputs } from './outputs.ts';
import { VodNightly, type VodNightlyProps } from './vod-nightly.ts';

/** A stack with nothing in it but one {@link VodNightly} and outputs that say where everything is. */
export class VodNightlyStack extends Stack {
  readonly nightly: VodNightly;

  constructor(scope: Construct, id: string, { outputs = true, ...props }: StackProps & VodNightlyProps) {
    super(scope, id, { description: 'Reports on NAVER Cloud VOD Station accounts every night', ...props });
    this.nightly = new VodNightly(this, 'Nightly', { ...props, outputs: false });
    if (outputs) addOutputs(this, this.nightly);
  }
}
