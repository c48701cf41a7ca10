import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLink } from '../../../lambda/core/links/links.ts';
import { type AwsAccount, startAwsAccount } from '../../support/aws-account.ts';
import { runCommand } from '../../support/command-line.ts';
import { writeConfig } from '../../support/doctor.ts';
import { type Stage, startStage } from '../../support/stage.ts';

const key = 'k'.repeat(64);
const readerUrl = 'https://abc.lambda-url.ap-northeast-2.on.aws/';
const dayMs = 86_400_000;

describe('vod-nightly link', { timeout: 60_000 }, () => {
  let directory: string;
  let config: string;
  let stage: Stage;
  let account: AwsAccount;
  let shell: Readonly<Record<string, string>>;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-link-'));
    const accounts = [{ name: 'acme' }, { name: 'globex' }];
    config = await writeConfig(directory, { accounts, reports: { links: { days: 3 } } });
    stage = await startStage();
    stage.aws.setSecret('link-key', key);
    const { VOD_NIGHTLY_BUCKET, VOD_NIGHTLY_ALERTS_TOPIC, VOD_NIGHTLY_REPORTS_TOPIC, ...aws } =
      stage.environment;
    const outputs = {
      ...{ Bucket: VOD_NIGHTLY_BUCKET ?? '', AlertsTopic: VOD_NIGHTLY_ALERTS_TOPIC ?? '' },
      ...{ ReportsTopic: VOD_NIGHTLY_REPORTS_TOPIC ?? '', Function: 'night' },
    };
    account = await startAwsAccount({
      schedules: {},
      subscriptions: {},
      stacks: {
        VodNightly: { ...outputs, ReaderUrl: readerUrl, LinkKey: 'link-key' },
        Forbidden: { ...outputs, ReaderUrl: readerUrl, LinkKey: 'another-key' },
        WithoutReader: outputs,
      },
    });
    shell = { ...aws, AWS_ENDPOINT_URL_CLOUDFORMATION: account.url };
  });
  afterAll(async () => {
    await Promise.all([stage[Symbol.asyncDispose](), account[Symbol.asyncDispose]()]);
    await rm(directory, { recursive: true });
  });

  const link = (args: readonly string[], stack = 'VodNightly') =>
    runCommand(['link', ...args, '--stack', stack, '--config', config], shell);

  function read(url: string) {
    const { origin, pathname, searchParams } = new URL(url);
    const found = readLink(searchParams.get('link') ?? '', key, Date.now());
    return {
      origin,
      pathname,
      scope: found?.scope,
      days: Math.round(((found?.expiresMs ?? 0) - Date.now()) / dayMs),
    };
  }

  const origin = new URL(readerUrl).origin;

  it('leads to the newest date of one account, for as long as the configuration says', async () => {
    const { exitCode, stdout, stderr } = await link(['--account', 'acme']);
    expect(exitCode).toBe(0);
    expect(read(stdout.trim())).toEqual({ origin, pathname: '/acme', scope: 'acme', days: 3 });
    expect(stderr).toBe('Whoever has it sees that account, and no other, for 3 days.\n');
  });

  it('leads to a date, for as long as it is told', async () => {
    const { stdout } = await link(['--account', 'acme', '--date', '2026-11-22', '--days', '30', '--json']);
    const { url, ...rest } = JSON.parse(stdout);
    expect(read(url)).toEqual({ origin, pathname: '/acme/2026-11-22', scope: 'acme', days: 30 });
    expect(rest).toEqual({ account: 'acme', expires: expect.stringMatching(/^20\d\d-.*Z$/) });
  });

  it('is one for each account, of which none opens another, or one for all', async () => {
    const each = JSON.parse((await link(['--json'])).stdout);
    expect(each.map(({ url }: { url: string }) => read(url).scope)).toEqual(['acme', 'globex']);
    const { stdout, stderr } = await link(['--all', '--days', '1']);
    expect(read(stdout.trim())).toEqual({ origin, pathname: '/', scope: '*', days: 1 });
    expect(stderr).toBe('Whoever has it sees every account, for a day.\n');
  });

  it('says what is wrong, all at once', async () => {
    const { exitCode, stderr } = await link(['--all', '--account', 'acme', '--days', '0', '--date', 'today']);
    expect(exitCode).toBe(2);
    for (const fault of ['--all: has to go without', '--days 0: has to be', '--date today: has to be a date'])
      expect(stderr).toContain(fault);
  });

  it('says what to do where there is no reader, or no permission', async () => {
    const without = await link(['--all'], 'WithoutReader');
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringContaining('has no reader; put links: {} under reports'),
    ]);
    const here = await runCommand(['link', '--config', config]);
    expect([here.exitCode, here.stderr]).toEqual([
      2,
      expect.stringContaining('npx vod-nightly serve shows the reports'),
    ]);
    const forbidden = await link(['--all'], 'Forbidden');
    expect(forbidden.exitCode).toBe(1);
    expect(forbidden.stderr).toMatch(
      /the key of the links: ResourceNotFoundException.*deploy the stack again/,
    );
  });
});
