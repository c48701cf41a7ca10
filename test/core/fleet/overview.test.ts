import { describe, expect, it } from 'vitest';
import { overviewOf, parseOverview } from '../../../lambda/core/fleet/overview.ts';
import { formatDocument } from '../../../lambda/core/text/document.ts';
import { musterDate as date, failed, measured, unavailable } from '../../support/musters.ts';
import { createLargeOverview, overviewWith, standingOf } from '../../support/overviews.ts';

const night = {
  shift: 'seoul',
  timeZone: 'Asia/Seoul',
  language: 'ko',
  date,
  due: '2026-11-22T16:10:00.000Z',
  at: '2026-11-22T18:00:00.000Z',
} as const;

describe('the overview of a shift', () => {
  it('is read as it was written', () => {
    const overview = createLargeOverview(50, 'ko');
    expect(parseOverview(formatDocument(overview))).toEqual(overview);
  });

  it('says of each account where it stands, and of what nights left to the muster nothing', () => {
    const standings = [
      measured('acme', { tags: ['gold'], worst: 'critical' }),
      unavailable('globex', 'outage'),
      failed('initech', { reason: 'nothing is recorded' }),
    ];
    const overview = overviewOf(night, standings);
    expect(overview).toStrictEqual({
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
    expect(parseOverview(formatDocument(overview))).toEqual(overview);
  });

  it.each([
    ['no JSON', '{', 'JSON'],
    ['another document', '{}', 'it is no overview'],
    ['a state that there is not', '{"account":"a","tags":[],"state":"fine"}', 'accounts[0].state'],
    [
      'counts below zero',
      '{"account":"a","tags":[],"state":"measured","counts":{"waiting":-1}}',
      'accounts[0].counts',
    ],
    ['a time zone that there is not', 'Asia/Atlantis', 'is no time zone'],
  ])('is not what is damaged, which it says: %s', (_, damage, said) => {
    const whole = formatDocument(overviewWith([standingOf('b')]));
    const text = damage.includes('"account"')
      ? whole.replace('"accounts":[', `"accounts":[${damage},`)
      : damage.includes('/')
        ? whole.replace('Asia/Seoul', damage)
        : damage;
    expect(() => parseOverview(text)).toThrow(SyntaxError);
    expect(() => parseOverview(text)).toThrow(said);
  });
});
