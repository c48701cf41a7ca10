import { defineConfig } from 'vitest/config';

/** What others get: the tarball, installed in folders outside the project. It asks the registry for packages. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/package/install.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
