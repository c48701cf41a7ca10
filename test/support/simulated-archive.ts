import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { generateHistory } from '../simulation/generate.ts';
import { simulate } from '../simulation/simulate.ts';

/** What the nights of several accounts left behind, each of which had a history of its own. */
export type SimulatedArchive = ReadableArchive & {
  readonly accounts: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
};

/** Simulates as many accounts, `one-1` and so on, with the outages, corrections and crashes that come with it. */
export async function simulateArchive(count: number): Promise<SimulatedArchive> {
  const texts = new Map<string, string>();
  const accounts = Array.from({ length: count }, (_, index) => `one-${index + 1}`);
  for (const [index, account] of accounts.entries()) {
    const { archive } = await simulate(generateHistory(index + 1));
    for (const [key, text] of archive) texts.set(key.replace(/account=[^/]+/, `account=${account}`), text);
  }
  return {
    accounts,
    texts,
    listKeys: async (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)).sort(),
    read: async (key) => texts.get(key),
  };
}

/** The lines of all ledgers, each with the account that it is of, as plain JSON. */
export function linesOf({ texts }: SimulatedArchive) {
  return [...texts].flatMap(([key, text]) => {
    const account = /^ledger\/account=([^/]+)/.exec(key)?.[1];
    if (account === undefined) return [];
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => ({ account, ...JSON.parse(line) }));
  });
}
