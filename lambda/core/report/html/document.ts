import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Language } from '../../words/language.ts';
import { arrowKeysScript } from '../navigation.ts';
import type { Status } from '../status.ts';
import { iconOf } from './icon.ts';
import type { Html } from './markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** A page without what all pages share. */
type Page = {
  readonly language: Language;
  readonly title: string;
  /** Shown in the browser's tab. */
  readonly status: Status;
  readonly body: Html;
  /** Beside the one that every page has; the policy has to know them. */
  readonly scripts?: readonly string[];
};

/**
 * A page may show itself and do nothing else: no script, style, request or form but what is named here. Who serves pages
 * sends it as a header as well.
 */
export const policy = [
  "default-src 'none'",
  `style-src '${sourceOf(style)}'`,
  `script-src '${sourceOf(script)}' '${sourceOf(arrowKeysScript)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One whole HTML document that needs nothing from elsewhere. */
export async function renderDocument({ language, title, status, body, scripts = [] }: Page): Promise<string> {
  const document = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${iconOf(status)}">
<style>${raw(style)}</style>
</head>
<body>
${body}
${[script, ...scripts].map(
  (text) => html`<script>${raw(text)}</script>
`,
)}</body>
</html>
`;
  return document.toString();
}

/** How a Content-Security-Policy names an inline style or script. */
function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
