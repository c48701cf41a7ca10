import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FailedFiles } from '../../../lambda/core/ledger/failed-files.ts';
import { renderFilesPage } from '../../../lambda/core/report/files-page.ts';
import { renderPlainPage } from '../../../lambda/core/report/plain-page.ts';
import { languages } from '../../../lambda/core/words/language.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { expectGolden } from '../../support/golden.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { reportOf } from '../../support/report-pages.ts';
import { createSamples, createYoungSample } from '../../support/report-samples.ts';

/** Pages byte for byte. Open them in a browser after `UPDATE_GOLDEN=1 npx vitest run page-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const goldens = ['bad.en', 'index.en', 'index.ko', 'unmeasured.ko', 'young.ko'];
const absences = ['refused', 'nothing', 'failed'] as const;
const lists = ['files.en', 'files.ko', 'no-files.en', 'no-files.ko'];

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

  it('has no golden file that nothing is compared with', () => {
    const compared = [...goldens, ...absences, ...lists].map((golden) => `${golden}.html`);
    expect(readdirSync(folder).toSorted()).toEqual(compared.toSorted());
  });
});
