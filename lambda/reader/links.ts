import { formatAddress } from '../core/links/address.ts';
import { formatFleetView } from '../core/links/fleet-address.ts';
import { allAccounts, linkParameter, signLink } from '../core/links/links.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { LinkKey } from './admission.ts';

/** Makes links to the pages of a stack's reader, each for as long as until some epoch milliseconds. */
export type Links = ReturnType<typeof createLinks>;

/**
 * Links to a reader at an address, signed with the key of its stack. All reject when the key cannot be read.
 * @param url of the reader, with or without a slash at its end
 */
export function createLinks(url: string, key: LinkKey) {
  const root = url.replace(/\/$/, '');
  const sign = async (scope: string, expiresMs: number) =>
    `${linkParameter}=${signLink({ scope, expiresMs }, await key())}`;
  return {
    /** Links to the pages of one account's dates and to its newest, or else to that over all accounts, all signed at once. */
    async linksTo(account: string | undefined, expiresMs: number) {
      const signed = await sign(account ?? allAccounts, expiresMs);
      return (date?: CalendarDate) => `${root}${formatAddress({ account, date, part: 'page' })}?${signed}`;
    },
    /** A link to the page of a shift, that opens the pages of all accounts. */
    async linkToShift(shift: string, expiresMs: number) {
      return `${root}${formatFleetView({ shift })}&${await sign(allAccounts, expiresMs)}`;
    },
  };
}
