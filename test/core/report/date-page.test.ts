import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../lambda/core/report/date-page.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { elementsOf, reportOf, textOf, textOn } from '../../support/report-pages.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'critical', value: 32, threshold: 20 } as const;
const bad = measuredLine(date, {
  counts: countsWith({ complete: 105, failure: 32, running: 1 }),
  findings: [finding],
  notices: [
    noticeOf('breached', { severity: 'critical', sentAt: '2026-11-22T16:10:09.000Z', messageId: 'm-1' }),
  ],
});
const mute = {
  ...{ until: '2026-11-30', reason: 'moving storage', by: 'kim', exceptCritical: true },
  mutedAt: '2026-11-20T00:00:00.000Z',
};

describe('the page of a bad date', () => {
  it('counts the files that it has no room to name, and how often the counts have changed', async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ path: `/in/${index}.mp4` }));
    const failed = { askedAt: '2026-11-22T16:10:04.000Z', files, read: 138, total: 138 };
    const text = await textOn(date, ledgerOf({ ...bad, revision: 3 }), { failed });
    expect(text).toContain('and 2 more; the archive has the list.');
    expect(text).toContain('3: the counts changed since first measured');
  });

  it('begins with the verdict, and says which rules are broken', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(measuredLine('2026-11-21'), bad)));
    expect(/<h1[^>]*>([^<]*)</.exec(page)?.[1]).toBe('32 of 138 files failed so far');
    expect(/<title>([^<]*)</.exec(page)?.[1]).toBe(
      'Critical acme: 32 of 138 files failed so far, 2026-11-22',
    );
    expect(textOf(page)).toContain('Broken rules 32 files failed (critical from 20)');
  });

  it('holds each count against the day before and the usual weekday', async () => {
    const weeks = ['2026-11-15', '2026-11-08', '2026-11-01'].map((day, index) =>
      measuredLine(day, { counts: countsWith({ failure: 2 + index }) }),
    );
    const text = await textOn(date, ledgerOf(...weeks, measuredLine('2026-11-21'), bad));
    expect(text).toContain('Complete 105 Day before 40 +65 Usual Sun 40 +65');
    expect(text).toContain('Failed 32 Day before 0 +32 Usual Sun 3 +29');
    expect(text).toContain('Waiting 0 Day before 0 ±0 Usual Sun 0 ±0');
  });

  it('says that there is nothing to compare with, where there is nothing', async () => {
    const text = await textOn(date, ledgerOf(bad));
    expect(text).toContain('Failed 32 Day before no record Usual Sun too few dates');
    const after = await textOn(date, ledgerOf(unavailableLine('2026-11-21'), bad));
    expect(after).toContain('Failed 32 Day before not measured Usual Sun too few dates');
  });

  it('names the failed files by category and path', async () => {
    const files = [{ path: '/in/a.mp4', category: '드라마', lastWorkTime: '2026-11-22T01:02:03.000Z' }];
    const failed = { askedAt: '2026-11-22T16:10:04.000Z', files, read: 138, total: 138 };
    const text = await textOn(date, ledgerOf(bad), { failed });
    expect(text).toContain('드라마 1');
    expect(text).toContain('/in/a.mp4 드라마 10:02');
  });

  it('tells what was told, when by the clocks of the account, and under which id', async () => {
    const text = await textOn(date, ledgerOf(bad));
    expect(text).toContain(
      'Sun 2026-11-22 Rule broken critical 2026-11-23 01:10 +09:00 2026-11-23 01:10 +09:00 m-1',
    );
  });

  it('says where the numbers come from', async () => {
    const text = await textOn(date, ledgerOf(bad));
    expect(text).toContain("workStartTimeTo is the start, proven by the API's own answers");
    expect(text).toContain(`Archived answer ${bad.snapshot}`);
    expect(text).toContain('Provisional: files are still waiting or running');
    expect(text).toContain('2026-11-22 00:00 +09:00 – 2026-11-23 00:00 +09:00, Asia/Seoul');
  });
});

