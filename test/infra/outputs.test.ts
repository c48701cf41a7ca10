import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { deployOnPaper, type PaperDeployment, region } from './paper-deployment.ts';
import { aFleet, synthesisMs, synthesize } from './synthesis.ts';

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

/** The name and the input of an account's schedule. */
function scheduleOf(part: string): { name: string; input: string } {
  const [id = ''] = deployment.idsOf('AWS::Scheduler::Schedule').filter((each) => each.includes(part));
  const { Name, Target } = deployment.propertiesOf(id) as { Name: string; Target: { Input: string } };
  return { name: Name, input: Target.Input };
}

type ShellRun = { readonly status: number; readonly stdout: string; readonly read: (name: string) => string };

/**
 * Runs a command in a shell whose `aws` writes down what it is called with, and its input, has the schedule of one account, and
 * says of a function what it failed with, or None.
 */
function runInShell(command: string, account: string, functionError = 'None'): ShellRun {
  const folder = mkdtempSync(join(tmpdir(), 'vod-nightly-aws-'));
  const { name, input } = scheduleOf(account);
  writeFileSync(join(folder, 'schedule'), input);
  const script = [
    '#!/bin/sh',
    'echo "$@" >> calls',
    'case "$*" in',
    '  *dev/stdin*) cat > input;;',
    `  *get-schedule*--name\\ ${name}\\ *) cat schedule;;`,
    `  *lambda\\ invoke*) echo summary > night.json; echo ${functionError};;`,
    '  *) exit 254;;',
    'esac',
  ];
  writeFileSync(join(folder, 'aws'), script.join('\n'));
  chmodSync(join(folder, 'aws'), 0o755);
  const keys = { NCP_ACCESS_KEY: 'the-access-key', NCP_SECRET_KEY: 'the-secret-key' };
  const env = { PATH: `${folder}:${process.env.PATH}`, ACCOUNT: name, ...keys };
  const { status, stdout } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
  return { status: status ?? -1, stdout, read: (file) => readFileSync(join(folder, file), 'utf8') };
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

  it.each([
    ['acme', /arn:\S+:secret:\S*acme/],
    ['globexeu', /vendor\/globex/],
  ])('give a command that stores the keys of %s, and keeps them out of its arguments', (account, secret) => {
    const { status, read } = runInShell(outputOf('StoreKeys'), account);
    expect(status).toBe(0);
    const put = read('calls')
      .split('\n')
      .find((call) => call.startsWith('secretsmanager'));
    expect(put).toMatch(
      new RegExp(`put-secret-value --region ${region} --secret-id ${secret.source}\\S* --secret-string`),
    );
    expect(read('calls')).not.toContain('the-secret-key');
    expect(JSON.parse(read('input'))).toEqual({ accessKey: 'the-access-key', secretKey: 'the-secret-key' });
  });

  it('have the names by which the command line finds a stack', () => {
    expect(Object.keys(template.toJSON().Outputs)).toEqual(
      expect.arrayContaining(['Bucket', 'AlertsTopic', 'ReportsTopic', 'Function']),
    );
  });

  it.each(['acme', 'globexeu'])(
    'give a command that runs a night of %s with an event that the function takes',
    (account) => {
      const { status, stdout, read } = runInShell(outputOf('RunNight'), account);
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'summary\n' });
      const event = parseNightEvent(JSON.parse(read('event.json')));
      expect(event.account.name).toBe(scheduleOf(account).name);
      expect(Math.abs(Date.now() - Date.parse(event.scheduledTime))).toBeLessThan(60_000);
      expect(read('calls')).toContain(
        `lambda invoke --region ${region} --function-name ${outputOf('Function')}`,
      );
    },
  );

  it('give a command that shows what a night failed with, and ends with 1', () => {
    const { status, stdout } = runInShell(outputOf('RunNight'), 'acme', 'Unhandled');
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'summary\n' });
  });

  it.each(['StoreKeys', 'RunNight'])(
    'give commands that do nothing for an account that is not there: %s',
    (output) => {
      const command = `ACCOUNT=initech; ${outputOf(output)}`;
      const { status, read } = runInShell(command, 'acme');
      expect(status).not.toBe(0);
      expect(read('calls')).not.toMatch(/put-secret-value --region \S+ --secret-id \S+:|lambda invoke/);
    },
  );

  it('name the machines and the schedules of a fleet, and where its key rings are', () => {
    const fleet = synthesize(aFleet).template;
    const outputs: Record<string, { Value: unknown }> = fleet.toJSON().Outputs;
    const paper = deployOnPaper(fleet);
    const saidBy = (name: string) => paper.resolve(outputs[name]?.Value);
    expect(saidBy('FleetMachine')).toMatch(/^arn:aws:states:.*:stateMachine:nightlyfleetshift/);
    expect(saidBy('FleetBackfillMachine')).toMatch(/^arn:aws:states:.*:stateMachine:nightlyfleetbackfill/);
    const groups = paper.idsOf('AWS::Scheduler::ScheduleGroup').map((id) => paper.propertiesOf(id).Name);
    expect(groups).toContain(saidBy('FleetScheduleGroup'));
    expect(saidBy('KeyRings')).toBe(`vod-nightly/${saidBy('SecretsTag')}/rings/`);
  });

  it('have no command that asks for an account where the stack has none', () => {
    const outputs = Object.keys(synthesize(aFleet).template.toJSON().Outputs);
    expect(outputs).not.toContain('StoreKeys');
    expect(outputs).not.toContain('RunNight');
  });

  it('are as many for any number of accounts', () => {
    const one = synthesize({ accounts: [{ name: 'acme' }] }).template.toJSON().Outputs;
    expect(Object.keys(template.toJSON().Outputs)).toEqual(Object.keys(one));
  });
});

describe('the outputs of a fleet', () => {
  const outputsWith = (alerts: ConfigInput['alerts']) => {
    const fleet = { shifts: [{ name: 'night' }] };
    const { template: ofFleet } = synthesize({ fleet, alerts });
    const { Outputs } = ofFleet.toJSON() as { Outputs: Record<string, { Value: unknown }> };
    const onPaper = deployOnPaper(ofFleet);
    return {
      names: Object.keys(Outputs),
      of: (name: string) => onPaper.resolve(Outputs[name]?.Value),
      onPaper,
    };
  };

  it('say where those are told who hear of some accounts only, and by which topics', () => {
    const email = ['ops@example.com', { address: 'gold@example.com', tags: ['gold'] }];
    const { of, names, onPaper } = outputsWith({ email });
    const [topic = ''] = onPaper.idsOf('AWS::SNS::Topic').filter((id) => id.includes('RoutedAlerts'));
    expect(of('RoutedAlerts')).toBe(onPaper.arnOf(topic));
    expect(names).not.toContain('RoutedReports');
    expect(of('KeyRings')).toBe(`vod-nightly/${of('SecretsTag')}/rings/`);
  });

  it('name no such topic where everybody hears of all', () => {
    expect(outputsWith({ email: ['ops@example.com'] }).names.join()).not.toMatch(/Routed/);
  });
});
