import type { CalendarDate } from './core/day.ts';
import { allAccounts, signLink } from './core/links.ts';
import { formatAddress } from './core/report/address.ts';
import type { LinkKey } from './reader/admission.ts';
import { linkParameter } from './reader/admission.ts';

/** What a link leads to, and until when it opens. */
export type LinkTarget = {
  /** The one account whose pages it opens; without it, those of all. */
  readonly account?: string | undefined;
  /** The account's date that it shows first; without it, the newest. */
  readonly date?: CalendarDate | undefined;
  /** Epoch milliseconds. */
  readonly expiresMs: number;
};

/** Makes links to the pages of a stack's reader. */
export type Links = { linkTo(target: LinkTarget): Promise<string> };

/**
 * Links to a reader at an address, signed with the key of its stack. `linkTo` rejects when the key cannot be read.
 * @param url of the reader, with or without a slash at its end
 */
export function createLinks(url: string, key: LinkKey): Links {
  return {
    async linkTo({ account, date, expiresMs }) {
      const token = signLink({ scope: account ?? allAccounts, expiresMs }, await key());
      const path = formatAddress({ account, date, part: 'page' });
      return `${url.replace(/\/$/, '')}${path}?${linkParameter}=${token}`;
    },
  };
}
