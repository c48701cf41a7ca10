import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Counts } from '../../lambda/core/ledger/measurement.ts';
import { datesBetween } from '../../lambda/core/time/day.ts';
import { startLimitedVendor } from '../support/limited-vendor.ts';
import { countQuestions, openAccount, type PastAccount } from '../support/past-account.ts';
import { quietDay, type Stage, startStage } from '../support/stage.ts';

const noCounts: Counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };

describe('the asking of a backfill', () => {
  let stage: Stage;
  let past: PastAccount;
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(quietDay);
  });
  beforeEach(() => {
    accounts += 1;
    past = openAccount(stage, { name: `past-${accounts}` });
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.aws.intervene();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  describe('asks', () => {
    it('one date after the other until an order of the window is proven, then several at once', async () => {
      await using vendor = await startLimitedVendor(stage.simulator.url, 1_000);
      for (const date of datesBetween('2021-03-01', '2021-03-05'))
        stage.simulator.world.setCounts(date, noCounts);
      await past.fill('2021-03-01', '2021-04-30', { concurrency: 6, url: vendor.url });
      // Two for each date of zeros, under either order, and two for the date that proves the first order.
      expect(vendor.underWay.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 1));
      expect(Math.max(...vendor.underWay)).toBe(6);
    });

    it('no more at once than the vendor takes, and measures all of it', async () => {
      await using vendor = await startLimitedVendor(stage.simulator.url, 3);
      const outcome = await past.fill('2025-01-01', '2025-06-30', { concurrency: 32, url: vendor.url });
      expect(outcome).toMatchObject({ measured: 181, unavailable: [] });
      expect(vendor.refused()).toBeGreaterThan(0);
      expect(vendor.refused()).toBeLessThan(181);
      expect(Math.max(...vendor.underWay)).toBeLessThan(16);
    });

    it('one at a time when it is told to', async () => {
      await using vendor = await startLimitedVendor(stage.simulator.url, 1);
      await past.fill('2025-01-01', '2025-01-31', { concurrency: 1, url: vendor.url });
      expect(vendor.refused()).toBe(0);
    });
  });

  describe('ends early', () => {
    const failing = (httpStatus: number, code: number, from: number) => {
      let count = 0;
      stage.simulator.behave({
        when: () => {
          count += 1;
          return count >= from;
        },
        reply: { kind: 'error', httpStatus, code },
      });
    };

    it.each([
      ['quota', 429, 400],
      ['permission', 401, 210],
      ['wrongKeys', 401, 200],
    ])('when asking on is useless, and keeps what it has: %s', async (code, httpStatus, vendorCode) => {
      failing(httpStatus, vendorCode, 20);
      const { outcome, questions } = await countQuestions(stage, () => past.fill('2025-01-01', '2025-04-30'));
      expect(outcome.refusal).toMatchObject({ code });
      expect(outcome.measured).toBeGreaterThanOrEqual(10);
      expect(new Set(outcome.unavailable.map(({ fault }) => fault.code))).toEqual(new Set([code]));
      expect(outcome.measured + outcome.unavailable.length + outcome.remaining).toBe(120);
      expect(questions).toBeLessThan(100);
      const measured = await past.measured();
      expect(measured).toHaveLength(outcome.measured);

      stage.simulator.behave();
      const rest = await countQuestions(stage, () => past.fill('2025-01-01', '2025-04-30'));
      expect(rest).toMatchObject({
        outcome: { measured: 120 - outcome.measured, settled: outcome.measured, unavailable: [] },
        questions: 120 - outcome.measured,
      });
    });

    it('after five dates in a row without an answer, but not after one', async () => {
      failing(503, 500, 40);
      const outage = await past.fill('2025-01-01', '2025-04-30', { concurrency: 1 });
      expect(outage).toMatchObject({ measured: 37, refusal: { code: 'outage' }, remaining: 120 - 37 - 5 });
      stage.simulator.behave({ times: 6, reply: { kind: 'error', httpStatus: 503 } });
      const again = await past.fill('2025-03-01', '2025-03-31', { concurrency: 1 });
      expect(again).toMatchObject({ measured: 30, unavailable: [{ date: '2025-03-01' }], remaining: 0 });
    });

    it('not for answers that cannot be used: the next date may do better', async () => {
      await past.fill('2025-01-01', '2025-01-01');
      stage.simulator.behave({ times: 10, reply: { kind: 'truncated' } });
      const outcome = await past.fill('2025-01-02', '2025-01-31');
      expect(outcome).toMatchObject({ measured: 20, remaining: 0 });
      expect(outcome.refusal).toBeUndefined();
    });

    it('when answers cannot be archived, with what was archived before', async () => {
      let puts = 0;
      stage.aws.intervene(({ action, resource }) => {
        if (action !== 's3:PutObject' || !resource.includes('snapshots/')) return undefined;
        puts += 1;
        return puts > 12 ? { status: 403, code: 'AccessDenied', message: 'no' } : undefined;
      });
      const outcome = await past.fill('2025-01-01', '2025-04-30');
      expect(outcome.measured).toBe(12);
      expect(outcome.failures.map(({ name }) => name)).toContain('ForbiddenError');
      expect(await past.measured()).toHaveLength(12);
    });

    it('when it is interrupted, and goes on where it was', async () => {
      const controller = new AbortController();
      const onProgress = ({ done }: { done: number }) => {
        if (done === 40) controller.abort();
      };
      const outcome = await past.fill('2023-01-01', '2023-04-30', { signal: controller.signal, onProgress });
      expect(outcome.interrupted).toBe(true);
      expect(outcome.measured).toBeGreaterThanOrEqual(40);
      expect(outcome.measured).toBeLessThanOrEqual(48);
      const rest = await countQuestions(stage, () => past.fill('2023-01-01', '2023-04-30'));
      expect(rest.questions).toBe(120 - outcome.measured);
      expect(await past.measured()).toHaveLength(120);
    });
  });
});
