import { expect, it } from 'vitest';
import { describeFailure } from './failure.ts';
import { simulateNights } from './many-nights.ts';

const nights = 20_000;
const threads = 2;

it('keeps every promise in 20,000 simulated nights', { timeout: 300_000 }, async () => {
  const result = await simulateNights(nights, 1, threads);
  if (result.brokenSeed !== undefined) expect.fail(await describeFailure(result.brokenSeed));
  expect(result.nights).toBeGreaterThanOrEqual(nights);
  console.log(`${result.nights} nights simulated`);
});
