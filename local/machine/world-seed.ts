import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../lambda/config/config.ts';
import { dateReportedBy, windowOf } from '../../lambda/core/time/day.ts';
import { lastDue } from '../../lambda/core/time/last-due.ts';
import { makeFolder } from '../embedded-aws/atomic-file.ts';
import { createWorld } from '../simulator/world/world.ts';

const searched = 500;
const seedFile = (directory: string) => join(directory, 'world-seed');

/**
 * Why an API cannot be asked in a folder: what a simulator makes up and what the vendor says lie in folders of their own, as an
 * archive with both would have a wrong number. Nothing where it can.
 * @param archive the folder of the archive, below the directory
 */
export function findMixture(
  directory: string,
  archive: string,
  asked: 'simulator' | 'vendor',
): string | undefined {
  const isSimulated = existsSync(seedFile(directory));
  if (asked === 'vendor' && isSimulated)
    return (
      `${directory}: has the counts of a simulated world, among which real ones have no place; give another folder, such as ` +
      '--directory .local-real, or delete this one'
    );
  if (asked === 'simulator' && !isSimulated && existsSync(join(archive, 'ledger')))
    return (
      `${directory}: has real counts, among which those of a simulator have no place; set NCP_ACCESS_KEY and NCP_SECRET_KEY, or ` +
      'give another --directory'
    );
  return undefined;
}

/**
 * The seed of the simulated world, the same at each start. The first time it is the first one in which last night has
 * something to tell, so that a newcomer sees an alert whatever the date.
 */
export async function chooseSeed(directory: string, config: Config, nowMs: number): Promise<number> {
  const file = seedFile(directory);
  const known = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isSafeInteger(known) && known > 0) return known;
  const seed = findTellingSeed(config, nowMs);
  makeFolder(directory);
  await writeFile(file, `${seed}\n`);
  return seed;
}

function findTellingSeed({ accounts }: Config, nowMs: number): number {
  const [account] = accounts;
  const rule = account?.rules.failureCount;
  if (!account || !rule) return 1;
  const dueMs = lastDue(nowMs, account.timeZone, account.time);
  const window = windowOf(dateReportedBy(dueMs, account.timeZone), account.timeZone);
  const threshold = rule.critical ?? rule.warning;
  for (let seed = 1; seed <= searched; seed += 1) {
    if (createWorld(seed).statistics(window, nowMs).failure >= threshold) return seed;
  }
  return 1;
}
