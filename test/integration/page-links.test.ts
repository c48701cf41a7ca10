import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readLink } from '../../lambda/core/links/links.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

const key = 'a-key-of-the-stack-0123456789abcdefghij';
const address = 'https://reader.example';
const subscriber = { protocol: 'email', address: 'ops@example.com' } as const;

describe('the messages of a stack with a reader', () => {
  let stage: Stage;
  beforeAll(async () => {
    const topics = ['alerts', 'reports'].map((name) => ({ name, recipients: [subscriber] }));
    stage = await startStage(badDay, { topics, secrets: { 'link-key': key } });
    const links = { VOD_NIGHTLY_READER_URL: `${address}/`, VOD_NIGHTLY_LINK_KEY: 'link-key' };
    const runbook = { VOD_NIGHTLY_RUNBOOK_URL: 'https://wiki.example.com/runbook' };
    for (const [name, value] of Object.entries({ ...stage.environment, ...links, ...runbook }))
      vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  async function bodiesOf(account: string): Promise<string[]> {
    const deliveries = stage.aws.deliveries();
    return deliveries
      .filter(({ attributes }) => attributes.account?.value === account)
      .map(({ body }) => body);
  }

  it('open the page of their date with one tap, for 14 days, and see no other account', async () => {
    await invokeHandler(stage.event({ name: 'linked' }));
    const bodies = await bodiesOf('linked');
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      const [, path = '', token = ''] = /^https:\/\/reader\.example(\S*)\?link=(\S+)$/m.exec(body) ?? [];
      expect(path).toBe(`/linked/${stage.yesterday}`);
      const link = readLink(token, key, Date.now());
      expect(link?.scope).toBe('linked');
      expect((link?.expiresMs ?? 0) - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
      expect((link?.expiresMs ?? 0) - Date.now()).toBeLessThan(14.1 * 86_400_000);
    }
    expect(bodies[0]).toContain('https://wiki.example.com/runbook#a-date-broke-a-rule');
    expect(bodies.join('')).not.toContain(key);
  });

  it('name the command instead when the key cannot be read, and are told all the same', async () => {
    stage.aws.intervene(({ action }) =>
      action === 'secretsmanager:GetSecretValue'
        ? { status: 400, code: 'ResourceNotFoundException', message: 'gone' }
        : undefined,
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
    await invokeHandler(stage.event({ name: 'unlinked' }));
    vi.useRealTimers();
    stage.aws.intervene();
    const bodies = await bodiesOf('unlinked');
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      expect(body).not.toContain(address);
      expect(body).toContain('npx vod-nightly');
    }
  });
});
