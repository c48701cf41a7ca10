import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** The time of a stage and of the warm bundles on it, which a test moves on while they run or stand still. */
export type SharedClock = {
  /** For the bundles. */
  readonly environment: { readonly CLOCK_AHEAD_FILE: string };
  /** By so many milliseconds; nobody waits for them. */
  advance(ms: number): Promise<void>;
};

/** Starts it at the machine's own time. */
export async function startSharedClock(stage: Stage): Promise<SharedClock> {
  const file = join(await mkdtemp(join(tmpdir(), 'vod-nightly-clock-')), 'ahead');
  let aheadMs = 0;
  await writeFile(file, '0');
  return {
    environment: { CLOCK_AHEAD_FILE: file },
    async advance(ms) {
      aheadMs += ms;
      stage.travel(aheadMs);
      await writeFile(file, String(aheadMs));
    },
  };
}
