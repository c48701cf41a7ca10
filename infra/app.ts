import { exit } from 'node:process';
import { App } from 'aws-cdk-lib';
import { loadConfig } from '../lambda/config/file/load-config.ts';
import { InvalidInputError } from '../lambda/errors.ts';
import { VodNightlyStack } from './stack.ts';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
// Another file than the usual one: `npx cdk synth --context config=other.config.ts`.
const config = await loadConfig(app.node.tryGetContext('config') ?? 'vod-nightly.config.ts').catch(refuse);

try {
  // Without credentials neither is known, and the template is one for any account and Region.
  const env = account && region && { env: { account, region } };
  // More than one: `npx cdk deploy --context stack=Other --context config=other.config.ts`.
  new VodNightlyStack(app, app.node.tryGetContext('stack') ?? 'VodNightly', { config, ...env });
} catch (error) {
  refuse(error);
}

/** Ends the synthesis with what is wrong with the configuration, and without a stack trace. */
function refuse(error: unknown): never {
  if (!(error instanceof InvalidInputError)) throw error;
  console.error(error.message);
  return exit(1);
}
