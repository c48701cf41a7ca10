import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, type FleetView } from '../../../lambda/core/fleet/shift-page.ts';
import { formatFleetView, parseFleetView } from '../../../lambda/core/links/fleet-address.ts';
import { hostileTexts } from '../../support/report-samples.ts';

const names = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
const page = fc.integer({ min: 1, max: 99_999 });
const tag = fc.option(names, { nil: undefined });
const views: fc.Arbitrary<FleetView> = fc.oneof(
  fc.record({ shift: fc.constant(undefined), tag, only: fc.constant(undefined), page }),
  fc.record({ shift: names, tag, only: fc.option(fc.constantFrom(...conditions), { nil: undefined }), page }),
);
const queryOf = (address: string) =>
  Object.fromEntries(new URL(address, 'https://reader.example').searchParams);

describe('the address of what is looked at of a fleet', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(parseFleetView(queryOf(formatFleetView(view)))).toEqual(view);
      }),
    );
  });

  it('is what one would guess', () => {
    expect(formatFleetView({})).toBe('/');
    expect(formatFleetView({ shift: 'seoul', page: 2 })).toBe('/?shift=seoul&page=2');
    expect(formatFleetView({ tag: 'gold' })).toBe('/?tag=gold');
    expect(formatFleetView({ shift: 'seoul', tag: 'gold', only: 'wrongKeys', page: 1 })).toBe(
      '/?shift=seoul&tag=gold&only=wrongKeys',
    );
  });

  it.each([...hostileTexts, '', '//evil.example', 'Gold', 'a'.repeat(41), '%2f', '\n'])(
    'leaves out whatever is no name, no condition and no page: %j',
    (text) => {
      const view = parseFleetView({ shift: text, tag: text, only: text, page: text });
      expect(formatFleetView(view)).toBe('/');
    },
  );

  it.each(['0', '-1', '1.5', '1e3', '100000', '٣', ' 2'])(
    'takes for the first page what is none: %j',
    (text) => {
      expect(parseFleetView({ page: text }).page).toBe(1);
    },
  );

  it('knows how accounts of a shift stand, and not those of all', () => {
    expect(parseFleetView({ only: 'critical' }).only).toBeUndefined();
    expect(parseFleetView({ shift: 'seoul', only: 'critical' }).only).toBe('critical');
  });
});
