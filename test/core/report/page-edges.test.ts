import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../lambda/core/report/page.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { reportOf, textOf } from '../../support/report-pages.ts';

const date = '2026-11-22';
const bad = measuredLine(date, {
  counts: countsWith({ complete: 30, failure: 32 }),
  findings: [{ rule: 'failureCount', severity: 'critical', value: 32, threshold: 20 }],
});

async function textOn(...args: Parameters<typeof reportOf>): Promise<string> {
  return textOf(await renderPage(reportOf(...args)));
}

describe('the page of a date', () => {
  it('says by how much a count has fallen', async () => {
    const before = measuredLine('2026-11-21', { counts: countsWith({ complete: 40 }) });
    expect(await textOn(date, ledgerOf(before, bad))).toContain('Complete 30 Day before 40 −10');
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

  it('names the time before the first record where there is room for it in the charts', async () => {
    const since = (first: string) => textOn(date, ledgerOf(measuredLine(first), bad));
    expect(await since('2026-11-01')).toContain('no record');
    const narrow = await renderPage(reportOf(date, ledgerOf(measuredLine('2026-08-27'), bad)));
    expect(narrow).toContain('class="unrecorded"');
    expect(narrow).not.toMatch(/class="unrecorded"[^>]*\/><text/);
  });
});
