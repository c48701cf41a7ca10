import { createHmac, timingSafeEqual } from 'node:crypto';

/** The scope of a link that opens the pages of all accounts; no account can have this name. */
export const allAccounts = '*';

/** What a link opens, and until when. */
export type Link = {
  /** The name of the one account whose pages it opens, or {@link allAccounts}. */
  readonly scope: string;
  /** Epoch milliseconds, cut to whole seconds when it is signed: from then on it opens nothing. */
  readonly expiresMs: number;
};

/** Where the address of a link has its token. */
export const linkParameter = 'link';

/** The days for which a link opens unless told otherwise. */
export const usualLinkDays = 14;

const version = '1';
const pattern = /^1\.([a-z0-9-]{1,40}|\*)\.([0-9a-z]{1,8})\.([\w-]{43})$/;

/**
 * A link as a text for an address or a cookie: version, scope and expiry, readable, and their HMAC-SHA256 (RFC 2104). At most 95
 * characters, of which none has to be escaped in a query or a cookie.
 */
export function signLink({ scope, expiresMs }: Link, key: string): string {
  const claims = `${version}.${scope}.${Math.floor(expiresMs / 1_000).toString(36)}`;
  return `${claims}.${macOf(claims, key)}`;
}

/** The link that a text is, if it was signed with the key, text for text, and has not expired. Never throws. */
export function readLink(token: string, key: string, nowMs: number): Link | undefined {
  const [, scope = '', expiry = '', mac = ''] = pattern.exec(token) ?? [];
  // Compared as text: the last character of Base64 has spare bits, so that several texts would stand for the same bytes.
  const expected = Buffer.from(macOf(`${version}.${scope}.${expiry}`, key));
  const given = Buffer.from(mac.padEnd(expected.length));
  const expiresMs = Number.parseInt(expiry, 36) * 1_000;
  return timingSafeEqual(given, expected) && nowMs < expiresMs ? { scope, expiresMs } : undefined;
}

/** Whether a link of this scope opens the pages of an account. */
export function opens(scope: string, account: string): boolean {
  return scope === allAccounts || scope === account;
}

/** The words in front keep a signature of something else, should the key ever sign more, from being taken for a link's. */
function macOf(claims: string, key: string): string {
  return createHmac('sha256', key).update(`vod-nightly link ${claims}`).digest('base64url');
}
