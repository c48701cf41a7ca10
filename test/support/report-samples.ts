import { withLines } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { renderIndex } from '../../lambda/core/report/index-page.ts';
import { createReport, type Report } from '../../lambda/core/report/report.ts';
import { type Language, languages } from '../../lambda/core/words/language.ts';
import { accountOf } from './accounts.ts';
import { countsWith } from './counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from './lines.ts';
import { createHistory, lastDate, type ReportHistory } from './report-history.ts';

/** A page as a night writes it, by its name. */
export type Sample = { readonly name: string; readonly language: Language; readonly page: string };

/** What a page, a reader and a browser must survive. */
export const hostileTexts = [
  '<script>alert(1)</script>.mp4',
  '"><img src="/x" onerror="alert(1)">',
  '</script><script>alert(1)</script>',
  '</title></svg></style><svg onload="alert(1)">',
  "' onmouseover='alert(1)",
  'gepj.\u202e4pm',
  'שלום.mp4',
] as const;

/** What holds back the notices of a sample's account. */
export const sampleMute = {
  ...{ until: '2026-11-30', reason: 'storage is being moved', by: 'kim', exceptCritical: true },
  mutedAt: '2026-11-23T02:00:00.000Z',
};

/** A bad date, a date that was not measured, and the index over both, in each language. */
export async function createSamples(): Promise<Sample[]> {
  const { account, ...past } = createHistory('acme', 'en');
  const samples = languages.map(async (language) => {
    const history = { ...past, account: { ...account, language } };
    const bad = createReport({ ...history, date: lastDate, mute: sampleMute });
    const unmeasured = withLast(history, unavailableLine(lastDate));
    return [
      { name: 'bad', language, page: await renderPage(bad) },
      { name: 'unmeasured', language, page: await renderPage(unmeasured) },
      { name: 'index', language, page: await createIndex(bad, unmeasured) },
    ];
  });
  return (await Promise.all(samples)).flat();
}

/** An account's first days, on which everything happened that a page can show. */
export async function createYoungSample(): Promise<Sample> {
  const [language, date] = ['ko', '2026-12-02'] as const;
  const rules = { failureRate: { warning: 8, critical: 39 }, failureCount: { warning: 10, critical: 300 } };
  const account = accountOf({ name: 'young', language, rules });
  const told = noticeOf('breached', { messageId: 'm-1', sentAt: '2026-11-25T16:10:09.000Z' });
  const ledger = ledgerOf(
    measuredLine('2026-11-24', { order: 'fromIsStart', proof: 'configured' }),
    measuredLine('2026-11-25', {
      counts: countsWith({ complete: 28, failure: 12 }),
      revision: 3,
      findings: [{ rule: 'failureRate', severity: 'warning', value: 30, threshold: 8 }],
      notices: [
        told,
        noticeOf('escalated', { severity: 'critical' }),
        noticeOf('revised', { state: 'pending' }),
      ],
    }),
    measuredLine('2026-11-26', { counts: countsWith({ complete: 95, failure: 5, canceled: 1 }) }),
    unavailableLine('2026-11-27', { notices: [noticeOf('unavailable', { state: 'heldBack' })] }),
    measuredLine('2026-11-29', { counts: countsWith({ complete: 0 }), proof: 'unproven' }),
    measuredLine('2026-11-30', { counts: countsWith({ complete: 0, waiting: 2, running: 1 }) }),
    measuredLine('2026-12-01', {
      counts: countsWith({ complete: 200, failure: 12 }),
      notices: [noticeOf('withdrawn', { sentAt: '2026-12-02T16:10:09.000Z' })],
    }),
    measuredLine(date, {
      counts: countsWith({ complete: 97, failure: 3, running: 7 }),
      findings: [{ rule: 'volumeDrop', severity: 'warning', value: 107, threshold: 200, usual: 400 }],
      notices: [noticeOf('recovered')],
    }),
  );
  const files = [{ path: '/in/a.mp4', category: '드라마' }, { path: '/in/b.mp4' }];
  const failed = { askedAt: '2026-12-02T16:10:04.000Z', files, read: 107, total: 107 };
  return { name: 'young', language, page: await renderPage(createReport({ account, date, ledger, failed })) };
}

/** Dates that are out of the ordinary: zeros that may be wrong, numbers beyond all measure, and the very first night. */
export async function createOddSamples(): Promise<Sample[]> {
  const history = createHistory('acme', 'en');
  const zeros = measuredLine(lastDate, { counts: countsWith({ complete: 0 }), proof: 'unproven' });
  const huge = measuredLine(lastDate, { counts: countsWith({ complete: 2 ** 53 - 1, failure: 2 ** 52 }) });
  const reports = {
    unproven: withLast(history, zeros),
    huge: withLast(history, huge),
    first: withLast({ ...history, ledger: new Map() }, measuredLine(lastDate)),
  };
  const pages = Object.entries(reports).map(async ([name, report]) => {
    return { name, language: 'en' as const, page: await renderPage(report) };
  });
  return Promise.all(pages);
}

/** The report of a date whose files, categories, faults and mute say this. */
export async function createHostile(text: string, history: ReportHistory): Promise<Sample[]> {
  const files = [{ path: text, category: text, lastWorkTime: text }];
  const mute = { ...sampleMute, reason: text, by: text };
  const failed = { ...history.failed, files };
  const fault = { code: 'outage', detail: text, vendorMessage: text, traceId: text } as const;
  const measured = createReport({ ...history, date: lastDate, failed, mute });
  const missing = { ...withLast(history, unavailableLine(lastDate, { fault, rejected: text })), mute };
  return [
    { name: 'measured', language: 'en', page: await renderPage(measured) },
    { name: 'unmeasured', language: 'en', page: await renderPage(missing) },
    { name: 'index', language: 'en', page: await createIndex(measured) },
  ];
}

function withLast(history: ReportHistory, line: LedgerLine): Report {
  const { failed: _none, ...rest } = history;
  return createReport({ ...rest, ledger: withLines(history.ledger, [line]), date: lastDate });
}

function createIndex(...reports: readonly Report[]): Promise<string> {
  const named = reports.map((report, index) => ({
    ...report,
    account: { ...report.account, name: `account-${index + 1}` },
  }));
  return renderIndex(named, (account) => `/${account}`);
}
