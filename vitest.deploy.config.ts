import { defineConfig } from 'vitest/config';

/** The program and its stack on AWS emulators that others wrote. It asks PyPI for them, once. */
export default defineConfig({
  test: {
    include: ['test/deploy/**/*.test.ts'],
    globalSetup: ['test/deploy/emulators.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
