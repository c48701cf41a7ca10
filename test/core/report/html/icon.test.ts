import { describe, expect, it } from 'vitest';
import { drawIcon, iconOf } from '../../../../lambda/core/report/html/icon.ts';
import { statuses } from '../../../../lambda/core/report/status.ts';
import { elementsOf } from '../../../support/report-pages.ts';

describe.each(statuses)('the icon of %s', (status) => {
  it('is a shape and a sign within 24 by 24', async () => {
    const paths = elementsOf(String(await drawIcon(status, 18)), 'path');
    expect(paths.map((path) => path.get('class'))).toEqual(['shape', 'sign']);
    for (const path of paths) expect(path.get('d')).toMatch(/^M[\d.]+ [\d.]+\S/);
  });

  it('is the same in the browser’s tab, in a colour', async () => {
    const shown = elementsOf(String(await drawIcon(status, 18)), 'path').map((path) => path.get('d'));
    const tab = elementsOf(decodeURIComponent(iconOf(status)), 'path');
    expect(tab.map((path) => path.get('d'))).toEqual(shown);
    expect(tab[0]?.get('fill')).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe('the icons', () => {
  it('tell by shape, sign or colour what is urgent from what is not', () => {
    const pictures = new Map(statuses.map((status) => [status, iconOf(status)]));
    expect(pictures.get('unproven')).toBe(pictures.get('unmeasured'));
    expect(new Set(pictures.values()).size).toBe(statuses.length - 1);
  });
});
