import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectArchive } from '../../../../lambda/adapters/connect.ts';
import type { AccountInput } from '../../../../lambda/config/account-input.ts';
import { formatShiftFile } from '../../../../lambda/config/roster.ts';
import { shiftKey } from '../../../../lambda/core/ledger/keys.ts';
import type { Archive } from '../../../../lambda/ports.ts';
import type { Wish } from '../../../../local/commands/fleet/changes.ts';
import { changeFleet, readFleet } from '../../../../local/commands/fleet/store.ts';
import { accountOf } from '../../../support/accounts.ts';
import { type Stage, startStage } from '../../../support/stage.ts';

const times = { night: '01:10', late: '04:10' };
type ShiftName = keyof typeof times;

const inShift = (shift: ShiftName, name: string, more: Partial<AccountInput> = {}) => ({
  shift,
  account: accountOf({ name, time: times[shift], ...more }),
});
const wishFor = (...accounts: Wish['accounts'][number][]): Wish => ({
  accounts,
  gone: new Set(),
  dropsDamaged: false,
});

describe('changing a fleet that others change as well', () => {
  let stage: Stage;
  let archive: Archive;
  beforeEach(async () => {
    stage = await startStage();
    const { url } = stage.aws;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    archive = connectArchive(stage.environment, { region: 'ap-northeast-2', endpoint: url, credentials });
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  let lost = 0;
  const onLost = () => {
    lost += 1;
  };
  const hurried = { clock: { now: Date.now, sleep: async () => undefined }, random: () => 0 };
  const change = async (wish: Wish, through = archive) =>
    changeFleet(wish, await readFleet(archive), through, onLost, hurried);
  const put = (shift: ShiftName, ...names: readonly string[]) =>
    stage.put(shiftKey(shift), formatShiftFile(names.map((name) => inShift(shift, name).account)));
  const names = async () =>
    Object.fromEntries(
      Array.from(await readFleet(archive), ([shift, { accounts }]) => [
        shift,
        accounts.map(({ name }) => name),
      ]),
    );

  /** Somebody who writes before each of our first writes. */
  const rivalled = (writes: number, write: (attempt: number) => Promise<void>): Archive => {
    let attempt = 0;
    return {
      ...archive,
      replace: async (object, version) => {
        attempt += 1;
        if (attempt <= writes) await write(attempt);
        return archive.replace(object, version);
      },
    };
  };

  it('reads again and changes what the other has written', async () => {
    await put('night', 'acme');
    lost = 0;
    const theirs = rivalled(3, (attempt) => put('night', 'acme', `theirs-${attempt}`));
    const changes = await change(
      wishFor(inShift('night', 'ours'), inShift('night', 'acme', { tags: ['gold'] })),
      theirs,
    );
    expect(lost).toBe(3);
    expect(await names()).toEqual({ night: ['acme', 'ours', 'theirs-3'] });
    expect(changes).toEqual([
      { account: 'ours', kind: 'added', shift: 'night', fields: [] },
      {
        account: 'acme',
        kind: 'changed',
        shift: 'night',
        fields: [{ field: 'tags', before: [], after: ['gold'] }],
      },
    ]);
  });

  it('begins a file as well as it changes one', async () => {
    lost = 0;
    await change(
      wishFor(inShift('night', 'ours')),
      rivalled(1, () => put('night', 'theirs')),
    );
    expect([lost, await names()]).toEqual([1, { night: ['ours', 'theirs'] }]);
  });

  it('removes nobody who came meanwhile', async () => {
    await put('night', 'acme', 'globex');
    const wish = { ...wishFor(inShift('night', 'acme')), gone: new Set(['globex']) };
    await change(
      wish,
      rivalled(1, () => put('night', 'acme', 'globex', 'theirs')),
    );
    expect(await names()).toEqual({ night: ['acme', 'theirs'] });
  });

  it('gives up after twelve lost races, and says of which file', async () => {
    const always = rivalled(99, (attempt) => put('night', `theirs-${attempt}`));
    await expect(change(wishFor(inShift('night', 'ours')), always)).rejects.toThrow(
      'could not write fleet/accounts/night.jsonl',
    );
    expect(await names()).toEqual({ night: ['theirs-12'] });
  });

  it('has whoever two move at once, each to another shift, in one of them', async () => {
    await put('night', 'acme');
    await put('late', 'acme');
    let arrived = 0;
    let open: () => void = () => undefined;
    const bothThere = new Promise<void>((resolve) => {
      open = resolve;
    });
    const together: Archive = {
      ...archive,
      replace: async (object, version) => {
        arrived += 1;
        if (arrived === 2) open();
        await bothThere;
        return archive.replace(object, version);
      },
    };
    const move = async (shift: ShiftName) =>
      changeFleet(wishFor(inShift(shift, 'acme')), await readFleet(archive), together, onLost);
    await Promise.all([move('night'), move('late')]);
    expect(Object.values(await names()).flat()).toEqual(['acme']);
  });

  it('has whoever moves in a shift at every moment, also where two change places', async () => {
    await put('night', 'acme', 'stays');
    await put('late', 'globex');
    const seen: unknown[] = [];
    const watched: Archive = {
      ...archive,
      replace: async (object, version) => {
        const next = await archive.replace(object, version);
        seen.push(await names());
        return next;
      },
    };
    await change(wishFor(inShift('late', 'acme'), inShift('night', 'globex')), watched);
    expect(seen).toHaveLength(4);
    for (const moment of seen) {
      const everywhere = Object.values(moment as Record<string, string[]>).flat();
      expect(everywhere).toEqual(expect.arrayContaining(['acme', 'globex', 'stays']));
    }
    expect(await names()).toEqual({ late: ['acme'], night: ['globex', 'stays'] });
  });

  it('ends a move that broke off, and says so', async () => {
    await put('night', 'acme');
    await put('late', 'acme');
    const changes = await change(wishFor(inShift('late', 'acme')));
    expect(changes).toEqual([{ account: 'acme', kind: 'moved', from: 'night', shift: 'late', fields: [] }]);
    expect(await names()).toEqual({ late: ['acme'], night: [] });
  });

  it('writes no file of which nothing changes', async () => {
    await put('night', 'acme');
    await put('late', 'globex');
    const written: string[] = [];
    const watched: Archive = {
      ...archive,
      replace: async (object, version) => {
        written.push(object.key);
        return archive.replace(object, version);
      },
    };
    await change(wishFor(inShift('night', 'acme'), inShift('late', 'globex', { lookBackDays: 3 })), watched);
    expect(written).toEqual([shiftKey('late')]);
  });
});
