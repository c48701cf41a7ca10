import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../lambda/config/config.ts';
import { InvalidInputError } from '../lambda/errors.ts';

/** What an app may give the construct in the place of what that would make. */
type Given = { readonly bucket: IBucket; readonly alertsTopic: ITopic | undefined };

/**
 * Refuses a configuration that nobody has checked; CDK apps in JavaScript have no types that would.
 * @throws InvalidInputError with what to do
 */
export function refuseUnchecked({ alerts }: Config): void {
  if (Array.isArray(alerts)) return;
  throw new InvalidInputError('the configuration', [
    'config: has to be what defineConfig gives, as in { config: defineConfig({ … }) }',
  ]);
}

/**
 * Refuses what could not serve, and warns of what would serve badly.
 * @throws InvalidInputError with every fault, and what would be right
 */
export function refuseUnfit(scope: Construct, { bucket, alertsTopic }: Given): void {
  const faults = [
    // The function's clients ask the Region that it runs in, and an alarm publishes to topics of its own Region only.
    ...faultOfRegion(scope, 'bucket', bucket),
    ...faultOfRegion(scope, 'alertsTopic', alertsTopic),
    // docs: SNS developer guide, Amazon SNS message delivery for FIFO topics.
    ...(alertsTopic?.fifo
      ? ['alertsTopic: has to be a standard topic; a FIFO topic delivers to no address and no telephone']
      : []),
  ];
  if (faults.length > 0) throw new InvalidInputError('what the construct is given', faults);
  const made = bucket.node.defaultChild;
  if (made instanceof CfnBucket && made.versioningConfiguration === undefined)
    Annotations.of(scope).addWarningV2(
      'vod-nightly:unversioned-bucket',
      'The bucket of the archive is not versioned, so that nothing which is overwritten or deleted there can be brought back. ' +
        'To change that, make it with versioned: true.',
    );
}

function faultOfRegion(scope: Construct, name: string, given: IBucket | ITopic | undefined): string[] {
  const { region } = Stack.of(scope);
  const own = given?.env.region ?? region;
  if (own === region || Token.isUnresolved(own) || Token.isUnresolved(region)) return [];
  return [`${name}: has to be in ${region}; it is in ${own}`];
}
