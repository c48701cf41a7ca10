import { type Overview, overviewOf } from '../../lambda/core/fleet/overview.ts';
import type { Standing } from '../../lambda/core/fleet/standing.ts';
import { overviewKey } from '../../lambda/core/ledger/keys.ts';
import { formatDocument } from '../../lambda/core/text/document.ts';
import type { Language } from '../../lambda/core/words/language.ts';
import { countsWith } from './counts.ts';

/** When the shifts of these tests were due, for the nights of 26 November in Seoul, and when they were mustered. */
export const due = '2026-11-26T16:10:00.000Z';
const at = '2026-11-26T18:52:07.318Z';

/** An account that is well, but for what is given. */
export function standingOf(account: string, given: Partial<Standing> = {}): Standing {
  return { account, tags: [], state: 'measured', counts: countsWith({}), left: [], ...given };
}

/** An account of which the vendor said nothing. */
export function unavailableOf(account: string, given: Partial<Standing> = {}): Standing {
  const { counts: _none, ...rest } = standingOf(account);
  return { ...rest, state: 'unavailable', fault: { code: 'wrongKeys', detail: 'refused' }, ...given };
}

/** An account whose night did not come to its end. */
export function failedOf(account: string, reason: string): Standing {
  const { counts: _none, ...rest } = standingOf(account);
  return { ...rest, state: 'failed', failure: 'notRecorded', reason };
}

/** The overview of a shift in Seoul. */
export function overviewWith(standings: readonly Standing[], given: Partial<Overview> = {}): Overview {
  const night = {
    shift: 'seoul',
    timeZone: 'Asia/Seoul',
    language: 'en',
    date: '2026-11-26',
    due,
    at,
  } as const;
  return { ...overviewOf(night, standings), ...given };
}

/** The objects of overviews, by the shifts that their keys name. */
export function overviewObjects(...overviews: readonly Overview[]): [string, string][] {
  return overviews.map((overview) => [overviewKey(overview.shift), formatDocument(overview)]);
}

/** The name of an account among many. */
export const nameOf = (index: number) => `studio-${String(index).padStart(5, '0')}`;

/** A shift of many accounts with tags, of which one failed, two have wrong keys, one is critical and one worth a warning. */
export function createLargeOverview(accounts: number, language: Language = 'en'): Overview {
  const tags = ['gold', 'silver', 'team-a', 'team-b', 'team-c', 'trial'];
  const standings = Array.from({ length: accounts }, (_, index) =>
    standingOf(nameOf(index), {
      tags: [tags[index % 2], tags[2 + (index % 4)]].flatMap((tag) => tag ?? []),
      counts: countsWith({ complete: (index * 37) % 900, failure: index % 3 }),
    }),
  );
  const bad = [
    failedOf(nameOf(7), 'nothing is recorded of 2026-11-26'),
    ...[12, 13].map((index) => unavailableOf(nameOf(index), { tags: ['gold'] })),
    standingOf(nameOf(20), {
      worst: 'critical',
      counts: countsWith({ failure: 24 }),
      tags: ['gold', 'team-a'],
    }),
    standingOf(nameOf(21), { worst: 'warning', counts: countsWith({ failure: 8, running: 2 }) }),
  ];
  const named = new Map([...standings, ...bad].map((standing) => [standing.account, standing]));
  return overviewWith([...named.values()], { language });
}
