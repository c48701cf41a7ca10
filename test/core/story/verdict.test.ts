import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lambda/core/ledger/line.ts';
import { verdictOf, verdictOfCounts } from '../../../lambda/core/story/verdict.ts';
import { countsWith } from '../../support/counts.ts';
import { measuredLine, unavailableLine } from '../../support/lines.ts';

const failures: Finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 };
const drop: Finding = { rule: 'volumeDrop', severity: 'critical', value: 53, threshold: 60, usual: 200 };
const stuck: Finding = { rule: 'stuck', severity: 'warning', value: 4, threshold: 3 };

describe('verdictOfCounts', () => {
  it('says what the worst finding found, although another comes first', () => {
    const counts = countsWith({ failure: 13 });
    expect(verdictOfCounts(counts, [failures, drop])).toEqual({ what: 'dropped', files: 53, usual: 200 });
  });

  it('says what the first of equally bad findings found', () => {
    expect(verdictOfCounts(countsWith({ failure: 9 }), [failures, stuck]).what).toBe('failed');
  });

  it('counts waiting and running files as unfinished', () => {
    const counts = countsWith({ waiting: 3, running: 2 });
    expect(verdictOfCounts(counts, [stuck])).toEqual({ what: 'unfinished', files: 5, days: 4 });
  });
});

describe('verdictOf', () => {
  it('goes by the counts now, or says why there are none', () => {
    const line = measuredLine('2026-11-22', { counts: countsWith({ failure: 2, running: 1 }) });
    expect(verdictOf(line)).toEqual({ what: 'failed', files: 2, requested: 43, soFar: true });
    expect(verdictOf(unavailableLine('2026-11-22'))).toEqual({ what: 'unmeasured', code: 'timeout' });
  });
});
