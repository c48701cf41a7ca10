import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { allAccounts, signLink } from '../../lambda/core/links/links.ts';
import { createCountedArchive } from '../support/readable-archive.ts';
import { cookieOf, expiresMs, key, linkTo, nowMs, startReader } from '../support/reader.ts';
import { textOf } from '../support/report-pages.ts';

describe('a link', () => {
  it.each([
    ['/acme', 'acme'],
    ['/acme/2026-11-26', 'acme'],
    ['/acme/2026-11-26.csv', 'acme'],
    ['/acme/2026-11-26/files', 'acme'],
    ['/globex', allAccounts],
    ['/', allAccounts],
    ['/', 'acme'],
  ])(
    'leads to %s of scope %s without itself, and stays in a cookie for as long as it opens',
    async (path, scope) => {
      const { get, archive } = startReader();
      const answer = await get(linkTo(path, scope));
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe(path);
      const token = signLink({ scope, expiresMs }, key);
      expect(answer.headers.getSetCookie()).toEqual([
        `${cookieOf(scope)}=${token}; Max-Age=${14 * 86_400}; Path=/; HttpOnly; Secure; SameSite=Lax`,
      ]);
      expect(archive.calls).toEqual([]);
    },
  );

  it('leads nowhere but to places of this reader, whatever else the address says', async () => {
    const { get } = startReader();
    for (const path of [
      '//evil.example',
      '/acme/..//evil.example',
      '/acme%2f..',
      '/\\evil.example',
      '/acme//2026-11-26',
    ]) {
      expect((await get(linkTo(path, allAccounts))).status).toBe(403);
    }
    const answer = await get(`${linkTo('/acme', 'acme')}&next=https://evil.example`);
    expect(answer.headers.get('location')).toBe('/acme');
  });

  it('does no harm when a scanner follows it: HEAD and a second GET get the same answer', async () => {
    const { get, archive } = startReader();
    const [first, head, second] = await Promise.all(
      ['GET', 'HEAD', 'GET'].map((method) => get(linkTo('/acme', 'acme'), { method })),
    );
    expect(head?.status).toBe(302);
    expect(head?.headers.getSetCookie()).toEqual(first?.headers.getSetCookie());
    expect(second?.headers.getSetCookie()).toEqual(first?.headers.getSetCookie());
    expect(archive.calls).toEqual([]);
  });

  it('that has expired does not stand in the way of a cookie that has not', async () => {
    const { get } = startReader();
    const cookie = `${cookieOf('acme')}=${signLink({ scope: 'acme', expiresMs }, key)}`;
    const answer = await get(linkTo('/acme', 'acme', nowMs - 1), { headers: { cookie } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/acme']);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('what is not let through', () => {
  const otherKey = 'the-key-of-another-stack-0123456789';
  const ofAnother = signLink({ scope: 'acme', expiresMs }, otherKey);
  const refused = [
    ['no link', '/acme'],
    ['an expired link', linkTo('/acme', 'acme', nowMs - 1)],
    ['a forged link', `/acme?link=1.acme.zzzzzzz.${'A'.repeat(43)}`],
    ['what is no link', '/acme?link=hello'],
    ['a link of another account', linkTo('/globex', 'acme')],
    ['a link of another stack', `/acme?link=${ofAnother}`],
    ['a link to an account that does not exist', linkTo('/nobody', allAccounts), ['list fleet/accounts/']],
    ['a link of an account that is gone', linkTo('/', 'nobody'), ['list fleet/accounts/']],
    ['a link to what no address is', linkTo('/acme/2026-02-30', 'acme')],
    ['a link to another page', linkTo('/wp-login.php', allAccounts)],
  ] as const;

  it.each(refused)(
    'gets one answer that tells nothing: %s',
    async (_, path, looks: readonly string[] = []) => {
      const { get, archive } = startReader();
      const [answer, plain] = await Promise.all([get(path), get('/')]);
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const [page, usual] = await Promise.all([answer.text(), plain.text()]);
      expect(page).toBe(usual);
      expect([...answer.headers]).toEqual([...plain.headers]);
      expect(textOf(page)).toContain('npx vod-nightly link --account NAME');
      expect(page).not.toMatch(/acme|globex/);
      // Who holds a link that opens the name is let in; only then is it looked for in the fleet.
      expect(archive.calls).toEqual(looks);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    'is every request that is no reading: %s',
    async (method) => {
      const { get, archive } = startReader();
      expect((await get(linkTo('/acme', 'acme'), { method })).status).toBe(403);
      expect(archive.calls).toEqual([]);
    },
  );

  it('costs no look at the key when it carries nothing', async () => {
    const { get } = startReader({ key: () => Promise.reject(new Error('nobody may ask')) });
    expect((await get('/acme')).status).toBe(403);
  });

  it('is a cookie of any other scope, in whatever jar', async () => {
    const scopes = fc.constantFrom('acme', 'globex', 'initech');
    await fc.assert(
      fc.asyncProperty(scopes, scopes, scopes, async (scope, jar, account) => {
        const { get, archive } = startReader();
        const cookie = `${cookieOf(jar)}=${signLink({ scope, expiresMs }, key)}`;
        const answer = await get(`/${account}`, { headers: { cookie } });
        expect(answer.status === 403).toBe(scope !== account);
        if (scope !== account) expect(archive.calls).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('is a cookie from the second in which its link expires', async () => {
    const { getAs } = startReader();
    expect((await getAs('acme', '/acme', nowMs)).status).toBe(403);
    expect((await getAs('acme', '/acme', nowMs + 1_000)).status).toBe(200);
  });

  it('is every link from when the key has become another', async () => {
    const { getAs } = startReader({ key: async () => 'another' });
    expect((await getAs('acme', '/acme')).status).toBe(403);
  });
});

describe('every answer', () => {
  it.each([
    ['a page', '/acme/2026-11-26', 200],
    ['a table', '/acme.csv', 200],
    ['JSON', '/acme.json', 200],
    ['the list of files', '/acme/2026-11-26/files', 200],
    ['the index', '/', 200],
    ['a redirect', linkTo('/acme', 'acme'), 302],
    ['a refusal', '/globex', 403],
    ['nothing', '/acme/2020-01-01', 404],
  ])(
    'is kept by nobody, runs nothing, is framed nowhere and refers to nothing: %s',
    async (_, path, status) => {
      const answer = await startReader().getAs('acme', path);
      expect(answer.status).toBe(status);
      const { headers } = answer;
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; .*; frame-ancestors 'none'$/,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
    },
  );

  it('is the same with a fault behind it', async () => {
    const archive = createCountedArchive(new Map([[ledgerKey('acme', 2026), 'no ledger']]));
    const { headers } = await startReader({ archive }).getAs('acme', '/acme');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
