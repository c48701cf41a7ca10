import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import type { Counts } from '../../lambda/core/ledger/measurement.ts';
import { addDays, datesBetween, yearOf } from '../../lambda/core/time/day.ts';
import { countQuestions, datesOf, openAccount, type PastAccount } from '../support/past-account.ts';
import { badDay, quietDay, type Stage, startStage } from '../support/stage.ts';

const noCounts: Counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
const off = { failureRate: false, unusualFailures: false, stuck: false } as const;
const rules = { ...off, failureCount: { warning: 10 }, volumeDrop: { warning: 70 } };
const unsettledBadDay: Counts = { ...badDay, running: 2 };

describe('a backfill', () => {
  let stage: Stage;
  let past: PastAccount;
  let accounts = 0;
  /** What the next night to come reports. */
  let tomorrow: string;

  beforeAll(async () => {
    stage = await startStage(quietDay);
    tomorrow = addDays(stage.yesterday, 1);
  });
  beforeEach(() => {
    accounts += 1;
    past = openAccount(stage, { name: `past-${accounts}`, rules });
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.aws.intervene();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('measures every date of the range once, and tells nobody', async () => {
    const published = stage.aws.deliveries().length;
    stage.simulator.world.setCounts('2026-02-10', badDay);
    const outcome = await past.fill('2026-02-01', '2026-03-31');
    expect(outcome).toMatchObject({ measured: 59, settled: 0, unavailable: [], remaining: 0, failures: [] });
    const lines = await past.measured();
    expect(datesOf(lines)).toEqual(datesBetween('2026-02-01', '2026-03-31'));
    expect(lines.find(({ date }) => date === '2026-02-10')).toMatchObject({
      counts: badDay,
      findings: [{ rule: 'failureCount', value: 12 }],
    });
    expect(lines.flatMap(({ notices }) => notices)).toEqual([]);
    expect(stage.aws.deliveries()).toHaveLength(published);
  });

  it('asks for nothing that is settled, unless it is told to, and archives nothing twice', async () => {
    await past.fill('2026-02-01', '2026-02-20');
    await past.fill('2026-02-05', '2026-02-10');
    const objects = () => stage.objects(`snapshots/account=${past.account.name}/`);
    const before = await objects();
    const skipping = await countQuestions(stage, () => past.fill('2026-02-01', '2026-02-20'));
    expect(skipping).toMatchObject({ outcome: { measured: 0, settled: 20 }, questions: 0 });
    const again = await countQuestions(stage, () => past.fill('2026-02-01', '2026-02-20', { again: true }));
    expect(again).toMatchObject({ outcome: { measured: 20, settled: 0 }, questions: 20 });
    expect(await objects()).toEqual(before);
  });

  it('judges each date with the weeks before it, in whatever order the answers come', async () => {
    stage.simulator.world.setCounts('2026-05-20', noCounts);
    let slow = 0;
    stage.simulator.behave({
      when: () => {
        slow += 1;
        return slow % 3 === 0;
      },
      transfer: { kind: 'slow', headersAfterMs: 20 },
    });
    await past.fill('2026-03-01', '2026-05-31');
    const findings = new Map(
      (await past.measured()).map((line) => [line.date, line.state === 'measured' && line.findings]),
    );
    expect(findings.get('2026-05-20')).toMatchObject([{ rule: 'volumeDrop', value: 0 }]);

    stage.simulator.behave();
    const inOrder = openAccount(stage, { name: 'in-order', rules });
    await inOrder.fill('2026-03-01', '2026-05-31', { concurrency: 1 });
    for (const line of await inOrder.measured())
      expect(line).toMatchObject({ findings: findings.get(line.date) });
  });

  describe('between a far past and the present', () => {
    it('enters as not asked for what nobody asked for, over the years, each date once', async () => {
      await past.runNight();
      const outcome = await past.fill('2024-12-20', '2025-01-10');
      const lines = await past.ledger();
      expect(datesOf(lines)).toEqual(datesBetween('2024-12-20', tomorrow));
      expect(datesOf(await past.measured())).toEqual([...datesBetween('2024-12-20', '2025-01-10'), tomorrow]);
      expect(new Set(lines.flatMap((line) => (line.state === 'measured' ? [] : line.fault.code)))).toEqual(
        new Set(['notAsked']),
      );
      expect(outcome.notAsked).toEqual(datesBetween('2025-01-11', stage.yesterday));
      expect([...(await stage.objects(`ledger/account=${past.account.name}/`)).keys()]).toEqual(
        [...new Set(lines.map(({ date }) => ledgerKey(past.account.name, yearOf(date))))].sort(),
      );
    });

    it('lets the next night find nothing to fill in but its look-back', async () => {
      await past.fill('2025-06-01', '2025-06-05');
      const before = await past.ledger();
      expect(datesOf(before)).toEqual(datesBetween('2025-06-01', stage.yesterday));
      await past.runNight();
      const after = await past.ledger();
      expect(datesOf(after)).toEqual(datesBetween('2025-06-01', tomorrow));
      const changed = after.filter(
        (line) => !before.some((old) => JSON.stringify(old) === JSON.stringify(line)),
      );
      expect(datesOf(changed)).toEqual(datesBetween(addDays(tomorrow, -past.account.lookBackDays), tomorrow));
    });

    it('lets nothing begin with an outage', async () => {
      stage.simulator.behave({ reply: { kind: 'error', httpStatus: 401 } });
      const outcome = await past.fill('2020-02-01', '2026-02-28');
      expect(outcome).toMatchObject({ measured: 0, refusal: { code: 'wrongKeys' } });
      expect(await past.ledger()).toEqual([]);
    });
  });

  describe('and the nights', () => {
    it('tells nothing of bad dates, and a night tells those that it asks for again', async () => {
      const dates = datesBetween(addDays(stage.yesterday, -9), stage.yesterday);
      for (const date of [...dates, tomorrow]) stage.simulator.world.setCounts(date, quietDay);
      const [old = '', settled = '', unsettled = ''] = [dates[0], dates[7], dates[8]];
      stage.simulator.world.setCounts(old, unsettledBadDay);
      stage.simulator.world.setCounts(settled, badDay);
      stage.simulator.world.setCounts(unsettled, unsettledBadDay);
      await past.fill(old, stage.yesterday);
      const bad = (await past.ledger()).filter(
        (line) => line.state === 'measured' && line.findings.length > 0,
      );
      expect(datesOf(bad)).toEqual([old, settled, unsettled]);
      stage.simulator.world.setCounts(unsettled, badDay);
      const good = `${stage.yesterday} recovered`;
      expect(await past.runNight()).toEqual([`${unsettled} breached`, good]);
    });

    it('leaves to the nights what they ask for again, so that no change of it stays untold', async () => {
      const { yesterday } = stage;
      for (const date of datesBetween(addDays(yesterday, -9), tomorrow))
        stage.simulator.world.setCounts(date, quietDay);
      await past.fill(addDays(yesterday, -9), addDays(yesterday, -1));
      stage.simulator.world.setCounts(yesterday, { ...quietDay, running: 1 });
      await past.fill(yesterday, yesterday);
      stage.simulator.world.setCounts(yesterday, badDay);
      const { outcome, questions } = await countQuestions(stage, () =>
        past.fill(addDays(yesterday, -9), yesterday),
      );
      expect(outcome).toMatchObject({ measured: 0, settled: 9, leftToNights: [yesterday] });
      expect(questions).toBe(0);
      expect(await past.runNight()).toEqual([`${yesterday} breached`, `${tomorrow} recovered`]);
    });

    it('does not stand in the way of a night that writes at the same time', async () => {
      await past.fill('2026-11-01', '2026-11-02');
      let nights = 0;
      stage.aws.intervene(async ({ action, resource }) => {
        if (action !== 's3:PutObject' || !resource.includes('ledger/') || nights > 0) return undefined;
        nights += 1;
        return { status: 412, code: 'PreconditionFailed', message: 'somebody else wrote it' };
      });
      expect(await past.fill('2026-11-03', '2026-11-10')).toMatchObject({ measured: 8 });
      expect(nights).toBe(1);
      expect(await past.measured()).toHaveLength(10);
    });
  });
});
