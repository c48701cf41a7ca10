import { describe, expect, it, vi } from 'vitest';
import { invokeHandler } from '../support/invoke-handler.ts';
import { quietDay, startStage } from '../support/stage.ts';

describe('150 accounts due at the same minute', () => {
  it('share no object: no night fails, and none loses a race', { timeout: 120_000 }, async () => {
    await using stage = await startStage(quietDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    const written: string[] = [];
    const logged = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const folders = new Set<string | undefined>();
    stage.aws.intervene(({ action, resource }) => {
      if (action === 's3:PutObject') {
        folders.add(/account=([^/]+)\//.exec(resource)?.[1]);
      }
      return undefined;
    });
    const names = Array.from({ length: 150 }, (_, index) => `crowd-${index}`);
    const nights = await Promise.allSettled(
      names.map((name) => invokeHandler(stage.event({ name }), { remainingMs: 300_000 })),
    );
    logged.mockRestore();
    vi.unstubAllEnvs();
    expect(nights.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(written.filter((line) => line.includes('wrote the ledger'))).toEqual([]);
    expect([...folders].sort()).toEqual(names.toSorted());
  });
});
