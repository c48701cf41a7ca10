import { expect, it } from 'vitest';
import { explore } from './explore.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';
import { undisturbed } from './scheduler.ts';
import { areIndependent } from './steps.ts';
import { withoutTimeLimits } from './time-limits.ts';

/** Every end that the first scenario comes to: what lies in the bucket, and what was told. */
async function ends(areSwappable: typeof areIndependent) {
  const [first] = scenarios;
  const found = new Set<string>();
  const { schedules } = await explore(async (choose) => {
    const played = first && (await play(first, undisturbed, choose));
    if (!played) return true;
    const told = played.journal.map((one) => (one.kind === 'published' ? one.published.text : ''));
    found.add(JSON.stringify([[...played.archive].sort(), told.filter((text) => text !== '')]));
    return true;
  }, areSwappable);
  return { found, schedules };
}

it('two nights come to no other end in all orders than in those that are said to make a difference', {
  timeout: 120_000,
}, async () => {
  const [few, all] = await withoutTimeLimits(async () => [
    await ends(areIndependent),
    await ends(() => false),
  ]);
  expect(all.schedules).toBeGreaterThan(10 * few.schedules);
  expect(few.found).toEqual(all.found);
  console.log(`${few.schedules} schedules of ${all.schedules} make a difference, in ${all.found.size} ends`);
});
