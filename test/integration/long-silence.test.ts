import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatMutes } from '../../lambda/core/notices/mutes.ts';
import { addDays } from '../../lambda/core/time/day.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

const dayMs = 86_400_000;
/** 01:10 in Seoul on this date. */
const nightOf = (date: string) => Date.parse(`${addDays(date, -1)}T16:10:00.000Z`);

describe('a silence longer than the two years that a night reads', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(quietDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterAll(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  /** Runs the night of this date, in a world whose clocks all show it. */
  async function night(date: string) {
    const dueMs = nightOf(date);
    stage.travel(dueMs - realNow());
    vi.spyOn(Date, 'now').mockReturnValue(dueMs + 3_000);
    stage.simulator.world.setCounts(addDays(date, -1), quietDay);
    await invokeHandler({ ...stage.event({ name: 'silent' }), scheduledTime: new Date(dueMs).toISOString() });
  }
  const realNow = Date.now;

  const alerts = async () =>
    stage.aws.deliveries().filter(({ topic, recipient }) => topic === 'alerts' && /@/.test(recipient));

  it('ends with all that it held back, whatever year that is of', { timeout: 120_000 }, async () => {
    const mute = {
      ...{ until: '2029-01-31', reason: 'a long move', by: 'kim', exceptCritical: false },
      mutedAt: '2026-12-29T00:00:00.000Z',
    };
    await stage.put('mutes/account=silent/mutes.json', formatMutes('silent', [mute]));
    await night('2026-12-30');
    stage.simulator.world.setCounts('2026-12-30', badDay);
    stage.travel(nightOf('2026-12-31') - realNow());
    vi.spyOn(Date, 'now').mockReturnValue(nightOf('2026-12-31') + 3_000);
    await invokeHandler({
      ...stage.event({ name: 'silent' }),
      scheduledTime: new Date(nightOf('2026-12-31')).toISOString(),
    });
    for (const date of ['2027-01-02', '2027-12-30', '2028-01-02', '2028-12-30', '2029-01-02'])
      await night(date);
    expect(await alerts()).toEqual([]);
    await night('2029-02-01');
    expect(await alerts()).toEqual([]);
    await night('2029-02-02');
    const [told] = await alerts();
    expect(told?.attributes.noticeId?.value.split(',')).toContain('silent/2026-12-30/1');
    const lines = await stage.ledger('silent');
    expect(lines.flatMap(({ notices }) => notices.filter(({ state }) => state !== 'sent'))).toEqual([]);
    expect(lines.length).toBeGreaterThan((Date.parse('2029-02-01') - Date.parse('2026-12-29')) / dayMs - 1);
  });
});
