import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import { markMustered } from '../../lambda/core/notices/outbox.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { ledgerOf } from '../support/lines.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

describe('a night of a fleet', () => {
  let stage: Stage;
  let log: string;
  let account: string;
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'night');
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      log += String(text);
      return true;
    });
    // What the vendor refuses is asked again at once.
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  beforeEach(() => {
    log = '';
    accounts += 1;
    account = `account-${accounts}`;
  });
  afterEach(() => stage.simulator.behave());
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  /** Runs a night in the fleet, or outside of one; gives why it failed. */
  async function run(shift?: string): Promise<string | undefined> {
    const event = { ...stage.event({ name: account }), ...(shift && { shift }) };
    return invokeHandler(event).then(
      () => undefined,
      (error: Error) => error.message,
    );
  }

  const fail = () => stage.simulator.behave({ reply: { kind: 'error', httpStatus: 401, code: 210 } });
  const told = async () =>
    stage.aws
      .deliveries()
      .flatMap(({ attributes: { account: of, kind, date } }) =>
        of?.value === account ? [[kind?.value, date?.value]] : [],
      );
  const notices = async () =>
    (await stage.ledger(account)).flatMap((line) => line.notices.map(({ kind, state }) => [kind, state]));

  /** The muster tells all that is left. */
  async function muster() {
    const lines = await stage.ledger(account);
    const year = Number(stage.yesterday.slice(0, 4));
    const sent = { messageId: 'muster', sentAt: new Date().toISOString() };
    const told = lines.flatMap((line) => line.notices.map(({ id }) => [id, sent] as const));
    const ledger = markMustered(ledgerOf(...lines), new Map(told));
    await stage.put(ledgerKey(account, year), formatLedgerYear(ledger, year));
  }

  it('leaves to the muster that its date is not available, and fails all the same', async () => {
    fail();
    expect(await run('seoul')).toContain(`${stage.yesterday} could not be measured`);
    expect(await notices()).toEqual([['unavailable', 'leftToMuster']]);
    expect(await told()).toEqual([]);
  });

  it('tells broken rules itself, and sums nothing up', async () => {
    expect(await run('seoul')).toBeUndefined();
    expect(await told()).toEqual([['breached', stage.yesterday]]);
    const [line] = await stage.ledger(account);
    expect(line).not.toHaveProperty('summary');
  });

  it('writes no metrics of its account, and names it in each line of the log', async () => {
    fail();
    await run('seoul');
    const entries = log.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    expect(entries.length).toBeGreaterThan(2);
    expect(entries.filter((entry) => entry.account !== account || '_aws' in entry)).toEqual([]);
  });

  it('says nothing more of a date that a later pass of it measures', async () => {
    fail();
    await run('seoul');
    stage.simulator.behave();
    expect(await run('seoul')).toBeUndefined();
    expect(await notices()).toEqual([
      ['unavailable', 'leftToMuster'],
      ['breached', 'sent'],
    ]);
    expect(await told()).toEqual([['breached', stage.yesterday]]);
  });

  it('leaves to the muster that a date is available after all, which people were told is not', async () => {
    fail();
    await run('seoul');
    await muster();
    stage.simulator.behave();
    await run('seoul');
    expect(await notices()).toEqual([
      ['unavailable', 'sent'],
      ['available', 'leftToMuster'],
      ['breached', 'sent'],
    ]);
  });

  it('leaves what an account tells itself as soon as it belongs to no fleet', async () => {
    fail();
    await run('seoul');
    await run();
    expect(await notices()).toEqual([['unavailable', 'sent']]);
    expect(await told()).toEqual([['unavailable', stage.yesterday]]);
  });
});
