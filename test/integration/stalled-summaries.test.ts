import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays, yearOf } from '../../lambda/core/day.ts';
import { ledgerKey } from '../../lambda/core/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger.ts';
import { connectFrom } from '../../lambda/environment.ts';
import { parseNightEvent } from '../../lambda/night-event.ts';
import type { Notifier } from '../../lambda/ports.ts';
import { run } from '../../lambda/run.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { ledgerOf, measuredLine } from '../support/lines.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

describe('a topic of summaries that does not answer', () => {
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

  const alerts = async () => (await stage.aws.deliveries()).filter(({ topic }) => topic === 'alerts');

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

  it('keeps no night from marking what it told: that is told once, however many summaries wait', async () => {
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

  it('gives no message so long that the claim on it runs out, and another night tells it as well', async () => {
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
});
