import type { FailedFiles } from '../../lambda/core/ledger/failed-files.ts';
import { filesKey, ledgerKey, mutesKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { formatMutes, type Mute } from '../../lambda/core/notices/mutes.ts';
import { yearOf } from '../../lambda/core/time/day.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { ledgerOf } from './lines.ts';

/** An archive in memory, and every key or prefix that was asked for. */
export type CountedArchive = ReadableArchive & {
  readonly texts: Map<string, string>;
  readonly calls: string[];
};

/** An archive of these objects. */
export function createCountedArchive(texts: ReadonlyMap<string, string>): CountedArchive {
  const calls: string[] = [];
  const objects = new Map(texts);
  return {
    texts: objects,
    calls,
    listKeys: async (prefix) => {
      calls.push(`list ${prefix}`);
      return [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
    read: async (key) => {
      calls.push(`read ${key}`);
      return objects.get(key);
    },
  };
}

/** What an account has left in the archive. */
export type AccountRemains = {
  readonly lines: readonly LedgerLine[];
  readonly mutes?: readonly Mute[];
  readonly files?: readonly (FailedFiles & { readonly date: string })[];
};

/** The objects of accounts, by their names, as nights and operators write them. */
export function objectsOf(accounts: Readonly<Record<string, AccountRemains>>): Map<string, string> {
  return new Map(
    Object.entries(accounts).flatMap(([name, { lines, mutes, files = [] }]) => {
      const years = [...new Set(lines.map(({ date }) => yearOf(date)))];
      return [
        ...years.map((year): [string, string] => [
          ledgerKey(name, year),
          formatLedgerYear(ledgerOf(...lines), year),
        ]),
        ...files.map(({ date, ...found }): [string, string] => [
          filesKey(name, date, found.askedAt, '0123456789abcdef'),
          JSON.stringify(found),
        ]),
        ...(mutes ? [[mutesKey(name), formatMutes(name, mutes)] as [string, string]] : []),
      ];
    }),
  );
}
