import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectGolden } from '../../support/golden.ts';
import { createSamples, createYoungSample } from '../../support/report-samples.ts';

/** Pages byte for byte. Open them in a browser after `UPDATE_GOLDEN=1 npx vitest run page-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const goldens = ['bad.en', 'index.en', 'index.ko', 'unmeasured.ko', 'young.ko'];

describe('a page', () => {
  it('is drawn as in golden/', async () => {
    const samples = [...(await createSamples()), await createYoungSample()];
    const pages = new Map(samples.map(({ name, language, page }) => [`${name}.${language}`, page]));
    for (const golden of goldens) expectGolden(`${folder}${golden}.html`, pages.get(golden) ?? '');
  });

  it('has no golden file that nothing is compared with', () => {
    expect(readdirSync(folder).toSorted()).toEqual(goldens.map((golden) => `${golden}.html`));
  });
});