describe('the page of a date that could not be measured', () => {
  const missing = unavailableLine(date, {
    fault: { code: 'wrongKeys', detail: 'error 200', vendorMessage: 'Authentication Failed', traceId: 't-1' },
  });

  it('says so, why, and what to do', async () => {
    const text = await textOn(date, ledgerOf(measuredLine('2026-11-21'), missing));
    expect(text).toContain('No counts Not measured (wrong API keys)');
    expect(text).toContain('The API said: "Authentication Failed" Trace id: t-1');
    expect(text).toContain('npx vod-nightly run --date 2026-11-22 --account acme');
  });

  it('shows no number for it anywhere, and the day before beside the gap', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(measuredLine('2026-11-21'), missing)));
    expect(textOf(page)).toContain('Failed not measured Day before 0');
    expect(textOf(page)).toContain('Sun 2026-11-22 not measured: wrong API keys');
    expect(page.match(/<p class="count">\s*[\d–]/g)).toBeNull();
  });
});

describe('a chart', () => {
  it('draws a gap for a date that was not measured, and a ring for one without files', async () => {
    const none = measuredLine('2026-11-21', { counts: countsWith({ complete: 0 }) });
    const page = await renderPage(
      reportOf(date, ledgerOf(unavailableLine('2026-11-20'), none, measuredLine(date))),
    );
    const rects = elementsOf(page, 'rect');
    expect(rects.filter((rect) => rect.get('fill') === 'url(#files-hatch)')).toHaveLength(1);
    expect(rects.filter((rect) => rect.get('fill') === 'url(#rate-hatch)')).toHaveLength(1);
    expect(rects.filter((rect) => rect.get('class') === 'cell gap')).toHaveLength(2);
    expect(rects.filter((rect) => rect.get('class') === 'cell unfinished')).toHaveLength(2);
    expect(page).toContain('<circle class="nothing"');
  });

  it('says in words what it shows', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(unavailableLine('2026-11-21'), bad)));
    expect(page).toContain('1 of 90 dates were measured. The worst: Sun 2026-11-22: 32 failed of 138 files.');
    for (const svg of elementsOf(page, 'svg').filter((each) => each.has('role'))) {
      expect(page).toContain(`<title id="${svg.get('aria-labelledby')}">`);
      expect(page).toContain(`<desc id="${svg.get('aria-describedby')}">`);
    }
  });

  it('shows the failures in proportion, from the ground up', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(bad)));
    const bars = elementsOf(page, 'rect').filter((rect) => rect.get('x')?.endsWith('%') && rect.has('y'));
    const heights = Object.fromEntries(bars.map((bar) => [bar.get('class'), Number(bar.get('height'))]));
    expect(Number(heights.complete) / Number(heights.failure)).toBeCloseTo(105 / 32, 2);
    expect(Number(heights.failure) / Number(heights.open)).toBeCloseTo(32, 0);
    const failure = bars.find((bar) => bar.get('class') === 'failure');
    expect(Number(failure?.get('y')) + Number(failure?.get('height'))).toBeCloseTo(220, 1);
  });
});

describe('a mute in force', () => {
  it('is said at the top and where the numbers come from, with its reason and who asked', async () => {
    const text = await textOn(date, ledgerOf(bad), { mute });
    const sentence =
      'Alerts are muted until 2026-11-30, except critical ones. Reason: moving storage . By: kim .';
    expect(text.split(sentence)).toHaveLength(3);
  });

  it('explains what has not been told', async () => {
    const withNotice = (state: 'pending' | 'heldBack' | 'leftToMuster') =>
      ledgerOf(measuredLine(date, { findings: [finding], notices: [noticeOf('breached', { state })] }));
    expect(await textOn(date, withNotice('heldBack'), { mute })).toContain(
      '2026-11-23 01:10 +09:00 held back',
    );
    expect(await textOn(date, withNotice('pending'))).toContain('2026-11-23 01:10 +09:00 pending');
    expect(await textOn(date, withNotice('leftToMuster'))).toContain(
      '2026-11-23 01:10 +09:00 to be told with other accounts',
    );
  });
});

