import type fc from 'fast-check';
import { vi } from 'vitest';

// For mutation testing, where each property is run for hundreds of mutants: fewer examples, and always the same ones, so
// that a score can be had again.

const maxRuns = 40;
const seed = 4711;

vi.mock('fast-check', async (importOriginal) => {
  const { default: original } = await importOriginal<{ default: typeof fc }>();
  const assert = (property: fc.IRawProperty<unknown>, given: fc.Parameters<unknown> = {}) =>
    original.assert(property, { ...given, seed, numRuns: Math.min(given.numRuns ?? maxRuns, maxRuns) });
  return { default: { ...original, assert } };
});
