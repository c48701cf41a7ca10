import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { createReport, type Report, type ReportSource } from '../../lambda/core/report/report.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';
import { accountOf } from './accounts.ts';

/** The report of a date, of an account with the default rules unless another is given. */
export function reportOf(date: CalendarDate, ledger: Ledger, given: Partial<ReportSource> = {}): Report {
  return createReport({ account: accountOf(), date, ledger, ...given });
}

/** What a reader of the page's source sees as text: without tags, scripts and styles, and with characters unescaped. */
export function textOf(page: string): string {
  return unescapeHtml(page.replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')).replace(
    /\s+/g,
    ' ',
  );
}

/** The same of the page of a date's report. */
export async function textOn(...args: Parameters<typeof reportOf>): Promise<string> {
  return textOf(await renderPage(reportOf(...args)));
}

/** All elements of a name with their attributes, unescaped. */
export function elementsOf(page: string, name: string): Map<string, string>[] {
  return Array.from(
    page.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g')),
    ([, attributes = '']) =>
      new Map(
        Array.from(attributes.matchAll(/([\w-]+)="([^"]*)"/g), ([, key = '', value = '']) => [
          key,
          unescapeHtml(value),
        ]),
      ),
  );
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity] ?? entity);
}
