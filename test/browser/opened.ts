import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A page that is open, and what happened in it. */
export type Opened = AsyncDisposable & {
  readonly page: Page;
  /** What it asked for, and what it complained of. */
  readonly requests: string[];
  readonly complaints: string[];
};

/** A browser, and a server of this machine that it visits. */
export type Browsing = {
  readonly origin: string;
  visit(options?: BrowserContextOptions): Promise<Opened>;
  close(): Promise<void>;
};

/** The same, whose server gives one page. */
export type PageOpener = Pick<Browsing, 'close'> & {
  open(sample: { readonly page: string }, options?: BrowserContextOptions): Promise<Opened>;
};

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Starts both. */
export async function startBrowsing(
  executablePath: string,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Browsing> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const server = createAdaptorServer({ fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // Browsers keep cookies for https only from this name as well: it is the machine's own.
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    visit: (options) => visitWith(browser, options),
    async close() {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Starts both for pages that are at hand. */
export async function startOpener(executablePath: string): Promise<PageOpener> {
  let shown = '';
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const { origin, visit, close } = await startBrowsing(
    executablePath,
    () => new Response(shown, { headers }),
  );
  return {
    async open({ page: html }, options) {
      shown = html;
      const opened = await visit(options);
      await opened.page.goto(origin);
      return opened;
    },
    close,
  };
}

/** A new page of a browser that notes down what it asks for, and what it complains of. */
async function visitWith(browser: Browser, options: BrowserContextOptions = {}): Promise<Opened> {
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
