import { defineConfig } from 'vitest/config';

/**
 * Folders whose tests leave nothing behind in modules, so that their files share a process: starting one for each takes longer
 * than most of them.
 */
const sharing = 'config|core|docs|infra|local|reader';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: ['test/*.test.ts', `test/!(${sharing})/**/*.test.ts`] },
      },
      {
        extends: true,
        test: { name: 'sharing', include: [`test/@(${sharing})/**/*.test.ts`], isolate: false },
      },
    ],
    // With --coverage: of the pure core, in which no branch may go untested.
    coverage: {
      include: ['lambda/core/**'],
      reporter: [['text', { skipFull: true }], 'text-summary'],
      thresholds: { branches: 100 },
    },
  },
});
