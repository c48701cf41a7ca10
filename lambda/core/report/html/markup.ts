import { html } from 'hono/html';
import { toPlainText } from '../../text/plain-text.ts';

/** Markup in which every value has been escaped; `html` of Hono makes it. */
export type Html = ReturnType<typeof html>;

/** How much of an untrusted text is shown, in characters. */
const quoteMaxLength = 400;

/** Untrusted text on one line; letters that run from right to left do not turn around what stands beside it. */
export function quote(text: string): Html {
  return html`<bdi>${toPlainText(text, quoteMaxLength)}</bdi>`;
}

/** A command, which is broken between its words only. */
export function drawCommand(command: string): Html {
  return html`<code>${command.split(' ').map((word, index) => html`${index === 0 ? '' : ' '}<span>${word}</span>`)}</code>`;
}

/** A length in an SVG as a share of its width. */
export function percent(share: number): string {
  return `${shortest(share)}%`;
}

/** A coordinate to the hundredth. */
export function shortest(coordinate: number): string {
  return String(Math.round(coordinate * 100) / 100);
}
