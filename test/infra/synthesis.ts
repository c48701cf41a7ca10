import { App, type Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import cdk from '../../cdk.json' with { type: 'json' };
import { VodNightlyStack } from '../../infra/stack.ts';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';

/** Two accounts, of which the second brings everything that can be different. */
export const twoAccounts: ConfigInput = {
  accounts: [
    { name: 'acme' },
    {
      name: 'globex-eu',
      timeZone: 'Europe/Berlin',
      time: '05:30',
      secret: 'vendor/globex',
      rules: { failureCount: { warning: 2, critical: 9 } },
    },
  ],
  alerts: {
    email: ['ops@example.com'],
    sms: ['+821012345678'],
    https: ['https://chat.example.com/hook'],
  },
  reports: { email: ['boss@example.com'] },
};

/** The same with a reader of their reports. */
export const twoAccountsWithLinks: ConfigInput = {
  ...twoAccounts,
  reports: { email: ['boss@example.com'], links: {} },
};

/** A fleet without accounts of the stack's own, of which somebody is told all, and others what concerns them. */
export const aFleet: ConfigInput = {
  fleet: {
    shifts: [{ name: 'seoul' }, { name: 'berlin', timeZone: 'Europe/Berlin', time: '05:30' }],
    concurrency: 20,
    passes: [60, 600],
    language: 'ko',
  },
  alerts: {
    email: ['ops@example.com', { address: 'gold@example.com', tags: ['gold'] }],
    sms: [{ address: '+821012345678', accounts: ['acme'], severities: ['critical'] }],
  },
  reports: { email: ['boss@example.com', { address: 'team-a@example.com', tags: ['team-a', 'gold'] }] },
};

/** A stack, and the template that it becomes. */
export type Synthesis = { readonly app: App; readonly stack: VodNightlyStack; readonly template: Template };

/** How long a hook may synthesize, milliseconds: a second or two alone, more beside other tests. */
export const synthesisMs = 60_000;

/** An app with the flags of cdk.json, which neither bundles the function nor checks templates as CDK does. */
export function createQuickApp(): App {
  return new App({
    builtinCloudFormationValidation: false,
    context: { ...cdk.context, [BUNDLING_STACKS]: [] },
  });
}

/**
 * Synthesizes as a deployment would, without credentials or a network; for any Region unless one is given. The function
 * is not bundled, and CDK's own check of the template left to app.test.ts: both take longer than all the rest.
 */
export function synthesize(config: ConfigInput = twoAccounts, env?: Environment): Synthesis {
  const app = createQuickApp();
  const stack = new VodNightlyStack(app, 'VodNightly', {
    config: defineConfig(config),
    ...(env && { env }),
  });
  return { app, stack, template: Template.fromStack(stack) };
}
