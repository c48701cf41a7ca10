import { describe, expect, it } from 'vitest';
import { generateFleet } from './generate-fleet.ts';
import { fleetSaboteurs } from './saboteurs-of-fleets.ts';
import { simulateFleet } from './simulate-fleet.ts';

/** A defect that takes more nights of shifts than these to be seen would slip through too easily. */
const mostNights = 600;

describe('the simulation of fleets', () => {
  it.each(fleetSaboteurs)('catches $name', { timeout: 120_000 }, async (sabotage) => {
    let nights = 0;
    for (let seed = 1; nights < mostNights; seed += 1) {
      const simulated = await simulateFleet(generateFleet(seed), sabotage);
      nights += simulated.shiftNights;
      const [first] = simulated.violations;
      if (first === undefined) continue;
      console.log(`${sabotage.name}: caught after ${nights} nights of shifts, “${first.invariant}”`);
      return;
    }
    expect.fail(`not caught in ${nights} nights of shifts`);
  });

  it('gives the same history the same end', async () => {
    const [one, other] = [await simulateFleet(generateFleet(7)), await simulateFleet(generateFleet(7))];
    expect(one).toEqual(other);
    expect(one.fingerprint).not.toBe((await simulateFleet(generateFleet(8))).fingerprint);
  });
});
