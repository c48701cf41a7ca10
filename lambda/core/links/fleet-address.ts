import { conditions, type FleetView } from '../fleet/shift-page.ts';

const name = /^[a-z0-9-]{1,40}$/;

/** Which accounts of the fleet an address asks for; whatever is no name and no page is left out of it. */
export function parseFleetView(query: Readonly<Record<string, string | undefined>>): FleetView {
  const nameOf = (text = '') => (name.test(text) ? text : undefined);
  const shift = nameOf(query.shift);
  return {
    shift,
    tag: nameOf(query.tag),
    only: shift === undefined ? undefined : conditions.find((condition) => condition === query.only),
    page: /^[1-9]\d{0,4}$/.test(query.page ?? '') ? Number(query.page) : 1,
  };
}

/** The address of the page over all accounts that shows these: what {@link parseFleetView} reads. */
export function formatFleetView({ shift, tag, only, page = 1 }: Partial<FleetView>): string {
  const asked = Object.entries({ shift, tag, only, page: page === 1 ? undefined : String(page) });
  const query = new URLSearchParams(
    asked.flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]])),
  );
  return query.size === 0 ? '/' : `/?${query}`;
}
