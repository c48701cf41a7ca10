import { html, raw } from 'hono/html';
import type { Html } from './markup.ts';

/**
 * Data for whoever reads the page again. No character of it can end the block or begin markup: they are written as JSON's
 * escapes, which is why it may stand in the page without HTML's.
 */
export function drawDataBlock(id: string, data: unknown): Html {
  const json = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, toEscape);
  return html`<script type="application/json" id="${id}">${raw(json)}</script>`;
}

/** The data in a page's block; nothing when there is no such block, or no JSON in it. */
export function readDataBlock(id: string, page: string): unknown {
  const [, block = ''] = page.split(`<script type="application/json" id="${id}">`);
  const [json = ''] = block.split('</script>');
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
