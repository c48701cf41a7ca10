import { nearestWord } from '../text/nearest-word.ts';
import { zoneNames } from './zone-names.ts';

const namesByLowerCase = new Map([...zoneNames].map((name) => [name.toLowerCase(), name]));

/**
 * The tz database's own name for what somebody wrote: in the right case, for an abbreviation, for an offset of whole hours
 * or for a misspelt name. Nothing when it is anybody's guess.
 */
export function findZoneName(written: string): string | undefined {
  const text = written.trim();
  return (
    namesByLowerCase.get(text.toLowerCase()) ??
    zoneOfOffset(text) ??
    namesByLowerCase.get(resolveByIntl(text).toLowerCase()) ??
    // Java and old systems put a family in front: SystemV/PST8PDT.
    namesByLowerCase.get(text.slice(text.lastIndexOf('/') + 1).toLowerCase()) ??
    nearestWord(text, [...zoneNames])
  );
}

/** `Etc/GMT-9` for `+09:00`: these names have POSIX's sign, which is the other way round. */
function zoneOfOffset(text: string): string | undefined {
  const [, sign, hours] = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?00)?$/i.exec(text) ?? [];
  return namesByLowerCase.get(`etc/gmt${sign === '+' ? '-' : '+'}${Number(hours)}`);
}

/** What Intl makes of a name; nothing of one that it does not know. */
function resolveByIntl(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return '';
  }
}
