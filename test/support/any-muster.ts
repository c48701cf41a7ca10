import fc from 'fast-check';
import { failures, type Standing } from '../../lambda/core/fleet/standing.ts';
import { faultCodes } from '../../lambda/core/ledger/measurement.ts';
import type { MusterSource } from '../../lambda/core/messages/muster/source.ts';
import { languages } from '../../lambda/core/words/language.ts';
import { anyText } from './any-text.ts';
import { anyCounts } from './counts.ts';
import { musterOf } from './musters.ts';

const anyFault = fc.record({ code: fc.constantFrom(...faultCodes), detail: anyText });
const anyDate = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22');
const anyLeft = fc.array(
  fc.record(
    {
      id: fc.constant('any'),
      kind: fc.constantFrom('unavailable', 'available'),
      date: anyDate,
      isMeasured: fc.boolean(),
      fault: anyFault,
    },
    { requiredKeys: ['id', 'kind', 'date', 'isMeasured'] },
  ),
  { maxLength: 4 },
);
const anyTags = fc.subarray(['gold', 'team-a', 'team-b']);

/** How an account may stand, but for its name. */
export const anyStanding: fc.Arbitrary<Omit<Standing, 'account'>> = fc.oneof(
  fc.record(
    {
      state: fc.constant('measured'),
      tags: anyTags,
      left: anyLeft,
      counts: anyCounts,
      worst: fc.constantFrom('warning', 'critical'),
    },
    { requiredKeys: ['state', 'tags', 'left'] },
  ),
  fc.record({ state: fc.constant('unavailable'), tags: anyTags, left: anyLeft, fault: anyFault }),
  fc.record(
    {
      state: fc.constant('failed'),
      tags: anyTags,
      left: anyLeft,
      failure: fc.constantFrom(...failures),
      reason: anyText,
    },
    { requiredKeys: ['state', 'tags', 'left'] },
  ),
);

/** Of all accounts as many as there may be of a shift, with names as long as they may be, or such as no file has. */
const anyStandings: fc.Arbitrary<Standing[]> = fc
  .record({
    some: fc.array(anyStanding, { minLength: 1, maxLength: 40 }),
    count: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 1, max: 60 }) },
      { weight: 1, arbitrary: fc.constantFrom(1_000, 10_000) },
    ),
    suffix: fc.oneof(fc.constantFrom('', '-', `-${'x'.repeat(34)}`), anyText),
  })
  .map(({ some, count, suffix }) =>
    Array.from({ length: count }, (_, index) => ({
      ...(some[index % some.length] as Omit<Standing, 'account'>),
      account: `${String(index).padStart(5, '0')}${suffix}`,
    })),
  );

/** What any muster tells of any shift, or of any part of one. */
export const anyMuster: fc.Arbitrary<MusterSource> = fc
  .record(
    {
      standings: anyStandings,
      name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/),
      language: fc.constantFrom(...languages),
      stack: fc.constantFrom('VodNightly', 'S'.repeat(128)),
      overviewUrl: fc.constant(`https://reader.example/?link=${'x'.repeat(95)}`),
      runbookUrl: fc.constant(`https://wiki.example.com/${'x'.repeat(200)}`),
      attempts: fc.nat(100_000),
      nowMs: fc.integer({ min: 1, max: 86_400_000 }).map((ms) => Date.parse('2026-11-22T16:10:00Z') + ms),
      route: fc.constant('0123456789ab'),
    },
    { requiredKeys: ['standings', 'name', 'language', 'attempts', 'nowMs'] },
  )
  .map(({ standings, name, ...given }) =>
    musterOf(standings, {
      stack: undefined,
      ...given,
      shift: { name, timeZone: 'Asia/Seoul', time: '01:10' },
    }),
  );
