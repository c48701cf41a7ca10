import { defineConfig } from 'vitest/config';

/** The tests of the core that are quick enough to be run for each of thousands of mutants. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    exclude: ['test/core/day-zones.test.ts', 'test/core/boundaries.test.ts'],
    testTimeout: 60_000,
  },
});
