import { describe, expect, it } from 'vitest';
import { allAccounts, readLink } from '../../lambda/core/links/links.ts';
import { routes, setUpShifts } from '../support/shift.ts';

const address = 'https://reader.example';
const key = 'k'.repeat(64);
const refusal = { status: 400, code: 'AccessDeniedException', message: 'not tonight' };

describe('the muster of a shift that a reader shows', () => {
  const { stage, shift, name, deliveries, log } = setUpShifts({
    environment: { VOD_NIGHTLY_READER_URL: `${address}/`, VOD_NIGHTLY_LINK_KEY: 'link-key' },
    secrets: { 'link-key': key },
  });
  const musterSome = async () => {
    await shift().enrol(name('a'), { name: name('g'), tags: ['gold'] });
    await shift().miss(name('a'), name('g'));
    await shift().muster({ routes });
  };

  // Before the others: a key that was read is kept for minutes.
  it('tells without a link when none can be signed, and says so in its log', async () => {
    stage().aws.intervene(({ service }) => (service === 'secretsmanager' ? refusal : undefined));
    await musterSome();
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toContain('npx vod-nightly fleet list');
    expect(alert?.body).not.toContain(address);
    expect(log()).toContainEqual(
      expect.objectContaining({ message: 'no link could be signed: messages name the command instead' }),
    );
  });

  it('leads those who hear of all to the page of the shift with one tap, for 14 days', async () => {
    await musterSome();
    for (const topic of ['alerts', 'reports']) {
      const [message] = await deliveries(topic);
      const [, found = '', token = ''] =
        /https:\/\/reader\.example\/\?shift=([a-z0-9-]+)&link=(\S+)/.exec(message?.body ?? '') ?? [];
      expect(found).toBe(shift().name);
      const opened = (days: number) => readLink(token, key, Date.now() + days * 86_400_000)?.scope;
      expect([opened(13.9), opened(14.1)]).toEqual([allAccounts, undefined]);
    }
  });

  it('gives those who hear of some accounts no link to all', async () => {
    await musterSome();
    const routed = [...(await deliveries('routed-alerts')), ...(await deliveries('routed-reports'))];
    expect(routed).toHaveLength(2);
    for (const { body } of routed) expect(body).not.toMatch(/reader\.example|link=/);
  });
});
