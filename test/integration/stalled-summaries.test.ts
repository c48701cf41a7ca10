import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectFrom } from '../../lambda/adapters/connect.ts';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import { addDays, yearOf } from '../../lambda/core/time/day.ts';
import { run } from '../../lambda/night/night.ts';
import type { Notifier } from '../../lambda/ports.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { ledgerOf, measuredLine } from '../support/lines.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

describe('summaries that are not told', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  const alerts = async () => stage.aws.deliveries().filter(({ topic }) => topic === 'alerts');

  /** The ledger of an account of which so many dates before yesterday are still to be summed up. */
  async function leaveUnsummed(dates: number): Promise<void> {
    const lines = Array.from({ length: dates }, (_, index) => {
      const date = addDays(stage.yesterday, index - dates);
      const summary = { of: 'measured', state: 'pending', committedAt: `${date}T16:10:05.000Z` } as const;
      return measuredLine(date, { summary });
    });
    for (const year of new Set(lines.map(({ date }) => yearOf(date))))
      await stage.put(ledgerKey('acme', year), formatLedgerYear(ledgerOf(...lines), year));
  }

  it('keep no night from marking what it told, as their topic does not answer: that is told once', async () => {
    await leaveUnsummed(8);
    const never = new Promise<undefined>(() => undefined);
    stage.aws.intervene(({ action, resource }) =>
      action === 'sns:Publish' && resource.endsWith(':reports') ? never : undefined,
    );
    await expect(invokeHandler(stage.event(), { remainingMs: 6_000 })).rejects.toThrow('could not publish');
    expect((await alerts()).length).toBeGreaterThan(0);
    const told = (await alerts()).length;
    expect((await stage.ledger()).at(-1)?.notices).toMatchObject([{ state: 'sent' }]);
    stage.aws.intervene();
    await invokeHandler(stage.event());
    expect(await alerts()).toHaveLength(told);
    expect((await stage.ledger()).map(({ summary }) => summary?.state)).toEqual(Array(9).fill('sent'));
  });

  it('get no longer than an alert does: until the claim runs out, and another night may tell them as well', async () => {
    const { account, scheduledTime } = parseNightEvent(stage.event({ name: 'claimed' }));
    const deadlineMs = Date.now() + 300_000;
    const ports = connectFrom(stage.environment, () => undefined)(account, { deadlineMs });
    const leftMs: number[] = [];
    const watched = (notifier: Notifier | undefined): Notifier => ({
      publish: async (message, limit) => {
        const notices = (await stage.ledger('claimed')).flatMap((line) => line.notices);
        const until = Math.min(...notices.flatMap(({ claim }) => (claim ? Date.parse(claim.until) : [])));
        leftMs.push(until - Date.now() - (limit?.limitMs ?? Number.POSITIVE_INFINITY));
        return notifier?.publish(message, limit) ?? '';
      },
    });
    const watching = {
      ...ports,
      notifier: watched(ports.notifier),
      summaries: watched(ports.summaries),
    };
    await run({ account, dueMs: Date.parse(scheduledTime), holder: 'this-run', deadlineMs }, watching);
    expect(leftMs).toHaveLength(2);
    expect(Math.min(...leftMs)).toBeGreaterThan(5_000);
  });

  it('hold no alert back while another night is telling them', async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    const [date, committedAt] = [addDays(stage.yesterday, -1), `${stage.yesterday}T00:00:00.000Z`];
    const claimed = {
      of: 'measured',
      state: 'pending',
      committedAt,
      claim: { holder: 'other', until },
    } as const;
    const earlier = formatLedgerYear(ledgerOf(measuredLine(date, { summary: claimed })), yearOf(date));
    await stage.put(ledgerKey('waiting', yearOf(date)), earlier);
    const night = invokeHandler(stage.event({ name: 'waiting' }), { remainingMs: 8_000 });
    await expect(night).rejects.toThrow('another night of waiting');
    const [before, last] = await stage.ledger('waiting');
    expect(last?.notices).toMatchObject([{ state: 'sent' }]);
    expect([before?.summary, last?.summary?.state]).toEqual([claimed, 'sent']);
  });
});
