import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { faultsOf } from '../support/faults.ts';

/** From which on clock changes matter here. */
const nowMs = Date.UTC(2026, 10, 27);

const fleetOf = (fleet: object) => defineConfig({ fleet } as ConfigInput, nowMs).fleet;
const faultsOfFleet = (fleet: unknown) => faultsOf(() => defineConfig({ fleet } as ConfigInput, nowMs));
const faultsOfShifts = (...shifts: unknown[]) => faultsOfFleet({ shifts });

describe('a fleet', () => {
  it('needs nothing but the name of a shift, and no accounts beside it', () => {
    expect(defineConfig({ fleet: { shifts: [{ name: 'seoul' }] } })).toMatchObject({
      accounts: [],
      fleet: {
        shifts: [{ name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' }],
        concurrency: 50,
        passes: [300, 1_800, 7_200],
        language: 'en',
      },
    });
  });

  it('may stand beside accounts that the stack knows', () => {
    const config = defineConfig({ accounts: [{ name: 'acme' }], fleet: { shifts: [{ name: 'seoul' }] } });
    expect(config.accounts.map(({ name }) => name)).toEqual(['acme']);
    expect(config.fleet?.shifts).toHaveLength(1);
  });

  it('keeps what is given', () => {
    const given = {
      shifts: [
        { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' },
        { name: 'seoul-late', timeZone: 'Asia/Seoul', time: '05:00' },
        { name: 'london', timeZone: 'Europe/London', time: '02:30' },
      ],
      ...{ concurrency: 10_000, passes: [1, 43_200], language: 'ko' },
    };
    expect(fleetOf(given)).toEqual(given);
    expect(fleetOf({ ...given, passes: [] })?.passes).toEqual([]);
  });

  it.each(['accounts', 'fleet.shifts'])(
    'cannot be named as what CDK takes for there already, in %s',
    (list) => {
      const named = [{ name: 'constructor' }];
      const config = list === 'accounts' ? { accounts: named } : { fleet: { shifts: named } };
      expect(faultsOf(() => defineConfig(config, nowMs))).toEqual([
        `${list}[0].name: has to be another name: CDK takes it for there already; it is "constructor"`,
      ]);
    },
  );

  it.each([
    [{}, 'fleet.shifts: has to be a list; it is missing'],
    [{ shifts: [] }, 'fleet.shifts: has to hold at least one shift'],
    [{ concurrency: 0 }, 'fleet.concurrency: has to be at least 1; it is 0'],
    [{ concurrency: 10_001 }, 'fleet.concurrency: has to be at most 10000; it is 10001'],
    [{ passes: [0] }, 'fleet.passes[0]: has to be at least 1; it is 0'],
    [{ passes: [43_201] }, 'fleet.passes[0]: has to be at most 43200; it is 43201'],
    [{ passes: Array.from({ length: 10 }, () => 60) }, 'fleet.passes: has to hold at most 9 passes'],
    [{ language: 'jp' }, 'fleet.language: has to be one of en, ko; it is "jp"'],
    [{ shift: [] }, 'fleet.shift: there is no such option; did you mean shifts?'],
  ])('is refused: %j', (given, fault) => {
    const fleet = 'shifts' in given || Object.keys(given).length === 0 ? given : { ...usual, ...given };
    expect(faultsOfFleet(fleet)).toEqual([fault]);
  });
  const usual = { shifts: [{ name: 'seoul' }] };
});

describe('shifts', () => {
  it('have names and times of their own, in whichever zone', () => {
    expect(faultsOfShifts({ name: 'a' }, { name: 'a', time: '02:00' })).toEqual([
      'fleet.shifts[1].name: has to be a name of its own: shifts[0] has it already; it is "a"',
    ]);
    const twin = 'has to be a time of its own in its zone: shifts[0] has it already';
    expect(faultsOfShifts({ name: 'a' }, { name: 'b' })).toEqual([`fleet.shifts[1].time: ${twin}`]);
    expect(faultsOfShifts({ name: 'a' }, { name: 'b', time: '01:10' })).toEqual([
      `fleet.shifts[1].time: ${twin}; it is "01:10"`,
    ]);
    expect(faultsOfShifts({ name: 'a' }, { name: 'b', timeZone: 'Asia/Tokyo' })).toEqual([]);
  });

  it('are due at a time that exists every day, or are refused with the nearest such time', () => {
    const london = { name: 'london', timeZone: 'Europe/London' };
    expect(faultsOfShifts({ ...london, time: '01:10' })).toEqual([
      'fleet.shifts[0].time: has to exist every day: the clocks in Europe/London skip it on 2027-03-28, and the night with it; ' +
        'the nearest time that they never skip is 00:59; it is "01:10"',
    ]);
    expect(fleetOf({ shifts: [london] })?.shifts[0]?.time).toBe('00:59');
    expect(faultsOfShifts(london, { ...london, name: 'too', time: '00:59' })).toHaveLength(1);
  });

  it('are refused for all their faults at once', () => {
    const faults = faultsOfFleet({
      shifts: [
        { name: 'Seoul', time: '1:10' },
        { timeZone: 'Seoul', time: '02:00' },
        { name: 'london', timeZone: 'Europe/London', time: '01:30' },
        { name: 'london', timeZone: 'Europe/Paris', zone: 'Paris' },
        null,
        { name: 'late', timezone: 'UTC' },
      ],
      ...{ concurrency: 1.5, passes: ['5m'] },
    });
    expect(faults.map((fault) => fault.split(': ')[0]).sort()).toEqual([
      'fleet.concurrency',
      'fleet.passes[0]',
      'fleet.shifts[0].name',
      'fleet.shifts[0].time',
      'fleet.shifts[1].name',
      'fleet.shifts[1].timeZone',
      'fleet.shifts[2].time',
      'fleet.shifts[3].name',
      'fleet.shifts[3].zone',
      'fleet.shifts[4]',
      'fleet.shifts[5].timezone',
    ]);
  });

  it.each([null, 'seoul', [], { shifts: 'seoul' }, { shifts: [null, null] }, { shifts: [5] }])(
    'are refused without falling over it: %j',
    (fleet) => {
      expect(faultsOfFleet(fleet)).not.toEqual([]);
      expect(faultsOfFleet(fleet).join()).not.toContain('of its own');
    },
  );
});
