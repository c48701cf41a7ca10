import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../local/simulator/world/world.ts';
import { monday, nightMs } from '../../local/simulator/client.ts';
import { createCountedWorld } from './counted-world.ts';

const five = { waiting: 0, running: 0, complete: 90, failure: 5, canceled: 1 };
const six = { ...five, complete: 89, failure: 6 };

describe('setCounts', () => {
  it('lays down any counts of a date, in the statistics and in the files', () => {
    const count = fc.nat(300);
    const counts = fc.record({
      waiting: count,
      running: count,
      complete: count,
      failure: count,
      canceled: count,
    });
    fc.assert(
      fc.property(counts, fc.constantFrom('Asia/Seoul', 'Etc/GMT-9'), (laid, timeZone) => {
        const world = createCountedWorld(1, timeZone);
        world.setCounts('2026-11-23', laid);
        expect(world.statistics(monday, nightMs)).toEqual(laid);
        const { files } = world.files(monday, nightMs);
        expect(files.filter(({ state }) => state === 'failure')).toHaveLength(laid.failure);
        expect(files.filter(({ state }) => state === 'waiting')).toHaveLength(laid.waiting);
      }),
    );
  });

  it('corrects them for whoever asks later: 5, then 6, then 5 again', () => {
    const world = createCountedWorld(1, 'Asia/Seoul');
    world.setCounts('2026-11-23', five);
    world.setCounts('2026-11-23', five, nightMs + 2_000);
    world.setCounts('2026-11-23', six, nightMs + 1_000);
    const failuresAt = (atMs: number) => world.statistics(monday, atMs).failure;
    expect([0, 999, 1_000, 1_999, 2_000].map((later) => failuresAt(nightMs + later))).toEqual([
      5, 5, 6, 6, 5,
    ]);
  });

  it('lets the last set win among those from the same time', () => {
    const world = createCountedWorld(1, 'Asia/Seoul');
    world.setCounts('2026-11-23', five);
    world.setCounts('2026-11-23', six);
    expect(world.statistics(monday, nightMs)).toEqual(six);
  });

  it('leaves the days beside it alone, and counts in a wider window', () => {
    const world = createCountedWorld(1, 'Asia/Seoul');
    const untouched = createWorld(1);
    world.setCounts('2026-11-23', { waiting: 0, running: 0, complete: 0, failure: 1_000_000, canceled: 0 });
    const before = { startMs: monday.startMs - 86_400_000, endMs: monday.startMs };
    expect(world.statistics(before, nightMs)).toEqual(untouched.statistics(before, nightMs));
    expect(world.statistics({}, nightMs).failure).toBeGreaterThan(1_000_000);
  });

  it('refuses counts that are negative or not whole, and what is no date of the world', () => {
    const world = createCountedWorld(1, 'Asia/Seoul');
    expect(() => world.setCounts('2026-11-23', { ...five, failure: -1 })).toThrow(RangeError);
    expect(() => world.setCounts('2026-11-23', { ...five, failure: 0.5 })).toThrow(RangeError);
    for (const date of ['2019-12-31', '2026-11-31', '2026-2-3', 'yesterday']) {
      expect(() => world.setCounts(date, five)).toThrow(RangeError);
    }
  });
});
