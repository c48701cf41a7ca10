import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeYears } from '../../support/archive-of-years.ts';
import { runProcess } from '../../support/command-line.ts';

const tellPeak = fileURLToPath(new URL('../../support/tell-peak.ts', import.meta.url));

describe('ten years of an archive', { timeout: 120_000 }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-years-'));
    for (const years of [1, 10])
      await writeYears(join(directory, String(years), 's3/vod-nightly'), 'example', years);
  }, 120_000);
  afterAll(() => rm(directory, { recursive: true }));

  /** What a command needs at the most, KiB. */
  async function peakOf(years: number, args: readonly string[]): Promise<number> {
    const environment = { NODE_OPTIONS: `--import ${tellPeak}` };
    const place = ['--directory', join(directory, String(years))];
    const { stderr } = await runProcess([...args, ...place], environment);
    return Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
  }

  // Held in memory, the pages and snapshots of ten years took several times as much as those of one.
  it.each([
    ['query', 'SELECT max(failure) FROM days'],
    ['query', 'SELECT max(failure) FROM snapshots'],
    ['rebuild', '--account', 'example'],
    ['replay'],
    ['history'],
  ])('need less than twice the memory of one year: %s %s', async (...args) => {
    const [one, ten] = [await peakOf(1, args), await peakOf(10, args)];
    expect(one).toBeGreaterThan(0);
    expect(ten / one).toBeLessThan(2);
  });
});
