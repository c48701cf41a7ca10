import { describe, expect, it } from 'vitest';
import { runJob, shortJobs } from './jobs.ts';

describe('two nights at once', () => {
  it.each(shortJobs.map((job) => ({ job, scenario: job.scenario.name, kind: job.limits.faultKind })))(
    'keep every promise in every order of their steps and with each single $kind fault: $scenario',
    async ({ job, scenario, kind }) => {
      const { schedules, broken, firstBroken } = await runJob(job);
      if (firstBroken) expect.fail(firstBroken);
      expect(broken).toBe(0);
      console.log(`${scenario}, ${kind} faults: ${schedules} schedules`);
    },
  );
});
