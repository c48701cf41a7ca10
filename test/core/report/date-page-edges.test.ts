import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { renderPage } from '../../../lambda/core/report/date-page.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';
import { elementsOf, reportOf, textOf, textOn } from '../../support/report-pages.ts';

const date = '2026-11-22';
const bad = measuredLine(date, {
  counts: countsWith({ complete: 30, failure: 32 }),
  findings: [{ rule: 'failureCount', severity: 'critical', value: 32, threshold: 20 }],
});

describe('the page of a date', () => {
  it('says by how much a count has fallen', async () => {
    const before = measuredLine('2026-11-21', { counts: countsWith({ complete: 40 }) });
    expect(await textOn(date, ledgerOf(before, bad))).toContain('Complete 30 Day before 40 −10');
  });

  it('marks more failures as worse, and nothing else', async () => {
    const before = measuredLine('2026-11-21', { counts: countsWith({ complete: 40, failure: 31 }) });
    const worse = async (failure: number) => {
      const now = measuredLine(date, { counts: countsWith({ complete: 50, failure }) });
      const page = await renderPage(reportOf(date, ledgerOf(before, now)));
      return page.match(/class="change worse">[^<]*/g);
    };
    expect(await worse(32)).toEqual(['class="change worse">+1']);
    expect(await worse(31)).toBeNull();
    expect(await worse(30)).toBeNull();
  });

  it('says nothing of rules, files and older alerts where there is nothing to say', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(measuredLine(date))));
    const text = textOf(page);
    for (const absent of [
      'Broken rules',
      'Which files',
      'older alert',
      'undefined',
      'No alerts in the last 12 months. 0',
    ])
      expect(text).not.toContain(absent);
    expect(page).not.toContain('<p></p>');
  });

  it('names ten files without a word of more, and no table where there are none', async () => {
    const listOf = (length: number) => ({
      askedAt: '2026-11-22T16:10:04.000Z',
      files: Array.from({ length }, (_, index) => ({ path: `/in/${index}.mp4` })),
      read: 62,
    });
    const pageWith = (files: number) => renderPage(reportOf(date, ledgerOf(bad), { failed: listOf(files) }));
    expect(textOf(await pageWith(10))).not.toContain('more; the archive');
    expect(textOf(await pageWith(11))).toContain('and 1 more; the archive');
    expect(await pageWith(10)).toContain('<table class="files">');
    expect(await pageWith(0)).not.toContain('<table class="files">');
  });

  it('counts older alerts from the thirteenth on', async () => {
    const notices = Array.from({ length: 12 }, () => noticeOf('revised'));
    const text = await textOn(date, ledgerOf(measuredLine(date, { notices })));
    expect(text).not.toContain('older alert');
  });

  it('begins the table of dates with the account’s first, or has the reported date alone', async () => {
    const rows = async (...lines: LedgerLine[]) => {
      const page = await renderPage(reportOf(date, ledgerOf(...lines)));
      return page.match(/<tr class="\w+"><th scope="row">[^<]+/g)?.map((row) => row.replace(/.*>/, ''));
    };
    expect(await rows(bad, measuredLine('2026-11-20'))).toEqual([
      'Sun 2026-11-22',
      'Sat 2026-11-21',
      'Fri 2026-11-20',
    ]);
    expect(await rows()).toEqual(['Sun 2026-11-22']);
    expect(await rows(bad, measuredLine('2026-01-20'))).toHaveLength(31);
  });

  it('names a month in the charts where its name has room', async () => {
    const months = async (day: string) => {
      const page = await renderPage(reportOf(day, ledgerOf(measuredLine(day))));
      return elementsOf(page, 'line').filter((line) => line.get('class') === 'month').length;
    };
    // Of 90 dates, a month's first is named in both charts while it is not one of the last three.
    expect(await months('2026-12-03')).toBe(2 * 2);
    expect(await months('2026-12-06')).toBe(2 * 3);
  });

  it('says why not all failed files are named', async () => {
    const failed = {
      askedAt: '2026-11-22T16:10:04.000Z',
      files: [],
      read: 0,
      stopped: 'permission',
    } as const;
    expect(await textOn(date, ledgerOf(bad), { failed })).toContain(
      'The failed files could not be looked up (no permission).',
    );
  });

  it('draws a threshold at the very top of a chart, and does not call it above', async () => {
    const failureCount = { warning: 20 };
    const account = accountOf();
    const rules = { ...account.rules, failureCount, failureRate: false } as const;
    const full = measuredLine(date, { counts: countsWith({ complete: 0, failure: 20 }) });
    const page = await renderPage(reportOf(date, ledgerOf(full), { account: { ...account, rules } }));
    const drawn = elementsOf(page, 'line').filter((line) => line.get('class') === 'threshold warning');
    expect(drawn.map((line) => line.get('y1'))).toEqual(['0', '6']);
    expect(textOf(page)).toContain('warning from 20');
    expect(textOf(page)).not.toContain('above this chart');
  });

  it('says of a notice at the top that it was told, or where it stands', async () => {
    const told = async (state: 'sent' | 'pending') => {
      const notices = [noticeOf('breached', { state })];
      const page = await renderPage(reportOf(date, ledgerOf(measuredLine(date, { notices }))));
      return /<ul class="told-of"[^>]*><li>([^<]*)/.exec(page)?.[1];
    };
    expect(await told('sent')).toBe('Told: Rule broken (warning)');
    expect(await told('pending')).toBe('Rule broken (warning): pending');
  });

  it('names the time before the first record where there is room for it in the charts', async () => {
    const since = (first: string) => textOn(date, ledgerOf(measuredLine(first), bad));
    expect(await since('2026-11-01')).toContain('no record');
    const narrow = await renderPage(reportOf(date, ledgerOf(measuredLine('2026-08-27'), bad)));
    expect(narrow).toContain('class="unrecorded"');
    expect(narrow).not.toMatch(/class="unrecorded"[^>]*\/><text/);
    const empty = elementsOf(await renderPage(reportOf(date, ledgerOf())), 'rect');
    const areas = empty.filter((rect) => rect.get('class') === 'unrecorded');
    expect(areas.map((area) => area.get('width'))).toEqual(['100%', '100%']);
  });
});
