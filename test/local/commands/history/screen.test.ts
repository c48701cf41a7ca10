import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countNames, faultCodes } from '../../../../lambda/core/ledger/measurement.ts';
import { documentOf } from '../../../../local/commands/history/document.ts';
import { describeHistory } from '../../../../local/commands/history/screen.ts';
import { countsWith } from '../../../support/counts.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { measuredLine, noticeOf, unavailableLine } from '../../../support/lines.ts';

const plain = (_format: unknown, text: string) => text;
const marked = (format: unknown, text: string) => (text === '' ? '' : `<${format}>${text}</>`);
const finding = { rule: 'failureCount', severity: 'critical', value: 24, threshold: 20 } as const;

const days = [
  measuredLine('2026-11-21', { counts: countsWith({ failure: 0 }) }),
  measuredLine('2026-11-22', {
    counts: countsWith({ failure: 24, running: 1 }),
    findings: [finding],
    notices: [noticeOf('breached'), noticeOf('escalated', { state: 'pending' })],
    revision: 2,
  }),
  undefined,
  unavailableLine('2026-11-24', { notices: [noticeOf('unavailable')] }),
].map((line, index) => documentOf(line?.date ?? `2026-11-2${index + 1}`, line));

describe('describeHistory', () => {
  it('shows a row a date, in which nothing known is never a zero', () => {
    expect(describeHistory('acme', days, { paint: plain, width: 120 }).split('\n')).toEqual([
      'acme, 2026-11-21 to 2026-11-24',
      '▁█··',
      'failed files, 4 dates: ▁ none, █ 24, · not measured',
      '',
      'date        day  state        complete  failed  canceled  total    rate               told                           rev',
      '2026-11-21  Sat  settled            40       0         0     40   0.0 %                                                1',
      '2026-11-22  Sun  provisional        40      24         0     65  37.5 %  ███████████  breached, escalated (pending)    2',
      '2026-11-23  Mon  missing             –       –         –      –       –  no record                                     –',
      '2026-11-24  Tue  unavailable         –       –         –      –       –  timeout      unavailable                      –',
      '',
      '4 dates: 1 settled, 1 provisional, 1 unavailable, 1 missing. 24 of 105 files failed, most on 2026-11-22: 24.',
    ]);
  });

  it('paints by severity, and what is not settled', () => {
    const text = describeHistory('acme', days, { paint: marked, width: 200 });
    expect(text).toContain('<red>2026-11-22</>  Sun  <cyan>provisional</>');
    expect(text).toMatch(/<red>24<\/> .* <red>37\.5 %<\/> {2}<red>█+<\/> +<yellow>breached, escalated/);
    expect(text).toMatch(/ 2026-11-21 |^2026-11-21/m);
    expect(text).toContain('<magenta>timeout</>');
    expect(text).toContain('<red>no record</>');
  });

  it('says how to begin where nothing is archived, and that nothing has counts', () => {
    expect(describeHistory('acme', [], { paint: plain, width: 80 })).toContain(
      'acme: nothing is archived yet; npx vod-nightly run',
    );
    expect(describeHistory('acme', days.slice(2), { paint: plain, width: 80 })).toContain(
      'None of them has counts.',
    );
  });

  const count = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.maxSafeInteger().map(Math.abs));
  const counts = fc.record(Object.fromEntries(countNames.map((name) => [name, count])));
  const notices = fc.array(
    fc.record({
      kind: fc.constantFrom('breached', 'unavailable'),
      state: fc.constantFrom('sent', 'pending'),
    }),
    { maxLength: 3 },
  );
  const day = fc.oneof(
    fc.constant(undefined),
    fc.record({ counts, notices, revision: fc.integer({ min: 1, max: 99 }) }).map((line) =>
      measuredLine('2026-11-22', {
        revision: line.revision,
        counts: countsWith(line.counts),
        notices: line.notices.map(({ kind, state }) => noticeOf(kind, { state })),
      }),
    ),
    fc
      .constantFrom(...faultCodes)
      .map((code) => unavailableLine('2026-11-22', { fault: { code, detail: '' } })),
  );

  it('never writes a line that is longer than the screen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('acme', 'a'.repeat(40)),
        fc.array(day, { maxLength: 200 }),
        fc.integer({ min: 20, max: 200 }),
        (account, lines, width) => {
          const drawn = lines.map((line) => documentOf('2026-11-22', line));
          for (const line of describeHistory(account, drawn, { paint: plain, width: width }).split('\n'))
            expect(columnsIn(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
