import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { deployOnPaper, type PaperDeployment, region } from './paper-deployment.ts';
import { synthesisMs, synthesize } from './synthesis.ts';

let template: Template;
let deployment: PaperDeployment;
beforeAll(() => {
  template = synthesize().template;
  deployment = deployOnPaper(template);
}, synthesisMs);

function outputOf(part: string): string {
  const outputs: Record<string, { Value: unknown }> = template.toJSON().Outputs;
  const [name, ...others] = Object.keys(outputs).filter((each) => each.startsWith(part));
  expect([name, others]).toEqual([expect.any(String), []]);
  return String(deployment.resolve(outputs[name ?? '']?.Value));
}

/** Runs a command in a shell whose `aws` writes down what it is called with, and its input, and answers `answer`. */
function runInShell(command: string, answer: string, variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vod-nightly-aws-'));
  writeFileSync(join(folder, 'answer'), answer);
  const script = [
    '#!/bin/sh',
    'echo "$@" >> calls',
    'case "$*" in *dev/stdin*) cat > input;; *) cat answer;; esac',
  ];
  writeFileSync(join(folder, 'aws'), script.join('\n'));
  writeFileSync(join(folder, 'night.json'), '');
  chmodSync(join(folder, 'aws'), 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, ...variables };
  execFileSync('sh', ['-c', command], { cwd: folder, env });
  return (name: string) => readFileSync(join(folder, name), 'utf8');
}

describe('the outputs', () => {
  it('name the bucket, the topics and the function', () => {
    expect(outputOf('Bucket')).toBe(deployment.resolve({ Ref: deployment.idsOf('AWS::S3::Bucket')[0] }));
    expect(outputOf('AlertsTopic')).toMatch(/^arn:aws:sns:.*alerts/);
    expect(outputOf('ReportsTopic')).toMatch(/^arn:aws:sns:.*reports/);
    expect(outputOf('Function')).toBe(
      deployment.resolve({ Ref: deployment.idsOf('AWS::Lambda::Function')[0] }),
    );
  });

  it('give a command that stores the keys of an account, and keeps them out of its arguments', () => {
    const keys = { NCP_ACCESS_KEY: 'the-access-key', NCP_SECRET_KEY: 'the-secret-key' };
    const read = runInShell(outputOf('StoreKeysacme'), '', keys);
    expect(read('calls')).toMatch(
      new RegExp(`^secretsmanager put-secret-value --region ${region} --secret-id .*acme`),
    );
    expect(read('calls')).not.toContain('the-secret-key');
    expect(JSON.parse(read('input'))).toEqual({ accessKey: 'the-access-key', secretKey: 'the-secret-key' });
  });

  it('have the names by which the command line finds a stack', () => {
    expect(Object.keys(template.toJSON().Outputs)).toEqual(
      expect.arrayContaining(['Bucket', 'AlertsTopic', 'ReportsTopic', 'Function']),
    );
  });

  it('give a command that runs a night of an account with an event that the function takes', () => {
    const [id = ''] = deployment.idsOf('AWS::Scheduler::Schedule').filter((each) => each.includes('acme'));
    const { Target } = deployment.propertiesOf(id) as { Target: { Input: string } };
    const read = runInShell(outputOf('RunNightacme'), Target.Input);
    const event = parseNightEvent(JSON.parse(read('event.json')));
    expect(event.account.name).toBe('acme');
    expect(Math.abs(Date.now() - Date.parse(event.scheduledTime))).toBeLessThan(60_000);
    expect(read('calls')).toContain(
      `lambda invoke --region ${region} --function-name ${outputOf('Function')}`,
    );
  });
});
