import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesisMs, synthesize } from '../infra/synthesis.ts';
import { read } from './pages.ts';

describe('the bill in docs/deploy.md', () => {
  const rows = [...read('docs/deploy.md').matchAll(/^\| ([A-Za-z][^|]+?) +\| (\d+)\b[^|]*\|/gm)];
  const counted = new Map(rows.map(([, what = '', number]) => [what, Number(number)]));
  let template: Template;
  beforeAll(() => {
    ({ template } = synthesize({ accounts: [{ name: 'acme' }] }));
  }, synthesisMs);

  it.each([
    ['customer key of the topics', 'AWS::KMS::Key'],
    ["secret with the vendor's keys", 'AWS::SecretsManager::Secret'],
    ['alarms', 'AWS::CloudWatch::Alarm'],
    ['dashboard', 'AWS::CloudWatch::Dashboard'],
  ])('counts “%s” of a stack with one account', (what, type) => {
    expect(counted.get(what)).toBe(Object.keys(template.findResources(type)).length);
  });

  it.each(['README.md', 'README.ko.md'])('comes to what %s says', (path) => {
    const [, least = 'no sum', most = 'no sum'] =
      /\*\*([\d.]+) to ([\d.]+)\*\*/.exec(read('docs/deploy.md')) ?? [];
    expect(read(path)).toMatch(new RegExp(`\\b${least}( to |~)${most}`));
  });
});
