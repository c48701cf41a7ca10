import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStanding, yearsToRead } from '../../../lambda/core/fleet/read-standing.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { noteUnsentYears } from '../../../lambda/core/notices/unsent-years.ts';
import { addDays, yearOf } from '../../../lambda/core/time/day.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const date = '2026-11-22';
const now = '2026-11-23T01:10:00.000Z';
const account = { name: 'acme', tags: ['gold'] };
const identity = { account: 'acme', tags: ['gold'] };

/** The years as they lie in the archive. */
function textsOf(...lines: readonly LedgerLine[]): Map<number, string> {
  const ledger = noteUnsentYears(new Map(), ledgerOf(...lines));
  const years = new Set([...ledger.keys()].map(yearOf));
  return new Map([...years].map((year) => [year, formatLedgerYear(ledger, year)]));
}

function standingOf(...lines: readonly LedgerLine[]) {
  return readStanding(account, date, textsOf(...lines), now);
}

const left = noticeOf('unavailable', { id: 'acme/left', state: 'leftToMuster' });
const outage = { code: 'outage', detail: 'no "answer"' } as const;

describe('where an account stands', () => {
  it('is measured, with its counts and how bad they are', () => {
    const counts = countsWith({ failure: 12 });
    const finding = { rule: 'failureCount', severity: 'critical', value: 12, threshold: 10 } as const;
    expect(standingOf(measuredLine(date, { counts }), unavailableLine('2026-11-21'))).toEqual({
      ...identity,
      state: 'measured',
      counts,
      left: [],
    });
    expect(standingOf(measuredLine(date, { findings: [finding] }))).toMatchObject({ worst: 'critical' });
  });

  it('is unavailable, with its fault', () => {
    expect(standingOf(unavailableLine(date, { fault: outage }))).toEqual({
      ...identity,
      state: 'unavailable',
      fault: outage,
      left: [],
    });
  });

  it('is failed where nothing is recorded of the date, or nothing at all', () => {
    const failed = { ...identity, state: 'failed', failure: 'notRecorded' };
    const reason = `nothing is recorded of ${date}`;
    expect(standingOf(measuredLine('2026-11-21'))).toEqual({ ...failed, reason, left: [] });
    expect(readStanding(account, date, new Map([[2026, undefined]]), now)).toMatchObject(failed);
    expect(standingOf(unavailableLine('2026-11-21', { notices: [left] })).left).toHaveLength(1);
  });

  it('is failed where something is told to nobody, of whatever date, though the date is measured', () => {
    const [first, second] = ['acme/2026-11-20/1', 'acme/2026-11-20/2'].map((id) =>
      noticeOf('breached', { id, state: 'pending' }),
    ) as [Notice, Notice];
    const notices = [first, second];
    const standing = standingOf(measuredLine('2026-11-20', { notices }), measuredLine(date));
    expect(standing).toEqual({
      ...identity,
      state: 'failed',
      failure: 'notTold',
      reason: 'not told: acme/2026-11-20/1, acme/2026-11-20/2',
      counts: measuredLine(date).counts,
      left: [],
    });
  });

  it.each([
    [
      'is being told right now',
      { state: 'pending', claim: { holder: 'a', until: '2026-11-23T01:10:00.001Z' } },
    ],
    ['is held back', { state: 'heldBack' }],
    ['was told', { state: 'sent' }],
  ] as const)('wants nothing of what %s', (_, given) => {
    const notices: Notice[] = [noticeOf('breached', given)];
    expect(standingOf(measuredLine(date, { notices })).state).toBe('measured');
  });

  it('wants what a night that died was telling', () => {
    const claim = { holder: 'a', until: now };
    const notices = [noticeOf('breached', { state: 'pending', claim })];
    expect(standingOf(measuredLine(date, { notices })).failure).toBe('notTold');
  });

  it('has all that is left to the muster, oldest date first, with what became of it', () => {
    const back = noticeOf('available', { id: 'acme/back', state: 'leftToMuster' });
    const lines = [
      measuredLine(date, { notices: [{ ...left, id: 'acme/since' }, back] }),
      unavailableLine('2025-12-31', { fault: outage, notices: [left] }),
    ];
    expect(standingOf(...lines)).toMatchObject({ state: 'measured' });
    expect(standingOf(...lines).left).toStrictEqual([
      { id: 'acme/left', kind: 'unavailable', date: '2025-12-31', isMeasured: false, fault: outage },
      { id: 'acme/since', kind: 'unavailable', date, isMeasured: true },
      { id: 'acme/back', kind: 'available', date, isMeasured: true },
    ]);
  });
});

describe('a notice of what a date came to', () => {
  it('is not for the muster, though a ledger says that it was left to it', () => {
    const notices = [noticeOf('breached', { state: 'leftToMuster' })];
    expect(standingOf(measuredLine(date, { notices }))).toMatchObject({ state: 'measured', left: [] });
  });
});

