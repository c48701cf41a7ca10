import { resolve } from 'node:path';
import { exit } from 'node:process';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import type { Config } from '../lambda/config.ts';
import { InvalidInputError } from '../lambda/errors.ts';
import { VodNightlyStack } from './stack.ts';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const config = await loadConfig(app.node.tryGetContext('config') ?? 'vod-nightly.config.ts');

// Without credentials neither is known, and the template is one for any account and Region.
new VodNightlyStack(app, 'VodNightly', { config, ...(account && region && { env: { account, region } }) });

/** Another file than the usual one: `npx cdk synth --context config=other.config.ts`. */
async function loadConfig(file: string): Promise<Config> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)).default;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    console.error(`${file}: ${error.message}`);
    return exit(1);
  }
}
