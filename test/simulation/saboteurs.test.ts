import { describe, expect, it } from 'vitest';
import { generateHistory } from './generate.ts';
import { saboteurs } from './saboteurs.ts';
import { simulate } from './simulate.ts';

/** A defect that takes more nights than these to be seen would slip through the 60,000 of CI too easily. */
const mostNights = 10_000;

describe('the simulation', () => {
  it.each(saboteurs)('catches a night that $name', { timeout: 120_000 }, async (sabotage) => {
    let nights = 0;
    for (let seed = 1; nights < mostNights; seed += 1) {
      const simulated = await simulate(generateHistory(seed), sabotage);
      nights += simulated.nights;
      const [first] = simulated.violations;
      if (first === undefined) continue;
      console.log(`${sabotage.name}: caught after ${nights} nights, “${first.invariant}”`);
      return;
    }
    expect.fail(`not caught in ${nights} nights`);
  });

  it.each([false, true])('gives the same history the same end, with reports: %s', async (reports) => {
    const history = { ...generateHistory(7), reports };
    const [one, other] = [await simulate(history), await simulate(history)];
    expect(one).toEqual(other);
    expect(one.fingerprint).not.toBe((await simulate({ ...generateHistory(8), reports })).fingerprint);
  });
});
