import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs first what most probably notices a mutant, and soonest: its own file's tests, then golden files, examples, properties. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = (this.ctx.config.related ?? []).map((file) => path.parse(file).name);
    const rankOf = ({ moduleId }: TestSpecification) => {
      const name = path.basename(moduleId, '.test.ts');
      if (mutated.some((own) => name.startsWith(own))) return 0;
      if (name.endsWith('-golden')) return 1;
      return name.endsWith('-properties') ? 3 : 2;
    };
    return files.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

/** The tests of the core that are quick enough to be run for each of thousands of mutants. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    exclude: ['test/core/time/day-zones.test.ts', 'test/boundaries.test.ts', 'test/house.test.ts'],
    setupFiles: ['test/support/fewer-runs.ts'],
    sequence: { sequencer: NearestFirst },
    testTimeout: 60_000,
  },
});
