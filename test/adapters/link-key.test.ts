import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLinkKey } from '../../lambda/adapters/link-key.ts';
import { createSecretReader, type ReadSecret } from '../../lambda/adapters/secrets.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { type ScriptedAws, startScriptedAws } from '../support/services/scripted-aws.ts';

const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
const minuteMs = 60_000;

describe('the key that links are signed with', () => {
  let aws: ScriptedAws;
  let readSecret: ReadSecret;
  let reads = 0;
  beforeAll(async () => {
    aws = await startScriptedAws({ buckets: [], topics: [], onCall: () => (reads += 1) });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    readSecret = createSecretReader({
      region: 'ap-northeast-2',
      endpoint: aws.url,
      credentials,
      maxAttempts: 1,
    });
  });
  beforeEach(() => {
    aws.setSecret('link-key', one);
    reads = 0;
  });
  afterAll(() => aws.stop());

  it('is read once in five minutes, also by many at once', async () => {
    const clock = createManualClock();
    const read = createLinkKey(readSecret, 'link-key', clock);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, read)))).toEqual(new Set([one]));
    await clock.sleep(5 * minuteMs - 1);
    expect([await read(), reads]).toEqual([one, 1]);
  });

  it('is the new one five minutes after a rotation', async () => {
    const clock = createManualClock();
    const read = createLinkKey(readSecret, 'link-key', clock);
    await read();
    aws.setSecret('link-key', `${other}\n`);
    await clock.sleep(5 * minuteMs);
    expect([await read(), reads]).toEqual([other, 2]);
  });

  it('is read again after a reading that failed', async () => {
    const read = createLinkKey(readSecret, 'link-key', createManualClock());
    aws.setSecret('link-key', 'too short');
    await expect(read()).rejects.toThrow('the secret link-key has to hold at least 32 characters');
    aws.setSecret('link-key', one);
    expect(await read()).toBe(one);
  });
});
