import { describe, expect, it } from 'vitest';
import { runJob } from './jobs.ts';
import { saboteurs } from './saboteurs.ts';
import { scenarios } from './scenarios.ts';

const scenario = scenarios.find(({ name }) => name === 'two neighbouring dates');

describe('exploring all schedules', () => {
  it.each(Object.values(saboteurs))('finds a night that $name', { timeout: 120_000 }, async (sabotage) => {
    if (!scenario) return expect.fail('there is no such scenario');
    const limits = { faults: 0, faultKind: 'crash', jumps: 1 } as const;
    const { schedules, firstBroken } = await runJob({ scenario, limits }, { sabotage, isEnough: true });
    expect(firstBroken).toMatch(/^“/);
    console.log(`${sabotage.name}: schedule ${schedules}, ${firstBroken?.split(',')[0]}`);
  });
});
