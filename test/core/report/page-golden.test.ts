import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSamples, createYoungSample } from '../../support/report-samples.ts';

/** Pages byte for byte. Open them in a browser after `UPDATE_GOLDEN=1 npx vitest run page-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const isUpdate = env.UPDATE_GOLDEN === '1';
const goldens = ['bad.en', 'index.en', 'index.ko', 'unmeasured.ko', 'young.ko'];

describe('a page', () => {
  it('is drawn as in golden/', async () => {
    const samples = [...(await createSamples()), await createYoungSample()];
    const pages = new Map(samples.map(({ name, language, page }) => [`${name}.${language}`, page]));
    for (const golden of goldens) {
      const [file, page] = [`${folder}${golden}.html`, pages.get(golden) ?? ''];
      if (isUpdate) writeFileSync(file, page);
      expect(page).toBe(readFileSync(file, 'utf8'));
    }
  });

  it('has no golden file that nothing is compared with', () => {
    expect(readdirSync(folder).toSorted()).toEqual(goldens.map((golden) => `${golden}.html`));
  });
});
