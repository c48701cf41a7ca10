import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseProgress } from '../../lambda/core/fleet/backfill-progress.ts';
import { backfillKey } from '../../lambda/core/ledger/keys.ts';
import { datesBetween } from '../../lambda/core/time/day.ts';
import { invokeHandler } from '../support/invoke-handler.ts';
import { countQuestions, datesOf, openAccount, type PastAccount } from '../support/past-account.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

const [from, to] = ['2025-01-01', '2025-06-30'];
const dates = datesBetween(from, to);

describe('the backfill of one account of many', () => {
  let stage: Stage;
  let past: PastAccount;
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(quietDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  beforeEach(() => {
    accounts += 1;
    past = openAccount(stage, { name: `past-${accounts}` });
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.aws.intervene();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  const progress = async (id: string) => {
    const key = backfillKey(id, past.account.name);
    return parseProgress((await stage.objects(key)).get(key) ?? '');
  };

  it('measures the dates, judges them, and tells nobody', async () => {
    stage.simulator.world.setCounts('2025-02-10', badDay);
    const published = stage.aws.deliveries().length;
    const answer = await past.callStep('whole', from, to);
    expect(answer).toMatchObject({ isDone: true, measured: dates.length, unavailable: 0, remaining: 0 });
    expect(await progress('whole')).toEqual(answer);
    const lines = await past.measured();
    expect(datesOf(lines)).toEqual(dates);
    expect(lines.find(({ date }) => date === '2025-02-10')).toMatchObject({
      findings: [{ rule: 'failureCount' }, { rule: 'failureRate' }, { rule: 'unusualFailures' }],
      notices: [],
    });
    expect(stage.aws.deliveries()).toHaveLength(published);
  });

  it('stops before the deadline of the function, and goes on until it is done, asking for no date twice', async () => {
    stage.simulator.behave({ transfer: { kind: 'slow', headersAfterMs: 100 } });
    const event = { account: past.account, backfill: { id: 'called', from, to } };
    const answers: object[] = [];
    const { questions } = await countQuestions(stage, async () => {
      do answers.push(await invokeHandler(event, { remainingMs: 5_000 }));
      while (!(await progress('called')).isDone);
    });
    expect(answers.length).toBeGreaterThan(1);
    const remaining = answers.map((answer) => (answer as { remaining: number }).remaining);
    expect(remaining).toEqual([...remaining].sort((one, other) => other - one));
    expect(answers.at(-1)).toMatchObject({ isDone: true, measured: dates.length, unavailable: 0 });
    expect(questions).toBe(dates.length + 2); // two prove the order of the window
    expect(datesOf(await past.measured())).toEqual(dates);
  });

  it('passes what cannot be measured once, so that it ends, and another backfill asks for that again', async () => {
    stage.simulator.behave({ times: 30, reply: { kind: 'truncated' } });
    const first = await past.callStep('first', from, to);
    expect(first).toMatchObject({ isDone: true, measured: dates.length - 30, unavailable: 30, remaining: 0 });
    expect(await countQuestions(stage, () => past.callStep('first', from, to))).toEqual({
      outcome: first,
      questions: 0,
    });
    const second = await past.callStep('second', from, to);
    expect(second).toMatchObject({ isDone: true, measured: 30, unavailable: 0, remaining: 0 });
    expect(datesOf(await past.measured())).toEqual(dates);
  });

  it.each([
    ['wrongKeys', 401, 200],
    ['quota', 429, 400],
  ])('gives up when it is refused, and says why: %s', async (code, httpStatus, vendorCode) => {
    await past.callStep('before', from, '2025-02-28');
    stage.simulator.behave({ reply: { kind: 'error', httpStatus, code: vendorCode } });
    const { outcome, questions } = await countQuestions(stage, () => past.callStep('refused', from, to));
    expect(outcome).toMatchObject({ isDone: true, measured: 0, refused: code });
    expect(outcome.unavailable).toBeGreaterThan(0);
    expect(outcome.unavailable + outcome.remaining).toBe(dates.length - 59);
    expect(questions).toBeLessThan(20);
    expect(await progress('refused')).toEqual(outcome);

    stage.simulator.behave();
    const again = await past.callStep('again', from, to);
    expect(again).toMatchObject({ isDone: true, measured: dates.length - 59, remaining: 0 });
  });

  it('keeps what is recorded when it cannot go on, and goes on from there', async () => {
    let puts = 0;
    stage.aws.intervene(({ action, resource }) => {
      if (action !== 's3:PutObject' || !resource.includes('snapshots/')) return undefined;
      puts += 1;
      return puts > 80 ? { status: 403, code: 'AccessDenied', message: 'no' } : undefined;
    });
    await expect(past.callStep('forbidden', from, to)).rejects.toThrow('not allowed to write snapshots/');
    expect(await progress('forbidden')).toMatchObject({ isDone: false, unavailable: 0 });
    stage.aws.intervene();
    const answer = await past.callStep('forbidden', from, to);
    expect(answer).toMatchObject({ isDone: true, unavailable: 0, remaining: 0 });
    expect(datesOf(await past.measured())).toEqual(dates);
  });

  it('does no harm when it runs twice at once', async () => {
    const answers = await Promise.all([past.callStep('twice', from, to), past.callStep('twice', from, to)]);
    for (const answer of answers)
      expect(answer).toMatchObject({ isDone: true, unavailable: 0, remaining: 0 });
    expect(datesOf(await past.measured())).toEqual(dates);
    expect((await past.ledger()).flatMap(({ notices }) => notices)).toEqual([]);
  });

  it('refuses a range that ends before it begins', async () => {
    const event = { account: past.account, backfill: { id: 'wrong', from: to, to: from } };
    await expect(invokeHandler(event)).rejects.toThrow(
      'backfill.to: has to be from, or later; it is "2025-01-01"',
    );
  });
});
