import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../../lambda/core/ledger/line.ts';
import { parseLedgerYear } from '../../../../lambda/core/ledger/line.ts';
import type { CalendarDate } from '../../../../lambda/core/time/day.ts';
import { judgeLedger } from '../../../../local/commands/doctor/ledger.ts';
import { readLedgerYears } from '../../../../local/machine/ledger-years.ts';
import { measuredLine, noticeOf, unavailableLine } from '../../../support/lines.ts';

const account = { name: 'acme', timeZone: 'Asia/Seoul' };
/** 02:00 in Seoul: the night that was due at 01:10 reports 2026-11-22. */
const nowMs = Date.parse('2026-11-22T17:00:00Z');
const times = { nowMs, dueMs: Date.parse('2026-11-22T16:10:00Z') };

async function judge(files: Readonly<Record<number, string>>, place = '') {
  const keyOf = (year: string) => `ledger/account=acme/year=${year}/days.jsonl`;
  const texts = new Map(Object.entries(files).map(([year, text]) => [keyOf(year), text]));
  const archive = { listKeys: async () => [...texts.keys()], read: async (key: string) => texts.get(key) };
  return judgeLedger(await readLedgerYears('acme', archive as never), account, times, place);
}

function textOf(...lines: readonly LedgerLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

const week: readonly CalendarDate[] = ['2026-11-20', '2026-11-21', '2026-11-22'];
const well = week.map((date) => measuredLine(date));
/** A week that is well but for one line of it. */
const weekWith = (line: LedgerLine) => textOf(...well.filter(({ date }) => date !== line.date), line);

describe('the doctor on a ledger', () => {
  it('has nothing against one that is whole', async () => {
    expect(await judge({ 2026: textOf(...well) })).toEqual({
      verdict: 'good',
      detail: '3 dates from 2026-11-20 without a gap, all measured',
    });
    expect(parseLedgerYear(textOf(...well))).toEqual(well);
  });

  const claim = (until: string) => [
    noticeOf('breached', { state: 'pending', claim: { holder: 'x', until } }),
  ];
  const spoiled: [string, LedgerLine, string][] = [
    [
      'a date that is not over',
      measuredLine('2026-11-23', { lastSeenAt: '2026-11-22T16:00:00.000Z' }),
      'not over yet: 2026-11-23',
    ],
    ['a date of a year to come', unavailableLine('2099-01-01'), 'not over yet: 2099-01-01'],
    [
      'counts seen in the future',
      measuredLine('2026-11-21', { lastSeenAt: '2026-11-23T01:00:00.000Z' }),
      'recorded in the future: 2026-11-21',
    ],
    [
      'an asking in the future',
      unavailableLine('2026-11-21', { askedAt: '2027-11-21T16:10:00.000Z' }),
      'recorded in the future: 2026-11-21',
    ],
    [
      'a notice of the future',
      measuredLine('2026-11-21', { notices: [noticeOf('breached', { sentAt: '2026-11-22T17:02:00.000Z' })] }),
      'recorded in the future: 2026-11-21',
    ],
    [
      'a claim that outlives its lease',
      measuredLine('2026-11-21', { notices: claim('2026-11-22T17:03:00.000Z') }),
      'claimed for longer than a minute, which blocks nights: 2026-11-21',
    ],
    [
      'a date that was settled before its end',
      measuredLine('2026-11-21', { lastSeenAt: '2026-11-21T11:00:00.000Z' }),
      'settled before it was over: 2026-11-21',
    ],
    [
      'a date in the file of another year',
      measuredLine('2025-11-21'),
      'in ledger/account=acme/year=2026/days.jsonl, but not of 2026: 2025-11-21',
    ],
  ];
  it.each(spoiled)('finds %s', async (_, line, detail) => {
    const diagnosis = await judge({ 2026: weekWith(line) });
    expect(diagnosis).toMatchObject({
      verdict: 'wrong',
      fix: 'npx vod-nightly rebuild --account acme --write',
    });
    expect(diagnosis.detail).toContain(detail);
  });

  it.each([
    ['a claim that is alive', measuredLine('2026-11-22', { notices: claim('2026-11-22T17:01:00.000Z') })],
    [
      'clocks that differ by a minute',
      measuredLine('2026-11-22', { lastSeenAt: '2026-11-22T17:01:00.000Z' }),
    ],
    [
      'a date seen in its course that is still open',
      measuredLine('2026-11-22', { lastSeenAt: '2026-11-22T11:00:00.000Z', settled: false }),
    ],
  ])('has nothing against %s', async (_, line) => {
    expect(await judge({ 2026: weekWith(line) })).toMatchObject({ verdict: 'good' });
  });

  it.each([
    ['is empty', '', 'ledger/account=acme/year=2025/days.jsonl: it is empty'],
    [
      'is cut off',
      textOf(measuredLine('2025-12-31')).slice(0, -40),
      'year=2025/days.jsonl: line 1 is not a ledger line',
    ],
    [
      'says a date twice',
      textOf(measuredLine('2025-12-31'), measuredLine('2025-12-31')),
      'more than one line',
    ],
  ])('names the year that %s, together with what is wrong with others', async (_, text, detail) => {
    const future = measuredLine('2026-11-21', { lastSeenAt: '2026-11-23T01:00:00.000Z' });
    const diagnosis = await judge({ 2025: text, 2026: weekWith(future) }, ' --stack Mine');
    expect(diagnosis.fix).toBe('npx vod-nightly rebuild --account acme --write --stack Mine');
    expect(diagnosis.detail).toContain(detail);
    expect(diagnosis.detail).toContain('recorded in the future: 2026-11-21');
  });
});
