import { readFileSync } from 'node:fs';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { systemClock } from './adapters/clock.ts';
import { connectArchive } from './adapters/connect.ts';
import { createLinkKey } from './adapters/link-key.ts';
import { createSecretReader } from './adapters/secrets.ts';
import { createTelemetry } from './adapters/telemetry.ts';
import { InvalidInputError } from './errors.ts';
import { accountsFile, parseReadAccounts } from './reader/accounts.ts';
import { cookiePrefix } from './reader/admission.ts';
import { createReader } from './reader/app.ts';

const { VOD_NIGHTLY_BUCKET: bucket, VOD_NIGHTLY_LINK_KEY: secret } = process.env;
if (!bucket || !secret) {
  const missing = Object.entries({ VOD_NIGHTLY_BUCKET: bucket, VOD_NIGHTLY_LINK_KEY: secret });
  const faults = missing.flatMap(([name, value]) => (value ? [] : `${name}: has to be set`));
  throw new InvalidInputError('the environment', faults);
}

/** People wait for a page; the function itself has 30 s. */
const limit = { limitMs: 8_000 };
const stored = connectArchive(process.env);
/** Where the bundle is, this being its entry point or a chunk of it. */
const bundle = import.meta.url.replace(/chunks\/[^/]+$/, '');

const reader = handle(
  createReader({
    accounts: parseReadAccounts(readFileSync(new URL(accountsFile, bundle), 'utf8')),
    archive: {
      listKeys: (prefix) => stored.listKeys(prefix, limit),
      read: (key) => stored.read(key, limit),
    },
    clock: systemClock,
    telemetry: createTelemetry((line) => process.stdout.write(`${line}\n`), systemClock.now),
    linkKey: createLinkKey(createSecretReader({}), secret, systemClock),
  }),
);

/** What a function URL sends: payload format 2.0. */
type UrlEvent = Extract<LambdaEvent, { readonly rawPath: string }>;

/** The Lambda function behind the function URL. It logs neither event nor query: both hold links. */
export const handler = (event: UrlEvent) => reader(toReadable(event));

/**
 * What the adapter cannot make a request of, it answers itself and logs: a GET with a body, methods that no request can have, and
 * text that no header can hold. So it gets no more than is read: cookies with links, and what a browser can unpack.
 */
function toReadable(event: UrlEvent): UrlEvent {
  const { requestContext, cookies = [], headers } = event;
  const { http } = requestContext;
  const method = ['GET', 'HEAD'].includes(http.method) ? http.method : 'POST';
  const encodings = headers['accept-encoding'] ?? '';
  return {
    ...event,
    body: null,
    cookies: cookies.filter((cookie) => cookie.startsWith(cookiePrefix) && printable.test(cookie)),
    headers: printable.test(encodings) ? { 'accept-encoding': encodings } : {},
    requestContext: { ...requestContext, http: { ...http, method } },
  };
}

/** ASCII without control characters. */
const printable = /^[ -~]+$/;
