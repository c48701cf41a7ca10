import { describe, expect, it } from 'vitest';
import { formatOverview, overviewOf, parseOverview } from '../../../lambda/core/fleet/overview.ts';
import { musterDate as date, failed, measured, unavailable } from '../../support/musters.ts';

const night = { shift: 'seoul', date, due: '2026-11-22T16:10:00.000Z', at: '2026-11-22T18:00:00.000Z' };

describe('the overview of a shift', () => {
  it('says of each account where it stands, and of what nights left to the muster nothing', () => {
    const standings = [
      measured('acme', { tags: ['gold'], worst: 'critical' }),
      unavailable('globex', 'outage'),
      failed('initech', { reason: 'nothing is recorded' }),
    ];
    const overview = overviewOf(night, standings);
    expect(overview).toEqual({
      ...night,
      accounts: [
        {
          account: 'acme',
          tags: ['gold'],
          state: 'measured',
          counts: standings[0]?.counts,
          worst: 'critical',
        },
        { account: 'globex', tags: [], state: 'unavailable', fault: 'outage' },
        { account: 'initech', tags: [], state: 'failed', reason: 'nothing is recorded' },
      ],
    });
    expect(parseOverview(formatOverview(overview))).toEqual(overview);
  });

  it.each(['', '{}', '{"accounts":[]}'])('is refused where it is none: %j', (text) => {
    expect(() => parseOverview(text)).toThrow(SyntaxError);
  });
});
