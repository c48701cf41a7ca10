import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../lambda/core/fleet/overview.ts';
import { type FleetView, selectShiftPage } from '../../../lambda/core/fleet/shift-page.ts';
import type { FailedFiles } from '../../../lambda/core/ledger/failed-files.ts';
import { renderFilesPage } from '../../../lambda/core/report/files-page.ts';
import { renderIndex } from '../../../lambda/core/report/index-page.ts';
import { renderPlainPage } from '../../../lambda/core/report/plain-page.ts';
import { languages } from '../../../lambda/core/words/language.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { expectGolden } from '../../support/golden.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { createLargeOverview, due, nameOf, overviewWith, unavailableOf } from '../../support/overviews.ts';
import { reportOf } from '../../support/report-pages.ts';
import { createSamples, createYoungSample } from '../../support/report-samples.ts';

/** Pages byte for byte. Open them in a browser after `UPDATE_GOLDEN=1 npx vitest run page-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const goldens = ['bad.en', 'index.en', 'index.ko', 'unmeasured.ko', 'young.ko'];
const absences = ['refused', 'nothing', 'failed'] as const;
const lists = ['files.en', 'files.ko', 'no-files.en', 'no-files.ko'];
const fleets = ['fleet.en', 'fleet.ko', 'shift.en', 'shift.ko'];

/** A page without what is the same in all of them. */
function ownPartOf(page: string): string {
  return page.replaceAll(/<(style|script)\b[\s\S]*?<\/\1>|<meta [^>]*>\n/g, '');
}

describe('a page', () => {
  it('is drawn as in golden/', async () => {
    const samples = [...(await createSamples()), await createYoungSample()];
    const pages = new Map(samples.map(({ name, language, page }) => [`${name}.${language}`, page]));
    for (const golden of goldens) expectGolden(`${folder}${golden}.html`, pages.get(golden) ?? '');
  });

  it.each(absences)(
    'says in both languages why there is nothing to see, as in golden/: %s',
    async (absence) => {
      expectGolden(`${folder}${absence}.html`, ownPartOf(await renderPlainPage(absence)));
    },
  );

  it.each(languages)(
    'lists failed files, or says that there are none, as in golden/: %s',
    async (language) => {
      const date = '2026-11-22';
      const finding = { rule: 'failureCount', severity: 'warning', value: 3, threshold: 2 } as const;
      const ledger = ledgerOf(
        measuredLine(date, { counts: countsWith({ failure: 3 }), findings: [finding] }),
      );
      const timed = { path: '/in/a.mp4', category: '드라마', lastWorkTime: '2026-11-22T03:12:00Z' };
      const pageOf = async (files: FailedFiles['files']) => {
        const failed = { ...{ askedAt: '2026-11-22T16:10:04.000Z', read: 43, total: 43 }, files };
        const report = reportOf(date, ledger, { account: accountOf({ language }), failed });
        return ownPartOf(await renderFilesPage({ ...report, failed }, { page: '/acme', table: '/acme.csv' }));
      };
      const files = [timed, { path: '/in/b.mp4' }, { path: '/in/c.mp4', category: '뉴스' }];
      expectGolden(`${folder}files.${language}.html`, await pageOf(files));
      expectGolden(`${folder}no-files.${language}.html`, await pageOf([]));
    },
  );

  it.each(languages)(
    'shows shifts in short, and one with all its accounts, as in golden/: %s',
    async (language) => {
      const large = createLargeOverview(30, language);
      const out = Array.from({ length: 7 }, (_, index) => unavailableOf(nameOf(index)));
      const others = overviewWith(out, { shift: 'berlin', timeZone: 'Europe/Berlin', language });
      const pageOf = async (
        view: FleetView,
        unread: readonly string[],
        ...overviews: readonly Overview[]
      ) => {
        const shifts = overviews.map((overview) => selectShiftPage(overview, view));
        const fleet = { view, shifts, unread, nowMs: Date.parse(due) + 10_800_000 };
        return ownPartOf(await renderIndex([], (account) => `/${account}`, { fleet }));
      };
      const short = await pageOf({ page: 1 }, ['late'], large, others);
      expectGolden(`${folder}fleet.${language}.html`, short);
      const whole = await pageOf({ shift: 'seoul', tag: 'gold', page: 1 }, [], large);
      expectGolden(`${folder}shift.${language}.html`, whole);
    },
  );

  it('has no golden file that nothing is compared with', () => {
    const compared = [...goldens, ...absences, ...lists, ...fleets].map((golden) => `${golden}.html`);
    expect(readdirSync(folder).toSorted()).toEqual(compared.toSorted());
  });
});
