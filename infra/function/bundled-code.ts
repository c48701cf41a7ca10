import { join } from 'node:path';
import { Names, Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { functionSources } from './bundle.ts';

/**
 * The code of a function, bundled right here below the app's output; where CDK is told to bundle nothing, the sources instead.
 * CDK's own bundling would ask for an image, and say so at each synthesis.
 * @param bundle writes `index.mjs` into the directory that it is given
 */
export function bundledCode(scope: Construct, bundle: (directory: string) => unknown): Code {
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(functionSources);
  const directory = join(Stage.of(scope)?.outdir ?? '', 'bundles', Names.uniqueId(scope));
  bundle(directory);
  return Code.fromAsset(directory);
}
