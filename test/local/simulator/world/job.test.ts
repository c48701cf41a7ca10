import { describe, expect, it } from 'vitest';
import { type Job, stateAt } from '../../../../local/simulator/world/job.ts';

describe('stateAt', () => {
  const job: Job = {
    index: 0,
    requestedMs: 10,
    startedMs: 20,
    endedMs: 30,
    outcome: 'failure',
    inOutage: false,
  };

  it.each([
    [9, undefined],
    [10, 'waiting'],
    [19, 'waiting'],
    [20, 'running'],
    [29, 'running'],
    [30, 'failure'],
    [1e9, 'failure'],
  ])('is at %d: %s', (atMs, state) => {
    expect(stateAt(job, atMs)).toBe(state);
  });
});
