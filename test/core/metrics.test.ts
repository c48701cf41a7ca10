import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildDateMetrics,
  buildFunctionMetrics,
  buildNightMetrics,
  type EmbeddedMetrics,
  functionDimension,
  shiftDimension,
} from '../../lambda/core/metrics.ts';

/** 22 November 2026 in Asia/Seoul. */
const startMs = Date.parse('2026-11-21T15:00:00Z');
const noon = Date.parse('2026-11-22T03:00:00Z');
const facts = {
  account: 'acme',
  date: '2026-11-22',
  window: { startMs, endMs: Date.parse('2026-11-22T15:00:00Z') },
  counts: { waiting: 1, running: 2, complete: 57, failure: 3, canceled: 4 },
};
const nextMorning = Date.parse('2026-11-22T16:10:05Z');

const night = {
  account: 'acme',
  date: '2026-11-22',
  measured: true,
  failures: 0,
  noticesTold: 2,
  noticesUndelivered: 0,
  ledgerConflicts: 1,
  durationMs: 1234.5,
};

/** What CloudWatch Logs would make of a document, by the rules of the specification: values by name, with units. */
function extract(document: EmbeddedMetrics): Record<string, string> {
  const read = JSON.parse(JSON.stringify(document));
  const [directive, ...others] = read._aws.CloudWatchMetrics;
  expect(others).toEqual([]);
  expect(directive.Namespace).toBe('VodNightly');
  expect(directive.Dimensions).toEqual([['account']]);
  expect(read).toMatchObject({ account: 'acme', date: '2026-11-22' });
  const entries = directive.Metrics.map(({ Name, Unit }: { Name: string; Unit: string }) => {
    expect(read[Name]).toBeTypeOf('number');
    return [Name, `${read[Name]} ${Unit}`];
  });
  return Object.fromEntries(entries);
}

describe('buildDateMetrics', () => {
  it('files the counts and the failure rate under the middle of the date', () => {
    const document = buildDateMetrics(facts, nextMorning);
    expect(document?._aws.Timestamp).toBe(noon);
    expect(document && extract(document)).toEqual({
      Waiting: '1 Count',
      Running: '2 Count',
      Complete: '57 Count',
      Failure: '3 Count',
      Canceled: '4 Count',
      FailureRate: '5 Percent',
    });
  });

  it('has no failure rate, rather than one of zero, while nothing has finished', () => {
    const counts = { waiting: 3, running: 0, complete: 0, failure: 0, canceled: 2 };
    const document = buildDateMetrics({ ...facts, counts }, nextMorning);
    expect(Object.keys(document ? extract(document) : {})).not.toContain('FailureRate');
    expect(document).not.toHaveProperty('FailureRate');
  });

  const hour = 3_600_000;
  it.each([
    ['two weeks old', noon + 336 * hour, true],
    ['older', noon + 336 * hour + 1, false],
    ['two hours ahead', noon - 2 * hour, true],
    ['further ahead', noon - 2 * hour - 1, false],
  ])('for a date that is %s says what CloudWatch accepts', (_, nowMs, accepted) => {
    expect(buildDateMetrics(facts, nowMs) !== undefined).toBe(accepted);
  });

  it('gives a rate from 0 to 100 whatever the counts', () => {
    const count = fc.nat({ max: 1_000_000_000 });
    fc.assert(
      fc.property(count, count, (complete, failure) => {
        const counts = { waiting: 0, running: 0, complete, failure, canceled: 0 };
        const rate = buildDateMetrics({ ...facts, counts }, nextMorning)?.FailureRate;
        if (complete + failure === 0) expect(rate).toBeUndefined();
        else {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

describe('buildNightMetrics', () => {
  it('files a good night under the present', () => {
    const document = buildNightMetrics(night, nextMorning);
    expect(document._aws.Timestamp).toBe(nextMorning);
    expect(extract(document)).toEqual({
      NightCompleted: '1 Count',
      NightFailed: '0 Count',
      DateUnavailable: '0 Count',
      NoticesTold: '2 Count',
      NoticesUndelivered: '0 Count',
      LedgerConflicts: '1 Count',
      DurationMs: '1234.5 Milliseconds',
    });
  });

  it.each([
    ['something failed', { failures: 2 }, '0 Count', '1 Count', '0 Count'],
    ['yesterday was not measured', { measured: false, failures: 1 }, '0 Count', '1 Count', '1 Count'],
  ])('does not call a night completed in which %s', (_, change, completed, failed, unavailable) => {
    expect(extract(buildNightMetrics({ ...night, ...change }, nextMorning))).toMatchObject({
      NightCompleted: completed,
      NightFailed: failed,
      DateUnavailable: unavailable,
    });
  });
});

describe('buildFunctionMetrics', () => {
  it('files what is counted for all accounts under the function alone', () => {
    const document = buildFunctionMetrics(
      { functionName: 'the-function' },
      { CheckCompleted: 1, AccountsMissed: 2 },
      noon,
    );
    expect(document).toEqual({
      _aws: {
        Timestamp: noon,
        CloudWatchMetrics: [
          {
            Namespace: 'VodNightly',
            Dimensions: [['function']],
            Metrics: [
              { Name: 'CheckCompleted', Unit: 'Count' },
              { Name: 'AccountsMissed', Unit: 'Count' },
            ],
          },
        ],
      },
      function: 'the-function',
      CheckCompleted: 1,
      AccountsMissed: 2,
    });
  });

  it('files what is counted for all accounts of a shift under the function and the shift, and under no account', () => {
    const of = { functionName: 'the-function', shift: 'seoul' };
    const document = buildFunctionMetrics(of, { AccountsFailed: 3, ShiftDurationMs: 60_000 }, noon);
    expect(document).toMatchObject({ function: 'the-function', shift: 'seoul', AccountsFailed: 3 });
    expect(document._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'VodNightly',
        Dimensions: [[functionDimension, shiftDimension]],
        Metrics: [
          { Name: 'AccountsFailed', Unit: 'Count' },
          { Name: 'ShiftDurationMs', Unit: 'Milliseconds' },
        ],
      },
    ]);
  });
});
