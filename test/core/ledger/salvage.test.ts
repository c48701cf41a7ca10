import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import { parseLedgerYear } from '../../../lambda/core/ledger/line.ts';
import { rebuildLedger } from '../../../lambda/core/ledger/rebuild.ts';
import { salvageLedgerYear } from '../../../lambda/core/ledger/salvage.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { rulesWith } from '../../support/rules.ts';

const lines = [
  measuredLine('2026-11-20', { notices: [noticeOf('breached', { id: 'main/2026-11-20/1' })] }),
  measuredLine('2026-11-21', { counts: countsWith({ failure: 3 }) }),
  unavailableLine('2026-11-22', {
    notices: [noticeOf('unavailable', { id: 'main/2026-11-22/1', state: 'pending' })],
  }),
];
const text = formatLedgerYear(ledgerOf(...lines), 2026);

describe('salvageLedgerYear', () => {
  it('reads a good ledger whole, and loses nothing', () => {
    expect(salvageLedgerYear(text)).toEqual({ lines: parseLedgerYear(text), losses: [] });
    expect(salvageLedgerYear('')).toEqual({ lines: [], losses: [] });
  });

  it('reads the lines around a bad one, and says which that is, of which date, and that what was told is lost', () => {
    const [first = '', second = '', third = ''] = text.split('\n');
    const damaged = [first, second.slice(0, 60), third].join('\n');
    expect(salvageLedgerYear(damaged)).toEqual({
      lines: [lines[0], lines[2]],
      losses: [
        {
          reason: expect.stringMatching(/^line 2 is not a ledger line: /),
          date: '2026-11-21',
          isToldSaved: false,
        },
      ],
    });
  });

  it('saves what was told where the rest of a line is wrong', () => {
    const wrong = JSON.stringify({ ...lines[0], revision: 'one', ofANewerRelease: true });
    expect(salvageLedgerYear(wrong)).toMatchObject({
      lines: [{ date: '2026-11-20', state: 'unavailable', notices: lines[0]?.notices }],
      losses: [{ date: '2026-11-20', isToldSaved: true }],
    });
  });

  it('makes one line of two, the later seen with all that either says was told', () => {
    const pending = noticeOf('breached', { id: 'main/2026-11-20/1', state: 'pending' });
    const revised = noticeOf('revised', { id: 'main/2026-11-20/2' });
    const counts = countsWith({ failure: 9 });
    const lastSeenAt = '2026-11-21T16:10:00.000Z';
    const later = measuredLine('2026-11-20', { counts, lastSeenAt, notices: [pending, revised] });
    for (const order of [
      [lines[0], later],
      [later, lines[0]],
    ]) {
      const twice = order.map((line) => `${JSON.stringify(line)}\n`).join('');
      const salvaged = salvageLedgerYear(twice);
      expect(salvaged.lines).toMatchObject([{ counts, notices: [{ state: 'sent' }, revised] }]);
      expect(salvaged.losses).toEqual([
        { reason: 'it has more than one line', date: '2026-11-20', isToldSaved: true },
      ]);
    }
  });

  it('takes what was measured of two lines of a date, and the second of two that were seen at once', () => {
    const measured = measuredLine('2026-11-20', { counts: countsWith({ failure: 1 }) });
    const revised = { ...measured, counts: countsWith({ failure: 2 }) };
    const write = (...written: object[]) => written.map((line) => `${JSON.stringify(line)}\n`).join('');
    const countsIn = (damaged: string) =>
      salvageLedgerYear(damaged).lines.map((line) => line.state === 'measured' && line.counts);
    expect(countsIn(write(measured, unavailableLine('2026-11-20')))).toEqual([measured.counts]);
    expect(countsIn(write(unavailableLine('2026-11-20'), measured))).toEqual([measured.counts]);
    expect(countsIn(write(measured, revised))).toEqual([revised.counts]);
  });

  it('names no date where the line does not begin with one', () => {
    const [loss] = salvageLedgerYear('x{"date":"2026-11-21"').losses;
    expect(loss).toStrictEqual({ reason: expect.stringMatching(/^line 1 /), isToldSaved: false });
  });

  it('never throws, and gives no date twice, whatever the text is', () => {
    const anyLine = fc.oneof(fc.string(), fc.json(), fc.constantFrom(...text.split('\n')));
    fc.assert(
      fc.property(fc.array(anyLine), (written) => {
        const { lines: read } = salvageLedgerYear(written.join('\n'));
        expect(new Set(read.map(({ date }) => date)).size).toBe(read.length);
      }),
    );
  });

  it('gives, however a ledger was cut off, the same counts by rebuilding, and all that whole lines say was told', () => {
    const snapshots = lines.flatMap((line) =>
      line.state === 'measured' ? { ...line, key: line.snapshot, askedAt: line.measuredAt } : [],
    );
    const account = { rules: rulesWith({}), timeZone: 'Asia/Seoul' };
    const rebuild = (present: ReturnType<typeof ledgerOf>) =>
      rebuildLedger({ snapshots, present, account, nowMs: Date.parse('2026-12-31') }).ledger;
    const whole = rebuild(ledgerOf(...lines));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (length) => {
        const cut = text.slice(0, length);
        const ledger = rebuild(ledgerOf(...salvageLedgerYear(cut).lines));
        for (const line of lines)
          if (line.state === 'measured')
            expect(ledger.get(line.date)).toMatchObject({
              ...whole.get(line.date),
              notices: expect.anything(),
            });
        const complete = cut.split('\n').length - 1;
        for (const { date, notices } of lines.slice(0, complete))
          expect(ledger.get(date)?.notices).toEqual(notices);
      }),
    );
  });
});