describe('a page that is out of the ordinary', () => {
  it('is whole on the first night', async () => {
    const text = await textOn(date, ledgerOf(measuredLine(date)));
    expect(text).toContain('All well 0 of 40 files failed');
    expect(text).toContain('No alerts in the last 12 months.');
    expect(text).toContain('1 of 90 dates were measured.');
  });

  it('does not call a date well whose zeros may be wrong', async () => {
    const zeros = measuredLine(date, { counts: countsWith({ complete: 0 }), proof: 'unproven' });
    const text = await textOn(date, ledgerOf(zeros));
    expect(text).toContain('Not proven No files requested');
    expect(text).toContain('these zeros may be wrong');
  });

  it('has room for numbers beyond all measure', async () => {
    const huge = measuredLine(date, { counts: countsWith({ complete: 2 ** 53 - 1, failure: 2 ** 52 }) });
    const page = await renderPage(reportOf(date, ledgerOf(huge)));
    expect(textOf(page)).toContain('9,007,199,254,740,991');
    expect(page).not.toMatch(/NaN|Infinity|e\+\d/);
  });

  it('is whole for an account without rules, and with thresholds that are never critical', async () => {
    const off = { failureCount: false, failureRate: false } as const;
    const rules = { ...accountOf().rules, ...off };
    const page = await renderPage(reportOf(date, ledgerOf(bad), { account: { ...accountOf(), rules } }));
    expect(elementsOf(page, 'line').filter((line) => line.get('class')?.startsWith('threshold'))).toEqual([]);
    expect(textOf(page)).toContain('≥ 20 %');
    const warned = await renderPage(reportOf(date, ledgerOf(bad)));
    expect(textOf(warned)).toContain('warning from 5');
    expect(textOf(warned)).not.toContain('critical from 5 ');
  });

  it('says so when nobody asked, when it was told without an id, and when the zone never had the date', async () => {
    expect(await textOn(date, ledgerOf())).toContain('Last asked in vain Nobody asked for this date.');
    const told = measuredLine(date, { notices: [noticeOf('breached')] });
    expect(await textOn(date, ledgerOf(told))).toContain('warning 2026-11-23 01:10 +09:00 – –');
    const apia = accountOf({ timeZone: 'Pacific/Apia' });
    expect(await textOn('2011-12-30', ledgerOf(), { account: apia })).toContain('Time covered – Mute');
  });

  it('counts what it has no room for', async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({
      path: `/in/${index}.mp4`,
      category: `c${index}`,
    }));
    const failed = { askedAt: '2026-11-22T16:10:04.000Z', files: [...files, { path: '/in/x' }], read: 138 };
    expect(await textOn(date, ledgerOf(bad), { failed })).toMatch(
      /other categories 3 .*and 3 more; the archive/,
    );
    const notices = Array.from({ length: 13 }, () => noticeOf('revised'));
    const [one, many] = [notices, [...notices, noticeOf('revised')]].map((all) =>
      textOn(date, ledgerOf(measuredLine(date, { notices: all }))),
    );
    expect(await one).toContain('One older alert of the last 12 months is not listed.');
    expect(await many).toContain('2 older alerts of the last 12 months');
  });

  it('names a file without a category or time, and the archived answer that could not be used', async () => {
    const failed = { askedAt: '2026-11-22T16:10:04.000Z', files: [{ path: '/in/x.mp4' }], read: 138 };
    expect(await textOn(date, ledgerOf(bad), { failed })).toContain('/in/x.mp4 no category –');
    const rejected = unavailableLine(date, { rejected: 'rejected/account=acme/1.json' });
    expect(await textOn(date, ledgerOf(rejected))).toContain('Archived answer rejected/account=acme/1.json');
  });

  it('says the same things in Korean', async () => {
    const account = accountOf({ language: 'ko' });
    const notices = Array.from({ length: 13 }, () => noticeOf('revised'));
    const revised = measuredLine(date, { counts: countsWith({ running: 1 }), revision: 2, notices });
    const text = await textOn(date, ledgerOf(revised), { account, mute });
    for (const part of ['이전 알림 1건', '2차: 최초 측정 이후 수치 변동', '잠정: 대기', '심각 등급 제외'])
      expect(text).toContain(part);
    expect(await textOn(date, ledgerOf(unavailableLine(date)), { account })).toContain('90일 중 0일 측정.');
  });

  it('is in Korean for an account that is', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(bad), { account: accountOf({ language: 'ko' }) }));
    expect(page).toContain('<html lang="ko">');
    expect(textOf(page)).toContain('심각 파일 138개 중 현재까지 32개 실패');
    expect(textOf(page)).toContain('2026년 11월 22일 일요일');
  });

  it('shows the hours of a day on which clocks change', async () => {
    const account = accountOf({ timeZone: 'America/New_York' });
    const text = await textOn('2026-11-01', ledgerOf(measuredLine('2026-11-01')), { account });
    expect(text).toContain('2026-11-01 00:00 -04:00 – 2026-11-02 00:00 -05:00, America/New_York');
  });
});
