import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../lambda/core/report/date-page.ts';
import type { Navigation } from '../../../lambda/core/report/navigation.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { elementsOf, reportOf, textOf, textOn } from '../../support/report-pages.ts';

const date = '2026-11-22';
const bad = measuredLine(date, { counts: countsWith({ complete: 30, failure: 32 }) });
const failed = { askedAt: '2026-11-22T16:10:04.000Z', files: [{ path: '/in/a.mp4' }], read: 62 };
const everywhere: Navigation = {
  previous: '/acme/2026-11-21',
  next: '/acme/2026-11-23',
  table: '/acme.csv',
  json: '/acme/2026-11-22.json',
  accounts: '/',
  files: '/acme/2026-11-22/files',
};

async function linksOf(navigation?: Navigation, given = {}): Promise<(string | undefined)[]> {
  const page = await renderPage(reportOf(date, ledgerOf(bad), { failed, ...given }), navigation);
  return elementsOf(page.replace(/<head>.*<\/head>/s, ''), 'a').map((link) => link.get('href'));
}

describe('the links of a page', () => {
  it('are those that the reader gives, the dates beside this one first', async () => {
    expect(await linksOf(everywhere)).toEqual([
      ...['/acme/2026-11-21', '/acme/2026-11-23', '/acme/2026-11-22/files'],
      ...['/', '/acme.csv', '/acme/2026-11-22.json'],
    ]);
    expect(await linksOf({ previous: '/p' })).toEqual(['/p']);
    expect(await linksOf({ next: '/n' })).toEqual(['/n']);
    expect(await linksOf({ accounts: '/' })).toEqual(['/']);
  });

  it('are none where nobody serves other pages', async () => {
    expect(await linksOf()).toEqual([]);
    expect(textOf(await renderPage(reportOf(date, ledgerOf(bad))))).toMatch(/vod-nightly $/);
  });

  it('leave the list of failed files out where none were listed', async () => {
    expect(await linksOf({ files: '/files' }, { failed: undefined })).toEqual([]);
  });

  it('are called by name in both languages', async () => {
    const textIn = async (language: 'en' | 'ko') =>
      textOf(
        await renderPage(reportOf(date, ledgerOf(bad), { account: accountOf({ language }) }), everywhere),
      );
    expect(await textIn('en')).toContain('← Date before Date after →');
    expect(await textIn('ko')).toContain('← 이전 날짜 다음 날짜 →');
  });

  it('bring along the script of the arrow keys, which the policy allows, only where there is a date to turn to', async () => {
    const scriptsWith = async (navigation: Navigation) => {
      const page = await renderPage(reportOf(date, ledgerOf(bad)), navigation);
      const scripts = Array.from(page.matchAll(/<script>([\s\S]*?)<\/script>/g), ([, text = '']) => text);
      for (const script of scripts)
        expect(page).toContain(`sha256-${createHash('sha256').update(script).digest('base64')}`);
      return scripts;
    };
    expect(await scriptsWith({ accounts: '/' })).toHaveLength(1);
    expect(await scriptsWith({ previous: '/p' })).toHaveLength(2);
    expect((await scriptsWith({ next: '/n' }))[1]).toContain('ArrowRight');
  });
});

describe('a page that says when it was drawn', () => {
  it('says so with the offset of its zone', async () => {
    const asOf = '2026-11-22T16:12:03.999Z';
    expect(await textOn(date, ledgerOf(bad), { asOf })).toContain(
      'Sunday, 22 November 2026 As of 2026-11-23 01:12 +09:00',
    );
    expect(await textOn(date, ledgerOf(bad))).not.toContain('As of');
  });
});
