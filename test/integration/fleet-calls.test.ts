import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFleetFrom, connectFrom } from '../../lambda/adapters/connect.ts';
import { dateReportedBy } from '../../lambda/core/time/day.ts';
import { plainTerminal } from '../../local/cli/terminal.ts';
import { runShift, type ShiftOutcome, stepsHere } from '../../local/commands/fleet/run/shift.ts';
import { type FleetStage, startFleetStage } from '../support/fleet-stage.ts';
import { createCountedWorld } from '../support/services/counted-world.ts';
import { quietDay } from '../support/stage.ts';

const accounts = 100;
const aws = {
  region: 'ap-northeast-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

/** What bench/fleet.ts measures with thousands, held here. */
describe('a night of a fleet', () => {
  let directory: string;
  let stage: FleetStage;
  let log: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-fleet-'));
    const world = createCountedWorld(1, 'Asia/Seoul');
    stage = await startFleetStage(directory, { accounts, days: 40, worldOf: () => world });
    const { shift, scheduledTime } = stage.night;
    world.setCounts(dateReportedBy(Date.parse(scheduledTime), shift.timeZone), quietDay);
    log = '';
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  async function run(): Promise<ShiftOutcome> {
    const { environment } = stage;
    const settings = { ...aws, endpoint: environment.AWS_ENDPOINT_URL ?? '' };
    const write = (line: string) => {
      log += line;
    };
    const connected = {
      connect: connectFrom(environment, write, settings),
      connectFleet: connectFleetFrom(environment, write, settings),
    };
    stage.calls.clear();
    const night = { ...stage.night, concurrency: 8 }; // one process does all, and none of it may take too long
    const terminal = plainTerminal(write, write);
    return runShift(night, stepsHere(connected, environment), terminal, new AbortController().signal);
  }

  it('makes so many calls an account, and one secret serves hundreds', async () => {
    const outcome = await run();
    expect(outcome).toMatchObject({
      passes: [{ accounts, failed: 0 }],
      muster: { isDone: true, accounts, measured: accounts, unavailable: 0, failed: 0 },
    });
    expect(Object.fromEntries(stage.calls)).toEqual({
      // Two years by the night; one by each of two listings and the muster.
      'GetObject ledger': 5 * accounts,
      'GetObject mutes': accounts,
      'PutObject snapshots': accounts,
      'PutObject ledger': accounts,
      'PutObject reports': accounts,
      ask: accounts,
      GetSecretValue: 1,
      'Publish reports': 1,
      // The file of the shift by two listings, the pass and the muster; the muster's record and the overview.
      'GetObject fleet': 6,
      'PutObject fleet': 3,
    });
  });

  it('loses no race for a ledger, as no two of its steps write one at once', () => {
    expect(log).toContain('"night"');
    expect(log).not.toContain('trying again');
  });

  it('asks nobody anything when it is run again, and reads each ledger twice', async () => {
    const outcome = await run();
    expect(outcome).toMatchObject({ passes: [], muster: { isDone: true, measured: accounts } });
    expect(stage.calls.get('ask')).toBeUndefined();
    expect(stage.calls.get('GetObject ledger')).toBe(2 * accounts);
    expect(stage.calls.get('Publish reports')).toBeUndefined();
  });
});
