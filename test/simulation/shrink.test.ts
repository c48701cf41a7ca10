import { describe, expect, it } from 'vitest';
import { shrink, without } from './shrink.ts';

const needsThreeAndSeven = async (numbers: readonly number[]) => numbers.includes(3) && numbers.includes(7);
const numbers = [1, 2, 3, 4, 5, 6, 7, 8];

describe('shrink', () => {
  it('leaves nothing out without which it would not fail, and all the rest', async () => {
    expect(await shrink(numbers, without, needsThreeAndSeven, 100)).toEqual([3, 7]);
  });

  it('gives the simplest found when its tries are over', async () => {
    expect(await shrink(numbers, without, needsThreeAndSeven, 3)).toEqual([3, 4, 5, 6, 7, 8]);
  });
});
