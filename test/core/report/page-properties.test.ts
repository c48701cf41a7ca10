import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { isSettled } from '../../../lambda/core/ledger/measurement.ts';
import { renderPage } from '../../../lambda/core/report/date-page.ts';
import { renderIndex } from '../../../lambda/core/report/index-page.ts';
import { arrowKeysScript } from '../../../lambda/core/report/navigation.ts';
import type { Report } from '../../../lambda/core/report/report.ts';
import { addDays, datesBetween } from '../../../lambda/core/time/day.ts';
import { anyText } from '../../support/any-text.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { reportOf } from '../../support/report-pages.ts';

const date = '2026-11-22';

const hostile = fc.oneof(
  anyText,
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</script><script>alert(1)</script>',
    '</title></svg><script>alert(1)</script>',
    '<!--<script>',
    '&lt;b&gt;',
  ),
);

/** A report in which every text that comes from elsewhere is this one. */
function reportSaying(text: string, isMeasured: boolean): Report {
  const fault = {
    code: 'outage',
    detail: text,
    vendorMessage: text,
    traceId: text,
    vendorCode: text,
  } as const;
  const told = noticeOf('breached', { messageId: text });
  const line = isMeasured
    ? measuredLine(date, { notices: [told], snapshot: text, findings: [] })
    : unavailableLine(date, { fault, rejected: text, notices: [told] });
  const files = [{ path: text, category: text, lastWorkTime: text }];
  const mute = {
    ...{ until: date, reason: text, by: text, exceptCritical: false },
    mutedAt: '2026-11-20T00:00:00.000Z',
  };
  return reportOf(date, ledgerOf(line), { failed: { askedAt: date, files, read: 1 }, mute });
}

/** The names of all tags and attributes of a page, in their order. */
function markupOf(page: string): string {
  const tags = page.replace(/<!doctype html>/, '').match(/<[^>]*>/g) ?? [];
  return tags.map((tag) => tag.replace(/"[^"]*"/g, '""')).join('');
}

describe('text from elsewhere', () => {
  it('stays text: whatever it is, the page has the tags and attributes that it has with a harmless one', async () => {
    const harmless = [true, false].map(async (isMeasured) =>
      markupOf(await renderPage(reportSaying('a', isMeasured))),
    );
    const [measured, unmeasured] = await Promise.all(harmless);
    await fc.assert(
      fc.asyncProperty(
        hostile.filter((text) => text !== ''),
        fc.boolean(),
        async (text, isMeasured) => {
          const page = await renderPage(reportSaying(text, isMeasured));
          expect(markupOf(page)).toBe(isMeasured ? measured : unmeasured);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not leave the index either', async () => {
    const other = {
      ...reportSaying('a', true),
      account: { ...reportSaying('a', true).account, name: 'other' },
    };
    const pageOf = (text: string) =>
      renderIndex([reportSaying(text, true), other], (account) => `/${account}`);
    const harmless = markupOf(await pageOf('a'));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(markupOf(await pageOf(text))).toBe(harmless);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the policy of a page', () => {
  it('allows its own style and script by what they are, and nothing else', async () => {
    const page = await renderPage(reportOf(date, ledgerOf(measuredLine(date))));
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const hashOf = (tag: string) => hash(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')} ${hash(arrowKeysScript)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/<[^>]*\s(style|on\w+)=/);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('a year of history', () => {
  /** As much as can be said of each date. */
  const year: Ledger = ledgerOf(
    ...datesBetween(addDays(date, -364), date).map((day, index) => {
      if (index % 29 === 3) return unavailableLine(day, { notices: [noticeOf('unavailable')] });
      const counts = countsWith({
        complete: 123_456_789,
        failure: 1_234_567 + index,
        canceled: 99_999,
        running: 9,
        waiting: 9,
      });
      const findings = (['failureCount', 'failureRate', 'unusualFailures', 'stuck'] as const).map((rule) => ({
        ...({
          rule,
          severity: 'critical',
          value: 1_234_567.8,
          threshold: 1_234_567,
          usual: 1_234_567,
        } as const),
      }));
      const notices = (['breached', 'escalated', 'revised', 'withdrawn'] as const).map((kind) =>
        noticeOf(kind, { id: `acme/${day}/1`, messageId: 'a'.repeat(36), sentAt: `${day}T16:10:00.000Z` }),
      );
      return measuredLine(day, { counts, findings, notices, settled: isSettled(counts) });
    }),
  );
  const path = `/${'긴 경로'.repeat(130)}`;
  const files = Array.from({ length: 500 }, (_, index) => ({ path, category: `${index}${path}` }));

  it('has every date once in the calendar, and the last 90 in each chart', async () => {
    const page = await renderPage(reportOf(date, year));
    const cells = page.match(/class="cell [^"]*" x="[^"]*" y="[^"]*" width="12"/g) ?? [];
    expect(cells).toHaveLength(365);
    for (const day of datesBetween(addDays(date, -364), date)) {
      const titles = page.split(`<title>`).filter((part) => new RegExp(`^[^<]*\\b${day}:`).test(part));
      expect(titles).toHaveLength(day > addDays(date, -90) ? 3 : 1);
    }
  });

  it('stays below 300 KB, in whichever language', async () => {
    for (const language of ['en', 'ko'] as const) {
      const { account } = reportOf(date, year);
      const failed = { askedAt: date, files, read: 500 };
      const page = await renderPage(reportOf(date, year, { account: { ...account, language }, failed }));
      expect(Buffer.byteLength(page)).toBeLessThan(300_000);
    }
  });
});
