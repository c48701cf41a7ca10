import { html } from 'hono/html';
import type { Status } from '../status.ts';
import type { Html } from './markup.ts';

/** Shape, sign and colour of a status: whoever does not see one of them sees the others. In a square of 24. */
type Icon = { readonly shape: string; readonly sign: string; readonly colour: string };

const circle = 'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z';
const octagon = 'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z';
const triangle = 'M12 1.5L23.5 22.5H.5z';
const diamond = 'M12 .5L23.5 12L12 23.5L.5 12z';
const cross = 'M8 8l8 8M16 8l-8 8';
const exclamation = 'M12 9v6M12 18.5v.5';
const dash = 'M8 12h8';
const tick = 'M7 12.5l3.5 3.5L17 8.5';
const back = 'M7 12h9M10.5 8L6.5 12l4 4';

const icons: Readonly<Record<Status, Icon>> = {
  failed: { shape: octagon, sign: exclamation, colour: '#c22a1f' },
  critical: { shape: octagon, sign: cross, colour: '#c22a1f' },
  warning: { shape: triangle, sign: exclamation, colour: '#b26a00' },
  unmeasured: { shape: diamond, sign: dash, colour: '#6b7480' },
  unproven: { shape: diamond, sign: dash, colour: '#6b7480' },
  recovered: { shape: circle, sign: tick, colour: '#2367ad' },
  withdrawn: { shape: circle, sign: back, colour: '#2367ad' },
  well: { shape: circle, sign: tick, colour: '#22813f' },
};

/** A status as a picture that stands beside its name. */
export function drawIcon(status: Status, size: number): Html {
  const { shape, sign } = icons[status];
  return html`<svg class="icon" width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true"><path class="shape" d="${shape}"/><path class="sign" d="${sign}"/></svg>`;
}

/** A status as the address of a picture, for the browser's tab. */
export function iconOf(status: Status): string {
  const { shape, sign, colour } = icons[status];
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${shape}" fill="${colour}"/><path d="${sign}" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
