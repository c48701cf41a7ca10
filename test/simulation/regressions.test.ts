import { describe, expect, it } from 'vitest';
import { regressions } from './regressions.ts';
import { simulate } from './simulate.ts';

describe('a night', () => {
  it.each(regressions)('$name', async ({ history }) => {
    const { violations } = await simulate(history);
    expect(violations).toEqual([]);
  });
});
