import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectArchive } from '../../../../lambda/adapters/connect.ts';
import type { Checked } from '../../../../local/commands/doctor/diagnosis.ts';
import { examine } from '../../../../local/commands/doctor/diagnosis.ts';
import { checkStore } from '../../../../local/commands/doctor/store.ts';
import { startAwsAccount } from '../../../support/aws-account.ts';
import type { Failure } from '../../../support/services/scripted-aws.ts';
import { type Stage, startStage } from '../../../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.aws.intervene());
afterAll(() => stage[Symbol.asyncDispose]());

/** The checks of a store by name. */
async function examineStore(endpoint = stage.aws.url): Promise<Record<string, Checked>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const archive = connectArchive(stage.environment, { region: 'ap-northeast-2', endpoint, credentials });
  const checks = checkStore(archive, async () => new AsyncDisposableStack());
  const made = await examine({ title: 'the store', checks });
  return Object.fromEntries(made.map((one) => [one.check, one]));
}

const denied: Failure = { status: 403, code: 'AccessDenied', message: 'No' };

describe('the doctor on a store', () => {
  it('writes one object, again and again, and leaves nothing else', async () => {
    for (const _time of [1, 2]) {
      const checks = await examineStore();
      expect(checks.write).toMatchObject({
        ...{ verdict: 'good', detail: 'doctor/probe.json has just been written and read back' },
      });
      expect(checks['conditional write']?.verdict).toBe('good');
      expect(checks["store's clock"]).toMatchObject({ verdict: 'good', detail: "within 1 s of the store's" });
    }
    const objects = await stage.objects();
    expect([...objects.keys()]).toEqual(['doctor/probe.json']);
    expect(JSON.parse(objects.get('doctor/probe.json') ?? '')).toMatchObject({
      writtenBy: 'vod-nightly doctor',
    });
  });

  it('finds that it cannot be written', async () => {
    stage.aws.intervene(({ operation }) => (operation === 'PutObject' ? denied : undefined));
    const checks = await examineStore();
    for (const check of ['write', 'conditional write'])
      expect(checks[check]).toMatchObject({
        verdict: 'wrong',
        detail: expect.stringContaining('AccessDenied'),
        fix: expect.stringContaining('allow s3:GetObject and s3:PutObject'),
      });
  });

  it('finds that the ledgers cannot be written, though the rest can', async () => {
    stage.aws.intervene(({ operation, resource }) =>
      operation === 'PutObject' && resource.includes('/ledger/') ? denied : undefined,
    );
    const checks = await examineStore();
    expect(checks.write?.verdict).toBe('good');
    expect(checks['conditional write']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('ledger/'),
    });
  });

  it('finds that what was written is not there', async () => {
    let written = false;
    stage.aws.intervene(({ operation }) => {
      if (operation === 'PutObject') written = true;
      return written && operation === 'GetObject'
        ? { status: 404, code: 'NoSuchKey', message: 'gone' }
        : undefined;
    });
    const checks = await examineStore();
    expect(checks.write).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('does not hold what'),
    });
    expect(checks['conditional write']?.verdict).toBe('unknown');
  });

  it('finds that it ignores the conditions of a write', async () => {
    await using account = await startAwsAccount({ schedules: {}, subscriptions: {} });
    const checks = await examineStore(account.url);
    expect(checks['conditional write']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('overwrite each other'),
    });
    expect(checks.write?.verdict).toBe('wrong');
  });

  it.each([
    ['that there is an object', 's3:if-none-match'],
    ['of another version', 's3:if-match'],
  ])('finds that it ignores the condition %s alone', async (_, condition) => {
    await examineStore();
    const key = 'doctor/probe.json';
    const ignoring = async () => {
      const archive = connectArchive(stage.environment, {
        ...{ region: 'ap-northeast-2', endpoint: stage.aws.url },
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
      const replace: typeof archive.replace = async (object, version) => {
        const asked = version === undefined ? 's3:if-none-match' : 's3:if-match';
        const present = (await archive.readVersion(key))?.version;
        return archive.replace(object, asked === condition ? present : version);
      };
      return examine({
        title: 'the store',
        checks: checkStore({ ...archive, replace }, async () => new AsyncDisposableStack()),
      });
    };
    const made = await ignoring();
    expect(made.find(({ check }) => check === 'conditional write')).toMatchObject({
      verdict: 'wrong',
      fix: expect.stringContaining('delete doctor/probe.json'),
    });
  });
});
