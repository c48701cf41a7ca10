import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { shiftKey } from '../../lambda/core/ledger/keys.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { quietDay, type Stage, startStage } from '../support/stage.ts';

/** Nights of a shift, its lists and its muster, as its state machine calls them. */
describe('a shift from its start to its muster', () => {
  let stage: Stage;
  let shift: { readonly name: string; readonly timeZone: string; readonly time: string };
  let scheduledTime: string;
  let accounts: string[];
  let told: number;
  let shifts = 0;

  beforeAll(async () => {
    stage = await startStage(quietDay, {
      topics: ['alerts', 'reports'].map((name) => {
        return { name, recipients: [{ protocol: 'email', address: 'all@example.com' }] };
      }),
    });
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    // What the vendor refuses is asked again at once.
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  beforeEach(async () => {
    shifts += 1;
    stage.simulator.behave();
    shift = { name: `shift-${shifts}`, timeZone: 'Asia/Seoul', time: '01:10' };
    scheduledTime = stage.event().scheduledTime;
    accounts = Array.from({ length: 6 }, (_, index) => `s${shifts}-n${index + 1}`);
    const lines = accounts.map((name) => JSON.stringify({ name, timeZone: 'Asia/Seoul', time: '01:10' }));
    await stage.put(shiftKey(shift.name), `${lines.join('\n')}\n`);
    told = stage.aws.deliveries().length;
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  const refuse = () => stage.simulator.behave({ reply: { kind: 'error', httpStatus: 401, code: 210 } });
  const heard = async () =>
    stage.aws
      .deliveries()
      .slice(told)
      .map(({ topic, attributes }) => {
        return [topic, attributes.kind?.value, attributes.severity?.value];
      });
  const notices = async () => {
    const ledgers = await Promise.all(accounts.map((account) => stage.ledger(account)));
    return new Set(
      ledgers.flat().flatMap((line) => line.notices.map(({ kind, state }) => `${kind} ${state}`)),
    );
  };

  async function invoke(event: object): Promise<Record<string, unknown>> {
    return { ...(await invokeHandler(event)) };
  }

  /** Calls the muster as the machine does: again until it is done, and after a while when another one is at it. */
  async function muster(attempts: unknown): Promise<Record<string, unknown>> {
    const routes = { alerts: [], reports: [] };
    const event = { shift, scheduledTime, startedTime: scheduledTime, attempts, language: 'en', routes };
    for (;;) {
      const answer = await invoke({ muster: event }).catch((error: Error) => {
        if (error.name !== 'ClaimedElsewhereError') throw error;
      });
      if (answer?.isDone) return answer;
      await wait(20);
    }
  }

  /** The machine; gives how many nights it started, and what the muster answered. */
  async function run(beforePass: (pass: number) => void = () => undefined) {
    let list: Record<string, unknown> = { passesMade: 0, attempts: 0 };
    for (;;) {
      const { passesMade, attempts } = list;
      list = await invoke({ list: { shift, scheduledTime, passesMade, attempts, passes: [1, 1] } });
      if (!list.again) return { attempts: list.attempts, outcome: await muster(list.attempts) };
      beforePass(Number(list.passesMade));
      const file = (await stage.objects(String(list.key))).get(String(list.key)) ?? '';
      const nights = file
        .trim()
        .split('\n')
        .map((line) => {
          return invoke({ account: JSON.parse(line), scheduledTime, shift: shift.name });
        });
      await Promise.allSettled(nights);
    }
  }

  it('asks for each account once when all is well, and sums the night up once', async () => {
    expect(await run()).toMatchObject({ attempts: 6, outcome: { measured: 6, unavailable: 0, failed: 0 } });
    expect(await heard()).toEqual([['reports', 'summary', 'info']]);
    expect(await notices()).toEqual(new Set());
  });

  it('tells an outage that lasts once, that it is over once, and then nothing more', async () => {
    refuse();
    expect(await run()).toMatchObject({ attempts: 18, outcome: { measured: 0, unavailable: 6 } });
    const first = [
      ['alerts', 'unavailable', 'warning'],
      ['reports', 'summary', 'warning'],
    ];
    expect((await heard()).toSorted()).toEqual(first);
    expect(await notices()).toEqual(new Set(['unavailable sent']));
    stage.simulator.behave();
    expect(await run()).toMatchObject({ attempts: 6, outcome: { measured: 6, unavailable: 0 } });
    const second = [
      ['alerts', 'available', 'info'],
      ['reports', 'summary', 'info'],
    ];
    expect((await heard()).slice(2).toSorted()).toEqual(second);
    expect(await notices()).toEqual(new Set(['unavailable sent', 'available sent']));
    expect(await run()).toMatchObject({ attempts: 0, outcome: { measured: 6 } });
    expect(await heard()).toHaveLength(4);
  });

  it('alerts nobody of an outage that a later pass makes up for', async () => {
    const outcome = { measured: 6, unavailable: 0, failed: 0 };
    expect(await run((pass) => (pass === 1 ? refuse() : stage.simulator.behave()))).toMatchObject({
      attempts: 12,
      outcome,
    });
    expect(await heard()).toEqual([['reports', 'summary', 'info']]);
    expect(await notices()).toEqual(new Set(['unavailable sent']));
  });

  it('tells once although it is started twice at once', async () => {
    refuse();
    const outcome = { measured: 0, unavailable: 6, failed: 0 };
    expect(await Promise.all([run(), run()])).toMatchObject([{ outcome }, { outcome }]);
    expect((await heard()).toSorted()).toEqual([
      ['alerts', 'unavailable', 'warning'],
      ['reports', 'summary', 'warning'],
    ]);
    expect(await notices()).toEqual(new Set(['unavailable sent']));
  });
});
