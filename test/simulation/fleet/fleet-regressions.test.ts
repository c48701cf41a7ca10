import { describe, expect, it } from 'vitest';
import { fleetRegressions } from './fleet-regressions.ts';
import { simulateFleet } from './simulate-fleet.ts';

describe('a fleet', () => {
  it.each(fleetRegressions)('$name', async ({ fleet }) => {
    const { violations } = await simulateFleet(fleet);
    expect(violations).toEqual([]);
  });
});
