import { expect, it } from 'vitest';
import { describeFailure } from './failure.ts';
import { simulateNights } from './many-nights.ts';

/** `npm run test:nights -- --nights 60000`, which CI runs, begins with these. */
const nights = 4_000;
const threads = 2;

it('keeps every promise in 4,000 simulated nights', { timeout: 300_000 }, async () => {
  const result = await simulateNights('account', nights, 1, threads);
  if (result.brokenSeed !== undefined) expect.fail(await describeFailure('account', result.brokenSeed));
  expect(result.nights).toBeGreaterThanOrEqual(nights);
  console.log(`${result.nights} nights simulated`);
});
