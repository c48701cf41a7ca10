import { html } from 'hono/html';
import type { PageWords } from '../words/en/page.ts';
import type { Html } from './html/markup.ts';

/**
 * Addresses, absolute or relative to the page, of what else there is to look at. A page that lies in a file or a bucket has
 * none; a reader gives those that exist.
 */
export type Navigation = {
  /** The account's dates before and after this one. */
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
  /** All dates as CSV, and this page's contents as JSON. */
  readonly table?: string | undefined;
  readonly json?: string | undefined;
  readonly accounts?: string | undefined;
  /** The whole list of the date's failed files. */
  readonly files?: string | undefined;
};

/** The way to the dates beside this one, large enough for a thumb; nothing where there is neither. */
export function drawDateLinks({ previous, next }: Navigation, words: PageWords): Html | undefined {
  if (previous === undefined && next === undefined) return undefined;
  return html`<nav class="turning" aria-label="${words.columns.date}">${
    previous === undefined ? undefined : html`<a rel="prev" href="${previous}">← ${words.previous}</a>`
  }${next === undefined ? undefined : html`<a rel="next" href="${next}">${words.next} →</a>`}</nav>
`;
}

/** The way to everything else. */
export function drawLinks({ table, json, accounts }: Navigation, words: PageWords): Html | undefined {
  const links = [
    [accounts, words.allAccounts],
    [table, words.table],
    [json, words.json],
  ].flatMap(([address, name]) => (address === undefined ? [] : html`<a href="${address}">${name}</a> `));
  return links.length === 0 ? undefined : html`<nav aria-label="${words.report}">${links}</nav>`;
}

/** Turns to the dates beside this one by the arrow keys, but where these scroll a table or mean something with another key. */
export const arrowKeysScript = `(() => {
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest('.wide')) return;
    const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
    if (rel) document.querySelector('a[rel="' + rel + '"]')?.click();
  });
})();`;
