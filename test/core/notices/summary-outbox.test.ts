import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Summary } from '../../../lambda/core/ledger/line.ts';
import { claimAll, markTold, pendingSummaries } from '../../../lambda/core/notices/outbox.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';

const date = '2026-11-22';
const now = '2026-11-22T16:10:05.000Z';
const later = '2026-11-22T16:11:05.000Z';
const me = { holder: 'me', now };
const sent = { messageId: 'm-1', sentAt: now };
const pending = (of: Summary['of'], given: Partial<Summary> = {}): Summary => ({
  of,
  state: 'pending',
  committedAt: now,
  ...given,
});
const told = (of: Summary['of']) => pending(of, { state: 'sent', ...sent });
/** Marks nothing but that the date is to be summed up. */
const commitSummary = (ledger: Ledger) =>
  markTold(ledger, me, { notices: [], summaries: [], summaryOf: date });
const markSummarySent = (ledger: Ledger, summary: Summary) =>
  markTold(ledger, me, { notices: [], summaries: [{ line: { date, summary }, sent }] });
const theirs = { claim: { holder: 'them', until: later } };

describe('the summary of a date', () => {
  it.each([
    ['measured', measuredLine(date)],
    ['unavailable', unavailableLine(date)],
  ] as const)('is committed once the date has been asked for and is %s', (of, line) => {
    const ledger = commitSummary(ledgerOf(line));
    expect(ledger.get(date)?.summary).toEqual(pending(of));
    expect(commitSummary(ledger)).toEqual(ledger);
  });

  it('is not committed of a date without a line', () => {
    const ledger = ledgerOf(measuredLine('2026-11-21'));
    expect(commitSummary(ledger)).toEqual(ledger);
  });

  it.each([
    ['told as unavailable and measured since', told('unavailable'), pending('measured')],
    ['still to be told as unavailable and measured since', pending('unavailable'), pending('measured')],
    ['told already', told('measured'), told('measured')],
    [
      'being told as unavailable by another night',
      pending('unavailable', theirs),
      pending('unavailable', theirs),
    ],
    [
      'claimed by a night whose time is over',
      pending('unavailable', { claim: { holder: 'them', until: now } }),
      pending('measured'),
    ],
  ])('of a date %s is as it should be', (_, summary, expected) => {
    const ledger = commitSummary(ledgerOf(measuredLine(date, { summary })));
    expect(ledger.get(date)?.summary).toEqual(expected);
  });

  it('never goes back from counts to none', () => {
    const ledger = ledgerOf(unavailableLine(date, { summary: told('measured') }));
    expect(commitSummary(ledger)).toEqual(ledger);
  });

  it('is claimed if it is pending and nobody else is telling it', () => {
    const ledger = ledgerOf(
      measuredLine('2026-11-19'),
      measuredLine('2026-11-20', { summary: told('measured') }),
      measuredLine('2026-11-21', { summary: pending('measured', theirs) }),
      measuredLine(date, { summary: pending('measured') }),
    );
    expect(pendingSummaries(ledger).map((line) => line.date)).toEqual(['2026-11-21', date]);
    const claimed = claimAll(ledger, { ...me, claimUntil: later, summaryOf: date });
    expect(pendingSummaries(claimed).map(({ summary }) => summary.claim?.holder)).toEqual(['them', 'me']);
    expect(claimed.get('2026-11-20')).toEqual(ledger.get('2026-11-20'));
  });

  it('is brought up to date when it is claimed: of a date that was measured since, the counts are told', () => {
    const ledger = ledgerOf(
      measuredLine('2026-11-21', { summary: pending('unavailable', theirs) }),
      measuredLine(date, { summary: pending('unavailable') }),
    );
    const claimed = claimAll(ledger, { ...me, claimUntil: later, summaryOf: date });
    expect(pendingSummaries(claimed).map(({ summary }) => [summary.of, summary.claim?.holder])).toEqual([
      ['unavailable', 'them'],
      ['measured', 'me'],
    ]);
  });

  it('is claimed by nobody where nobody wants to hear of it, and stays as it is', () => {
    const ledger = ledgerOf(measuredLine(date, { summary: pending('unavailable') }));
    expect(claimAll(ledger, { ...me, claimUntil: later })).toEqual(ledger);
  });

  it('is marked as told where its own date was told, and no other', () => {
    const other = measuredLine('2026-11-21', { summary: pending('measured') });
    const ledger = ledgerOf(other, measuredLine(date, { summary: pending('measured') }));
    const marked = markSummarySent(ledger, pending('measured'));
    expect(pendingSummaries(marked)).toEqual([other]);
  });

  it('is marked as told, and its claim ends', () => {
    const summary = pending('measured', theirs);
    const marked = markSummarySent(ledgerOf(measuredLine(date, { summary })), summary);
    expect(marked.get(date)?.summary).toEqual(told('measured'));
  });

  it.each([
    ['says something else by now', ledgerOf(measuredLine(date, { summary: pending('measured') }))],
    ['was marked by another night', ledgerOf(unavailableLine(date, { summary: told('unavailable') }))],
    ['is not there', ledgerOf(unavailableLine(date))],
    ['is of a date that is not there', ledgerOf()],
  ])('is left as it is when it %s', (_, ledger) => {
    expect(markSummarySent(ledger, pending('unavailable'))).toEqual(ledger);
  });
});
