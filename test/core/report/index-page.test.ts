import { describe, expect, it } from 'vitest';
import { type NewestReport, renderIndex } from '../../../lambda/core/report/index-page.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';
import { elementsOf, reportOf, textOf } from '../../support/report-pages.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;

function rowOf(
  name: string,
  given: { date?: string; failure?: number; language?: 'en' | 'ko' } = {},
): NewestReport {
  const day = given.date ?? date;
  const failure = given.failure ?? 0;
  const line = measuredLine(day, { counts: countsWith({ failure }), findings: failure > 5 ? [finding] : [] });
  const account = accountOf({ name, language: given.language ?? 'en' });
  return reportOf(day, ledgerOf(line), { account });
}

function pageOf(...rows: readonly NewestReport[]): Promise<string> {
  return renderIndex(rows, (account) => `/${account}`);
}

function linksOf(page: string): (string | undefined)[] {
  return elementsOf(page, 'a').map((link) => link.get('href'));
}

describe('the index over all accounts', () => {
  it('is the same in whatever order the accounts come', async () => {
    const rows = [rowOf('b'), rowOf('a', { failure: 9 }), rowOf('c')];
    const page = await pageOf(...rows);
    expect(await pageOf(...rows.toReversed())).toBe(page);
    expect(linksOf(page)).toEqual(['/a', '/b', '/c']);
    expect(textOf(page)).toContain('1 of 3 accounts needs attention');
  });

  it('is in Korean when all accounts are, and else in English', async () => {
    const korean = await pageOf(rowOf('a', { language: 'ko' }), rowOf('b', { language: 'ko' }));
    expect(korean).toContain('<html lang="ko">');
    expect(textOf(korean)).toContain('파일 40개 중 0개 실패');
    const mixed = await pageOf(rowOf('a', { language: 'ko' }), rowOf('c'));
    expect(mixed).toContain('<html lang="en">');
    expect(textOf(mixed)).not.toContain('파일');
  });

  it('shows no number for an account that could not be measured', async () => {
    const page = await pageOf(reportOf(date, ledgerOf(unavailableLine(date))));
    expect(elementsOf(page, 'tr').map((row) => row.get('class'))).toEqual([undefined, 'unmeasured']);
    expect(page.match(/class="absent-bar"/g)).toHaveLength(30);
    expect(page).not.toMatch(/class="(zero-bar|failure)"/);
    const text = textOf(page);
    expect(text).toContain('No counts Not measured (API timed out) – – – – –');
    expect(text).toContain(`${date}: not measured`);
    expect(text).toContain('1 of 1 account needs attention');
  });

  it('says of a report that it is older than the others, though not for a mere time zone', async () => {
    const zones = await pageOf(rowOf('a'), rowOf('b', { date: '2026-11-21' }));
    expect(textOf(zones)).not.toContain('no newer report');
    const stopped = await pageOf(rowOf('a'), rowOf('b', { date: '2026-11-20' }));
    expect(textOf(stopped)).toContain('2026-11-20 no newer report');
  });

  it('stands as its worst account does, well where all are', async () => {
    expect(await pageOf(rowOf('a'), rowOf('b'))).toContain('<section class="verdict well"');
    expect(await pageOf(rowOf('a'), rowOf('b', { failure: 9 }))).toContain(
      '<section class="verdict warning"',
    );
  });

  it('is of the newest date, whichever account has it', async () => {
    const rows = [rowOf('a', { date: '2026-11-21' }), rowOf('b'), rowOf('c', { date: '2026-11-20' })];
    for (const page of [await pageOf(...rows), await pageOf(...rows.toReversed())])
      expect(page).toContain('<time datetime="2026-11-22">Sunday, 22 November 2026</time>');
  });

  it.each([
    [['en'], 0, 'The account is well'],
    [['en', 'en'], 0, 'All 2 accounts are well'],
    [['en'], 1, '1 of 1 account needs attention'],
    [['en', 'en'], 2, '2 of 2 accounts need attention'],
    [['ko', 'ko'], 0, '전체 계정 2개 정상'],
    [['ko', 'ko'], 1, '계정 2개 중 1개 확인 필요'],
  ] as const)('says of %j with %d bad: %s', async (accounts, bad, verdict) => {
    const rows = accounts.map((language, index) =>
      rowOf(`a${index}`, { language, failure: index < bad ? 9 : 0 }),
    );
    expect(textOf(await pageOf(...rows))).toContain(verdict);
  });

  it('has the most urgent account first, and among equals goes by their names', async () => {
    const page = await pageOf(rowOf('b'), rowOf('a'), rowOf('z', { failure: 9 }));
    expect(linksOf(page)).toEqual(['/z', '/a', '/b']);
  });

  it('counts zeros that may be wrong as needing attention', async () => {
    const zeros = measuredLine(date, { counts: countsWith({ complete: 0 }), proof: 'unproven' });
    const page = await pageOf(reportOf(date, ledgerOf(zeros)));
    expect(textOf(page)).toContain('1 of 1 account needs attention');
  });

  it('shows a mute in force', async () => {
    const mute = {
      ...{ until: '2026-11-30', reason: 'moving', by: 'kim', exceptCritical: false },
      mutedAt: '2026-11-20T00:00:00.000Z',
    };
    const row = reportOf(date, ledgerOf(measuredLine(date)), { mute });
    expect(textOf(await pageOf(row))).toContain(
      'Alerts are muted until 2026-11-30. Reason: moving . By: kim .',
    );
  });
});
