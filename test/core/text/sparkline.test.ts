import { describe, expect, it } from 'vitest';
import { drawSparkline, largestOf } from '../../../lambda/core/text/sparkline.ts';

describe('drawSparkline', () => {
  it.each([
    ['draws the largest number as the highest bar', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['draws what is not known as a gap, never as a zero', [0, undefined, 7], '▁·█'],
    ['draws small numbers beside a large one higher than zero', [0, 1, 1000], '▁▂█'],
    ['draws zeros alone as the lowest bar', [0, 0], '▁▁'],
    ['draws nothing known as gaps', [undefined, undefined], '··'],
  ])('%s', (_, numbers, bars) => {
    expect(drawSparkline(numbers)).toBe(bars);
  });
});

describe('largestOf', () => {
  it('is what the highest bar stands for', () => {
    expect([largestOf([3, undefined, 9]), largestOf([undefined]), largestOf([0])]).toEqual([9, 0, 0]);
  });
});
