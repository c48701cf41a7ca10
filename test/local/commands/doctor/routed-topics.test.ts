import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAwsAccount } from '../../../support/aws-account.ts';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { type Stage, startStage } from '../../../support/stage.ts';

const topic = (name: string) => `arn:aws:sns:ap-northeast-2:111122223333:${name}`;
const gold = { address: 'gold@example.com', tags: ['gold'] };

describe('vod-nightly doctor on the stack of a fleet', () => {
  let directory: string;
  let stage: Stage;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-doctor-'));
    stage = await startStage();
    stage.aws.setSecret('keys-of-acme', JSON.stringify(stage.keys));
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  /** What is said of the topics where these have subscribed to that of routed alerts. */
  async function checksWith(subscribers: Readonly<Record<string, boolean>>, variables: object = {}) {
    const everybody = { 'ops@example.com': true, [gold.address]: true };
    await using account = await startAwsAccount({
      schedules: {},
      subscriptions: {
        [topic('alerts')]: everybody,
        [topic('reports')]: {},
        [topic('routed-alerts')]: subscribers,
      },
    });
    const config = await writeConfig(directory, {
      accounts: [{ name: 'acme', secret: 'keys-of-acme' }],
      fleet: { shifts: [{ name: 'night' }] },
      alerts: { email: ['ops@example.com', gold] },
    });
    const { checks } = await examine(['--config', config], {
      ...stage.environment,
      VOD_NIGHTLY_ALERTS_TOPIC: topic('alerts'),
      VOD_NIGHTLY_REPORTS_TOPIC: topic('reports'),
      VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: topic('routed-alerts'),
      ...variables,
      AWS_ENDPOINT_URL_SNS: account.url,
      AWS_ENDPOINT_URL_SCHEDULER: account.url,
    });
    return checks;
  }

  it('finds that whoever asks for tags has confirmed one subscription of two', async () => {
    const checks = await checksWith({ [gold.address]: false });
    expect(checks['topic alerts']?.verdict).toBe('good');
    expect(checks['topic routed alerts']).toMatchObject({
      verdict: 'wrong',
      detail: 'gold@example.com: not confirmed, and told nothing until then',
    });
  });

  it('finds that the stack does not know them yet', async () => {
    expect((await checksWith({}))['topic routed alerts']?.detail).toBe('gold@example.com: not subscribed');
  });

  it('finds all well, and looks for no topic that nobody needs', async () => {
    const checks = await checksWith({ [gold.address]: true });
    expect(checks['topic routed alerts']?.verdict).toBe('good');
    expect(checks).not.toHaveProperty('topic routed reports');
  });

  it('says how to look where nothing says which topic that is', async () => {
    const checks = await checksWith({}, { VOD_NIGHTLY_ROUTED_ALERTS_TOPIC: '' });
    expect(checks['topic routed alerts']).toMatchObject({
      verdict: 'unknown',
      fix: expect.stringContaining('VOD_NIGHTLY_ROUTED_ALERTS_TOPIC'),
    });
  });
});
