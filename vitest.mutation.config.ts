import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs those tests first that most probably notice a mutant, and soonest: its own file's, then golden files, examples, properties. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = (this.ctx.config.related ?? []).map((file) => path.parse(file).name);
    const rankOf = ({ moduleId }: TestSpecification) => {
      const name = path.basename(moduleId, '.test.ts');
      const isFar = mutated.some((own) => name.startsWith(own)) ? 0 : 3;
      return isFar + (name.endsWith('-golden') ? 0 : name.endsWith('-properties') ? 2 : 1);
    };
    return files.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

/** The tests of the core that are quick enough to be run for each of thousands of mutants. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    exclude: ['test/core/day-zones.test.ts', 'test/core/boundaries.test.ts'],
    setupFiles: ['test/support/fewer-runs.ts'],
    sequence: { sequencer: NearestFirst },
    testTimeout: 60_000,
  },
});
