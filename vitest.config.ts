import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: '100%',
    // With --coverage: of the pure core, in which no branch may go untested.
    coverage: {
      include: ['lambda/core/**'],
      reporter: [['text', { skipFull: true }], 'text-summary'],
      thresholds: { branches: 100 },
    },
  },
});
