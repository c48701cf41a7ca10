import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../lambda/config/config.ts';
import { dateReportedBy, windowOf } from '../../lambda/core/time/day.ts';
import { lastDue } from '../../lambda/core/time/last-due.ts';
import { createWorld } from '../simulator/world/world.ts';

const searched = 500;

/**
 * The seed of the simulated world, the same at each start. The first time it is the first one in which last night has
 * something to tell, so that a newcomer sees an alert whatever the date.
 */
export async function chooseSeed(directory: string, config: Config, nowMs: number): Promise<number> {
  const file = join(directory, 'world-seed');
  const known = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isSafeInteger(known) && known > 0) return known;
  const seed = findTellingSeed(config, nowMs);
  await mkdir(directory, { recursive: true });
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
