import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import type { FleetView } from '../core/fleet/shift-page.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { type Address, formatAddress, parseAddress } from '../core/links/address.ts';
import { formatFleetView, parseFleetView } from '../core/links/fleet-address.ts';
import { allAccounts, linkParameter } from '../core/links/links.ts';
import { policy } from '../core/report/html/document.ts';
import { type Absence, renderPlainPage } from '../core/report/plain-page.ts';
import type { Clock, Telemetry } from '../ports.ts';
import type { ReadAccount } from './accounts.ts';
import { admit, keepLink, type LinkKey } from './admission.ts';
import { answerReport, type ReaderAnswer } from './answers.ts';
import { findSeen, type Seen } from './find-seen.ts';
import { answerIndex } from './index-answer.ts';
import type { ReadableArchive } from './read-report.ts';

/** What a reader works with. */
export type ReaderPorts = {
  readonly accounts: readonly ReadAccount[];
  readonly archive: ReadableArchive;
  readonly clock: Pick<Clock, 'now'>;
  readonly telemetry: Pick<Telemetry, 'error'>;
  /** What links are signed with; without it nobody needs one: only for one's own machine. */
  readonly linkKey?: LinkKey;
  /** What is seen without links: one account, or all. */
  readonly scope?: string;
};

const statuses = { refused: 403, nothing: 404, failed: 500 } as const satisfies Record<Absence, number>;

/**
 * The pages on the web, drawn when somebody looks. It answers GET and HEAD, and changes nothing: a mail scanner that follows a
 * link does no harm. Whatever it does not let through gets one answer, before the archive is asked for anything.
 */
export function createReader(ports: ReaderPorts): Hono {
  const app = new Hono();
  app.use(compress());
  app.use(
    secureHeaders({ xFrameOptions: 'DENY', crossOriginOpenerPolicy: 'same-origin' }),
    async (context, next) => {
      await next();
      context.res.headers.set('Content-Security-Policy', `${policy}; frame-ancestors 'none'`);
      context.res.headers.set('Cache-Control', 'private, no-store');
    },
  );
  app.get('*', (context) => read(context, ports));
  app.notFound((context) => say(context, 'refused'));
  app.onError((error, context) => {
    ports.telemetry.error('a page could not be drawn', error);
    return say(context, 'failed');
  });
  return app;
}

async function read(context: Context, ports: ReaderPorts): Promise<Response> {
  const { linkKey, scope = allAccounts } = ports;
  const nowMs = ports.clock.now();
  const address = parseAddress(context.req.path);
  const { link, scopes } = linkKey
    ? await admit(context, linkKey, nowMs)
    : { link: undefined, scopes: [scope] };
  const seen = address && (await findSeen(address.account, scopes, ports));
  if (!address || !seen) return say(context, linkKey ? 'refused' : 'nothing');
  const view = parseFleetView(context.req.query());
  const token = context.req.query(linkParameter);
  if (token === undefined) return answer(context, address, view, seen, ports);
  // From here on no address bar, referrer or log keeps the link.
  if (link) keepLink(context, link, token, nowMs);
  return context.redirect(
    address.account === undefined ? formatFleetView(view) : formatAddress(address),
    302,
  );
}

async function answer(
  context: Context,
  address: Address,
  view: FleetView,
  { accounts, hasFleet }: Seen,
  ports: ReaderPorts,
): Promise<Response> {
  const nowMs = ports.clock.now();
  const account = accounts.find(({ name }) => name === address.account);
  const found = account
    ? await answerReport(account, address, instantOf(nowMs), ports.archive)
    : await answerIndex(accounts, hasFleet ? { view, nowMs } : undefined, ports);
  return found ? send(context, found) : say(context, 'nothing');
}

function send(context: Context, { body, type, fileName }: ReaderAnswer): Response {
  const disposition = fileName && { 'Content-Disposition': `attachment; filename="${fileName}"` };
  return context.body(body, 200, { 'Content-Type': `${type}; charset=utf-8`, ...disposition });
}

async function say(context: Context, absence: Absence): Promise<Response> {
  return context.html(await renderPlainPage(absence), statuses[absence]);
}
