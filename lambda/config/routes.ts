import { createHash } from 'node:crypto';
import type { Route } from './event.ts';
import type { Recipient } from './recipients.ts';

/**
 * By what those recipients filter who hear of some accounts only, in the topics of messages about several accounts: the same for
 * whoever asks for the same accounts and tags, in whatever order.
 */
export function routeIdOf({ accounts, tags }: Route): string {
  const asked = JSON.stringify({ accounts: accounts?.toSorted(), tags: tags?.toSorted() });
  return createHash('sha256').update(asked).digest('hex').slice(0, 12);
}

/** What those of the recipients ask for who hear of some accounts only; what several ask for, once. */
export function routesOf(recipients: readonly Recipient[]): Route[] {
  const routes = recipients.flatMap((recipient) => routeOf(recipient) ?? []);
  return [...new Map(routes.map((route) => [routeIdOf(route), route])).values()];
}

/**
 * Those recipients as subscribers of a topic of messages about several accounts. Each message there is for one route, so that
 * nobody hears of another's accounts, nor twice.
 */
export function routedRecipients(recipients: readonly Recipient[]): Recipient[] {
  return recipients.flatMap((recipient) => {
    const route = routeOf(recipient);
    if (!route) return [];
    const { account: _accounts, tags: _tags, ...others } = recipient.filter ?? {};
    return { ...recipient, filter: { route: [routeIdOf(route)], ...others } };
  });
}

function routeOf({ filter = {} }: Recipient): Route | undefined {
  const { account, tags } = filter;
  if (!account && !tags) return undefined;
  return {
    ...(account && { accounts: account.toSorted() }),
    ...(tags && { tags: tags.toSorted() }),
  };
}
