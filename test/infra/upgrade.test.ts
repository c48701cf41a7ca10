import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { synthesisMs, synthesize, twoAccountsWithLinks } from './synthesis.ts';

/** Logical ids and types of a stack of a release, of two accounts with a reader, of which the second names a secret of its own. */
function readReleased(version: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(new URL(`../fixtures/template-${version}.json`, import.meta.url), 'utf8'));
}

/** What holds something that a replacement would lose, or that others have subscribed to or named. */
const kept: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
  'AWS::Logs::LogGroup',
  'AWS::Lambda::Url',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::Athena::WorkGroup',
]);

describe.each(['0.1.0', '0.2.0'])('a stack of %s', (version) => {
  const released = readReleased(version);
  let present: [string, string][];
  beforeAll(() => {
    const resources = Object.entries(synthesize(twoAccountsWithLinks).template.toJSON().Resources);
    present = resources.map(([id, resource]) => [id, Object(resource).Type]);
  }, synthesisMs);

  it('keeps its bucket, topics, subscriptions, secrets, queues, logs, address and tables', () => {
    const before = Object.entries(released).filter(([, type]) => kept.has(type));
    expect(new Set(before.map(([, type]) => type))).toEqual(kept);
    expect(present).toEqual(expect.arrayContaining(before));
  });

  it('has nothing of a name that meant something else', () => {
    const changed = present.filter(([id, type]) => (released[id] ?? type) !== type);
    expect(changed).toEqual([]);
  });

  it('loses nothing but alarms of each account', () => {
    const gone = Object.keys(released).filter((id) => !present.some(([name]) => name === id));
    const ofAccounts = /^NightlyAlarms(AlertNotPublished|NightDidNotRun)(acme|globexeu)[0-9A-F]{8}$/;
    expect(gone.filter((id) => !ofAccounts.test(id))).toEqual([]);
    expect(gone).toHaveLength(version === '0.1.0' ? 4 : 0);
  });
});

describe('cdk.json', () => {
  it('sets each feature flag as the installed CDK recommends it, so that the CDK does not ask for it', () => {
    const url = import.meta.resolve('aws-cdk-lib/recommended-feature-flags.json');
    const recommended = JSON.parse(readFileSync(new URL(url), 'utf8'));
    expect(cdk.context).toEqual(recommended);
  });
});
