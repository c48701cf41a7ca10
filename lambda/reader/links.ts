import { formatAddress } from '../core/links/address.ts';
import { formatFleetView } from '../core/links/fleet-address.ts';
import { allAccounts, linkParameter, signLink } from '../core/links/links.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { LinkKey } from './admission.ts';

/** What a link leads to, and until when it opens. */
type LinkTarget = {
  /** The one account whose pages it opens; without it, those of all. */
  readonly account?: string | undefined;
  /** The account's date that it shows first; without it, the newest. */
  readonly date?: CalendarDate | undefined;
  /** Epoch milliseconds. */
  readonly expiresMs: number;
};

/** Makes links to the pages of a stack's reader. */
export type Links = {
  linkTo(target: LinkTarget): Promise<string>;
  /** Links to the pages of one account's dates, all signed at once. */
  linksTo(account: string, expiresMs: number): Promise<(date: CalendarDate) => string>;
  /** Links to the page of a shift, by a link that opens the pages of all accounts. */
  linkToShift(shift: string, expiresMs: number): Promise<string>;
};

/**
 * Links to a reader at an address, signed with the key of its stack. Both reject when the key cannot be read.
 * @param url of the reader, with or without a slash at its end
 */
export function createLinks(url: string, key: LinkKey): Links {
  const root = url.replace(/\/$/, '');
  const write = (account: string | undefined, date: CalendarDate | undefined, token: string) =>
    `${root}${formatAddress({ account, date, part: 'page' })}?${linkParameter}=${token}`;
  return {
    async linkTo({ account, date, expiresMs }) {
      return write(account, date, signLink({ scope: account ?? allAccounts, expiresMs }, await key()));
    },
    async linksTo(account, expiresMs) {
      const token = signLink({ scope: account, expiresMs }, await key());
      return (date) => write(account, date, token);
    },
    async linkToShift(shift, expiresMs) {
      const token = signLink({ scope: allAccounts, expiresMs }, await key());
      return `${root}${formatFleetView({ shift })}&${linkParameter}=${token}`;
    },
  };
}
