import { describe, expect, it } from 'vitest';
import { formatDatesJson, formatFilesCsv } from '../../../lambda/core/report/downloads.ts';
import { renderFilesPage } from '../../../lambda/core/report/files-page.ts';
import { renderIndex } from '../../../lambda/core/report/index-page.ts';
import { renderPlainPage } from '../../../lambda/core/report/plain-page.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { reportOf, textOf } from '../../support/report-pages.ts';
import { hostileTexts } from '../../support/report-samples.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'warning', value: 12, threshold: 5 } as const;
const line = measuredLine(date, { counts: countsWith({ failure: 12 }), findings: [finding] });
const failedOf = (paths: readonly string[]) => ({
  ...{ askedAt: '2026-11-22T16:10:04.000Z', read: 52, total: 52 },
  files: paths.map((path) => ({ path, category: path })),
});
const navigation = { page: `/acme/${date}`, table: `/acme/${date}/files.csv` };
const filesPageOf = (paths: readonly string[], language: 'en' | 'ko' = 'en') => {
  const failed = failedOf(paths);
  const report = reportOf(date, ledgerOf(line), { account: accountOf({ language }), failed });
  return renderFilesPage({ ...report, failed }, navigation);
};

describe('the page of all failed files', () => {
  it('names each, in the language of the account', async () => {
    const paths = Array.from({ length: 300 }, (_, index) => `/in/${index}.mp4`);
    const text = textOf(await filesPageOf(paths, 'ko'));
    for (const path of paths) expect(text).toContain(` ${path} `);
    expect(text).toContain('실패한 파일 전체 목록');
  });

  it('says so where none is in the list', async () => {
    const text = textOf(await filesPageOf([]));
    expect(text).toContain('12 of 52 files failed');
    expect(text).toContain('The list of files shows no failed file any more');
  });

  it.each(hostileTexts)('shows hostile text as text: %s', async (text) => {
    const page = await filesPageOf([text]);
    expect(page.match(/<(img|svg onload|script>alert)/g)).toBeNull();
    expect(textOf(page)).toContain(text.replace(/[\u202e]/g, ' '));
  });

  it('is a table as well', () => {
    const table = formatFilesCsv(failedOf(['/in/a,b.mp4']));
    expect(table).toBe('path,category,lastWorkTime\r\n"/in/a,b.mp4","/in/a,b.mp4",\r\n');
  });
});

describe('the document of a date', () => {
  it('holds what is known, and no line for a date of which nothing is', () => {
    const document = JSON.parse(formatDatesJson(reportOf(date, ledgerOf(line))));
    expect(document).toEqual({
      account: 'acme',
      timeZone: 'Asia/Seoul',
      date,
      status: 'warning',
      lines: [line],
    });
  });
});

describe('a page that says why there is nothing to see', () => {
  it.each([
    ['refused', 'This link opens nothing', '열 수 없는 링크입니다'],
    ['nothing', 'Nothing is recorded here yet', '아직 기록이 없습니다'],
    ['failed', 'This page cannot be shown now', '지금은 이 페이지를 표시할 수 없습니다'],
  ] as const)('says it in both languages: %s', async (absence, english, korean) => {
    const text = textOf(await renderPlainPage(absence));
    expect(text).toContain(english);
    expect(text).toContain(korean);
  });
});

describe('the index of a reader', () => {
  const row = reportOf(date, ledgerOf(measuredLine(date)));
  const hrefOf = (account: string) => `/${account}`;

  it('does not say that all is well when an account could not be read', async () => {
    const page = await renderIndex([row], hrefOf, { unread: ['globex'] });
    const text = textOf(page);
    expect(page).toContain('<section class="verdict unmeasured"');
    expect(text).toContain('1 of 2 accounts needs attention');
    expect(text).toContain('Could not be read: globex.');
    expect(text).not.toContain('Nothing is recorded yet');
  });

  it('says in Korean as well which accounts could not be read, and of which nothing is recorded', async () => {
    const korean = reportOf(date, ledgerOf(measuredLine(date)), { account: accountOf({ language: 'ko' }) });
    const text = textOf(await renderIndex([korean], hrefOf, { unread: ['globex'], unrecorded: ['initech'] }));
    expect(text).toContain('읽지 못한 계정: globex');
    expect(text).toContain('아직 기록이 없는 계정: initech');
  });

  it('stays as bad as its worst account', async () => {
    const bad = reportOf(date, ledgerOf(line));
    const page = await renderIndex([bad], hrefOf, { unread: ['globex'], unrecorded: ['initech'] });
    expect(page).toContain('<section class="verdict warning"');
    expect(textOf(page)).toContain('Nothing is recorded yet: initech.');
  });
});