describe('a ledger that is damaged', () => {
  const other = JSON.stringify(measuredLine('2026-11-21', { notices: [left] }));
  const good = JSON.stringify(measuredLine(date));
  it.each([
    ['cut off', `${other}\n${good.slice(0, -9)}`, 'line 2 is not a ledger line: SyntaxError'],
    [
      'cut off at another date',
      `${other.slice(0, -9)}\n${good}\n`,
      'line 1 is not a ledger line: SyntaxError',
    ],
    [
      'begun in the middle of another date',
      `${other.replace('"leftToMuster"', '"sent"').slice(9)}\n${good}\n`,
      'line 1 is not a ledger line: SyntaxError',
    ],
    [
      'ended in the middle of another date',
      `${other.replace('"leftToMuster"', '"sent"').slice(0, -9)}\n${good}\n`,
      'line 1 is not a ledger line: SyntaxError',
    ],
    ['begun in the middle', `${good.slice(9)}\n`, 'line 1 is not a ledger line: SyntaxError'],
    ['of no such form', `${good.replace('revision', 'revisoin')}\n`, 'line 1 is not a ledger line: revision'],
    ['in possession of two lines of a date', `${good}\n${good}\n`, `${date} has more than one line`],
  ])('is failed where it is %s, and throws nothing', (_, text, reason) => {
    expect(readStanding(account, date, new Map([[2026, text]]), now)).toEqual({
      ...identity,
      state: 'failed',
      failure: 'unreadable',
      reason: expect.stringContaining(reason),
      left: [],
    });
  });

  it('is not looked at where nothing is to be told, but for both ends of its lines', () => {
    const text = `{"date":"2026-11-20", and so on}\n${good}\n`;
    expect(readStanding(account, date, new Map([[2026, text]]), now).state).toBe('measured');
  });
});

describe('the years to read', () => {
  const text = formatLedgerYear(ledgerOf(measuredLine(date)), 2026);
  it.each([
    ['that of the date, first', [], [2026]],
    ['no other where that has notes of none', [[2026, text]], []],
    ['the one before, where that has none', [[2026, undefined]], [2025]],
    ['the one before, where nothing is left of that', [[2026, '\n']], [2025]],
    [
      'none before an account began',
      [
        [2026, undefined],
        [2025, undefined],
      ],
      [],
    ],
  ] as const)('are %s', (_, read, expected) => {
    expect(yearsToRead(date, new Map<number, string | undefined>(read))).toEqual(expected);
  });

  it('are those that its first line notes', () => {
    const texts = textsOf(
      ...['2023-03-01', '2024-03-01'].map((of) => unavailableLine(of, { notices: [left] })),
      measuredLine('2026-11-21'),
      measuredLine(date),
    );
    expect(yearsToRead(date, new Map([[2026, texts.get(2026)]]))).toEqual([2023, 2024]);
    expect(yearsToRead(date, texts)).toEqual([]);
  });

  it.each([
    ['with blanks in it', '{"unsentYears" : [2023, 2024] }', [2023, 2024]],
    ['before another list', '{"unsentYears":[2024],"notices":[]}', [2024]],
    ['that is not on its first line', '{"date":"2026-01-01"}\n{"unsentYears":[2024]}', []],
  ])('are told by a note %s', (_, noted, years) => {
    expect(yearsToRead(date, new Map([[2026, `${noted}\n`]]))).toEqual(years);
  });
});

const anyNotice: fc.Arbitrary<Notice> = fc
  .record({
    kind: fc.constantFrom('unavailable', 'available', 'breached'),
    state: fc.constantFrom('pending', 'heldBack', 'leftToMuster', 'sent', 'sent'),
  })
  .filter(({ kind, state }) => kind !== 'breached' || state !== 'leftToMuster')
  .map(({ kind, state }) => noticeOf(kind, { state }));
const anyLines = fc
  .array(
    fc.record({
      daysAgo: fc.nat(1_000),
      isMeasured: fc.boolean(),
      notices: fc.array(anyNotice, { maxLength: 3 }),
      detail: fc.constantFrom('', date, `"${date}"`, '"state":"pending"'),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ daysAgo, isMeasured, notices, detail }): LedgerLine => {
      const on = addDays(date, -daysAgo);
      const named = notices.map((notice, index) => ({ ...notice, id: `acme/${on}/${index + 1}` }));
      const fault = { code: 'outage', detail } as const;
      return isMeasured
        ? measuredLine(on, { notices: named })
        : unavailableLine(on, { notices: named, fault });
    }),
  );

describe('any ledger', () => {
  it('is read as if all of it were parsed, as far as its notes lead', () => {
    fc.assert(
      fc.property(anyLines, (given) => {
        const lines = [...ledgerOf(...given).values()];
        const all = textsOf(...lines);
        const texts = new Map<number, string | undefined>();
        for (let years = yearsToRead(date, texts); years.length > 0; years = yearsToRead(date, texts))
          for (const year of years) texts.set(year, all.get(year));
        const { state, left: found } = readStanding(account, date, texts, now);
        // Without a line of the year or the one before there is no note.
        const isNoted = lines.some((line) => yearOf(line.date) >= 2025);
        const notices = isNoted ? lines.flatMap((line) => line.notices) : [];
        const idsIn = (wanted: string) => notices.flatMap((one) => (one.state === wanted ? one.id : []));
        expect(found.map(({ id }) => id).sort()).toEqual(idsIn('leftToMuster').sort());
        const line = lines.find((one) => one.date === date);
        expect(state).toBe(line && idsIn('pending').length === 0 ? line.state : 'failed');
      }),
      { numRuns: 500 },
    );
  });
});
