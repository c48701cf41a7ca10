import { expect, it } from 'vitest';
import { describeFailure } from '../failure.ts';
import { simulateNights } from '../many-nights.ts';

/** `npm run test:nights -- --shift-nights 2000`, which CI runs, begins with these. */
const nights = 50;
const threads = 2;

it('keeps every promise in 50 simulated nights of shifts', { timeout: 300_000 }, async () => {
  const result = await simulateNights('fleet', nights, 1, threads);
  if (result.brokenSeed !== undefined) expect.fail(await describeFailure('fleet', result.brokenSeed));
  expect(result.nights).toBeGreaterThanOrEqual(nights);
  console.log(`${result.nights} nights of shifts simulated`);
});
