import { exit } from 'node:process';
import { App } from 'aws-cdk-lib/core';
import { loadConfig } from '../lambda/config/file/load-config.ts';
import { InvalidInputError } from '../lambda/errors.ts';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

try {
  // Another file than the usual one: `npx cdk synth --context config=other.config.ts`.
  const config = await loadConfig(app.node.tryGetContext('config') ?? 'vod-nightly.config.ts');
  // Only now, as all that the stack takes of the CDK takes longer to load than a configuration to be found wrong.
  const { VodNightlyStack } = await import('./stack.ts');
  // Without credentials neither is known, and the template is one for any account and Region.
  const env = account && region && { env: { account, region } };
  // More than one: `npx cdk deploy --context stack=Other --context config=other.config.ts`.
  new VodNightlyStack(app, app.node.tryGetContext('stack') ?? 'VodNightly', { config, ...env });
} catch (error) {
  // What is wrong with the configuration is said without a stack trace.
  if (!(error instanceof InvalidInputError)) throw error;
  console.error(error.message);
  exit(1);
}
