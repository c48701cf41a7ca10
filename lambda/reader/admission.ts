import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { allAccounts, type Link, linkParameter, readLink } from '../core/links/links.ts';

/** Gives the key that links are signed with, as it is now. */
export type LinkKey = () => Promise<string>;

/** Browsers keep no cookie for longer than 400 days, in seconds: RFC 6265bis, section 5.5. */
const cookieMaxAge = 400 * 86_400;

/**
 * What a request may see by its link and its cookies: the scopes of those that open anything, and the link in its address if that
 * does; it goes into a cookie. Each scope has a cookie of its own, so that none evicts another.
 */
export async function admit(context: Context, key: LinkKey, nowMs: number) {
  const inAddress = context.req.query(linkParameter);
  const inCookies = Object.entries(getCookie(context)).filter(([name]) => name.startsWith(cookiePrefix));
  // Most of a flood of requests carries nothing: it costs no call.
  if (inAddress === undefined && inCookies.length === 0) return { link: undefined, scopes: [] };
  const signingKey = await key();
  const link = readLink(inAddress ?? '', signingKey, nowMs);
  const links = inCookies.map(([, token]) => readLink(token, signingKey, nowMs));
  return { link, scopes: [...new Set([link, ...links].flatMap((each) => each?.scope ?? []))] };
}

/** Keeps a link in the browser for as long as it opens anything, out of reach of scripts. */
export function keepLink(context: Context, { scope, expiresMs }: Link, token: string, nowMs: number): void {
  const maxAge = Math.min(Math.floor((expiresMs - nowMs) / 1_000), cookieMaxAge);
  setCookie(context, cookieNameOf(scope), token, {
    prefix: 'host',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    maxAge,
  });
}

/** What the name of every cookie with a link begins with. */
export const cookiePrefix = '__Host-link';

/** `links` is the cookie of no account: theirs go on with a hyphen. */
function cookieNameOf(scope: string): string {
  return scope === allAccounts ? 'links' : `link-${scope}`;
}
