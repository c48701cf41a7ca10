import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { VodNightly } from '../../infra/vod-nightly.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { accountId, region } from './paper-deployment.ts';
import {
  aFleet,
  createQuickApp,
  type Synthesis,
  synthesisMs,
  synthesize,
  twoAccounts,
  twoAccountsWithLinks,
} from './synthesis.ts';

/** Every finding that is not acknowledged, as rule and construct. */
function findingsOf(pack: NagPack, app: App): string[] {
  const { violations } = pack.validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

const packs = [
  ['AwsSolutions', AwsSolutionsChecks],
  ['Serverless', ServerlessChecks],
] as const;

describe('cdk-nag', () => {
  let synthesis: Synthesis;
  beforeAll(() => {
    synthesis = synthesize();
  }, synthesisMs);

  it.each(packs)('finds nothing with its %s pack that is not acknowledged', (_, Pack) => {
    expect(findingsOf(new Pack(synthesis.app), synthesis.app)).toEqual([]);
  });

  it('finds nothing in a stack for one AWS account and Region either', () => {
    const { app } = synthesize(twoAccounts, { account: accountId, region });
    expect(findingsOf(new AwsSolutionsChecks(app), app)).toEqual([]);
  });

  it('finds nothing where the archive is kept in a bucket that is known by its name', () => {
    const app = createQuickApp();
    const stack = new Stack(app, 'Theirs');
    const bucket = Bucket.fromBucketName(stack, 'Archive', 'their-archive');
    new VodNightly(stack, 'Nightly', { config: defineConfig(twoAccountsWithLinks), bucket });
    expect(findingsOf(new AwsSolutionsChecks(app), app)).toEqual([]);
  });

  it.each(packs)('finds nothing in the stack of a fleet with its %s pack', (_, Pack) => {
    const { app } = synthesize({ ...aFleet, accounts: [{ name: 'acme' }] });
    expect(findingsOf(new Pack(app), app)).toEqual([]);
  });

  it('finds nothing in that of a fleet for one AWS account and Region, over a bucket that is known by its name', () => {
    const app = createQuickApp();
    const stack = new Stack(app, 'Theirs', { env: { account: accountId, region } });
    const bucket = Bucket.fromBucketName(stack, 'Archive', 'their-archive');
    new VodNightly(stack, 'Nightly', { config: defineConfig(aFleet), bucket });
    expect(findingsOf(new AwsSolutionsChecks(app), app)).toEqual([]);
  });

  it('would find a bucket that is left as it comes', () => {
    const app = new App();
    new Bucket(new Stack(app, 'Stack'), 'Bucket');
    expect(findingsOf(new AwsSolutionsChecks(app), app)).toContain('AwsSolutions-S10 Stack/Bucket/Resource');
  });

  it('is answered with a reason, and on no construct that holds the whole stack', () => {
    const { stack } = synthesize({ ...twoAccounts, fleet: { shifts: [{ name: 'seoul' }] } });
    const all = stack.node
      .findAll()
      .flatMap((construct) =>
        construct.node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .map(({ data }) => ({ path: construct.node.path, data: JSON.stringify(data) })),
      );
    expect(all.length).toBeGreaterThan(0);
    for (const { path, data } of all) {
      expect(path.split('/').length).toBeGreaterThan(2);
      expect(data).toMatch(/[A-Z][^"]{30,}\./);
    }
  });
});
