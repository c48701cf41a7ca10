import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A page that is open, and what happened in it. */
export type Opened = AsyncDisposable & {
  readonly page: Page;
  /** What it asked for, and what it complained of. */
  readonly requests: string[];
  readonly complaints: string[];
};

/** A browser, and a server that gives it a page. */
export type PageOpener = {
  open(sample: { readonly page: string }, options?: BrowserContextOptions): Promise<Opened>;
  close(): Promise<void>;
};

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Starts both. */
export async function startOpener(executablePath: string): Promise<PageOpener> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  let shown = '';
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(shown);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    async open({ page: html }, options = {}) {
      shown = html;
      const visit = await visitWith(browser, options);
      await visit.page.goto(`http://127.0.0.1:${port}/`);
      return visit;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A new page of a browser that notes down what it asks for, and what it complains of. */
export async function visitWith(browser: Browser, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe objects to. */
export async function violationsIn(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
