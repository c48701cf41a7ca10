import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, MeasuredLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { composeAlert, type Message } from '../../../lambda/core/messages/alert.ts';
import { pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

/** The message that tells all pending notices of these lines. */
function messageOf(...lines: readonly LedgerLine[]): Message {
  const ledger = ledgerOf(...lines);
  return composeAlert({ account: accountOf({ name: 'main' }) }, pendingNotices(ledger), ledger);
}

function measured(
  day: number,
  kind: Notice['kind'],
  failure: number,
  given: Partial<Notice> = {},
): LedgerLine {
  const date = `2026-11-${day}`;
  const counts = countsWith({ failure });
  const notice = noticeOf(kind, { id: `main/${date}/1`, state: 'pending', counts, ...given });
  return measuredLine(date, { counts, notices: [notice] });
}

function unmeasured(day: number): LedgerLine {
  const date = `2026-11-${day}`;
  const notice = noticeOf('unavailable', { id: `main/${date}/1`, state: 'pending' });
  return unavailableLine(date, { notices: [notice] });
}

const critical = { severity: 'critical' } as const;

describe('composeAlert', () => {
  it('says in the first forty characters what is wrong, how bad it is and where', () => {
    const [headline] = messageOf(measured(22, 'breached', 12, critical)).headlines;
    expect(headline).toBe('CRITICAL main: 12 of 52 files failed, 2026-11-22');
    expect(headline.slice(0, 40)).toBe('CRITICAL main: 12 of 52 files failed, 20');
  });

  it('tells the counts that were committed, and that the date was measured again since', () => {
    const line = { ...measured(22, 'breached', 12), counts: countsWith({ failure: 13 }) } as LedgerLine;
    const { mail, data } = messageOf(line);
    expect(mail).toContain('12 of 52 files failed, 2026-11-22');
    expect(mail).toContain('Measured again since: now 13 failed of 53 files.');
    expect(data.notices[0]?.counts).toEqual(countsWith({ failure: 12 }));
  });

  it('tells the counts of the ledger where a notice has none', () => {
    const notice = noticeOf('breached', { state: 'pending' });
    const line = measuredLine('2026-11-22', { counts: countsWith({ failure: 12 }), notices: [notice] });
    expect(messageOf(line).headlines[0]).toBe('WARNING main: 12 of 52 files failed, 2026-11-22');
  });

  it('carries attributes to filter by', () => {
    expect(messageOf(measured(22, 'breached', 12, critical)).attributes).toEqual({
      ...{ account: 'main', date: '2026-11-22', kind: 'breached', severity: 'critical' },
      noticeId: 'main/2026-11-22/1',
    });
  });

  it('carries the tags of an account that has some', () => {
    const ledger = ledgerOf(measured(22, 'breached', 12));
    const account = accountOf({ tags: ['team-a', 'gold'] });
    const { attributes } = composeAlert({ account }, pendingNotices(ledger), ledger);
    expect(attributes.tags).toEqual(['team-a', 'gold']);
  });

  it('carries no tags of an account that has none', () => {
    const ledger = ledgerOf(measured(22, 'breached', 12));
    const account = { name: 'main', language: 'en', timeZone: 'UTC' } as const;
    const { attributes } = composeAlert({ account }, pendingNotices(ledger), ledger);
    expect(attributes).not.toHaveProperty('tags');
  });

  it('gives programs the fault, and no counts, of a date that has none', () => {
    const [entry] = messageOf(unmeasured(22)).data.notices;
    expect(entry).toEqual({
      ...{ id: 'main/2026-11-22/1', kind: 'unavailable', severity: 'warning', date: '2026-11-22' },
      verdict: 'not measured (API timed out)',
      fault: { code: 'timeout', detail: 'no answer within 10 s' },
      nights: 1,
    });
  });

  it('names files where a rule is broken, and not where all is well', () => {
    const line = measured(22, 'recovered', 1);
    const failed = { askedAt: '2026-11-22T16:10:04.000Z', files: [{ path: '/a.mp4' }], read: 1 };
    const filesIn = (ledger: Ledger) =>
      composeAlert(
        { account: accountOf({ name: 'main' }), listed: new Map([[line.date, failed]]) },
        pendingNotices(ledger),
        ledger,
      ).data.notices[0]?.files?.named;
    const finding = { rule: 'failureCount', severity: 'warning', value: 1, threshold: 1 } as const;
    expect(filesIn(ledgerOf(line))).toBeUndefined();
    expect(filesIn(ledgerOf({ ...line, findings: [finding] } as MeasuredLine))).toEqual(failed.files);
  });

  it('gives programs the first ten files, and no more than fifty categories', () => {
    const finding = { rule: 'failureCount', severity: 'warning', value: 60, threshold: 1 } as const;
    const line = { ...measured(22, 'breached', 60), findings: [finding] } as MeasuredLine;
    const files = Array.from({ length: 60 }, (_, index) => ({
      path: `/${index}.mp4`,
      category: `c${index}`,
    }));
    const listed = new Map([[line.date, { askedAt: '2026-11-22T16:10:04.000Z', files, read: 60 }]]);
    const ledger = ledgerOf(line);
    const { data } = composeAlert({ account: accountOf(), listed }, pendingNotices(ledger), ledger);
    expect(data.notices[0]?.files?.named).toEqual(files.slice(0, 10));
    expect(data.notices[0]?.files?.categories).toHaveLength(50);
  });

  it('cuts long names on a card before or behind the brackets of what could be an address', () => {
    const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 1 } as const;
    const line = { ...measured(22, 'breached', 9), findings: [finding] } as MeasuredLine;
    const files = Array.from({ length: 5 }, (_, index) => ({
      path: '/a.mp4',
      category: `${'a'.repeat(94 + index)}:b.example`,
    }));
    const listed = new Map([[line.date, { askedAt: '2026-11-22T16:10:04.000Z', files, read: 5 }]]);
    const ledger = ledgerOf(line);
    const { chat } = composeAlert({ account: accountOf(), listed }, pendingNotices(ledger), ledger);
    const { description } = chat.content;
    expect(description).toMatch(/a{94}\[:\]b/);
    expect(description.replaceAll('[:]', '')).not.toContain('[');
    // Of five categories, and of three files.
    expect(description.match(/a{94,}(?:\[:\]b?)?…/g)).toHaveLength(5 + 3);
  });

  it('names no archived answer where nothing came back', () => {
    expect(messageOf(unmeasured(22)).mail).toMatch(/--account main\n\nNotice: /);
  });

  it('tells in Korean', () => {
    const ledger = ledgerOf(measured(22, 'breached', 12));
    const message = composeAlert(
      { account: accountOf({ name: 'main', language: 'ko' }) },
      pendingNotices(ledger),
      ledger,
    );
    expect(message.headlines).toEqual([
      '경고 main: 파일 52개 중 12개 실패, 2026-11-22',
      '경고 main: 파일 52개 중 12개 실패, 2026-11-22',
      '경고 main: 12개 실패, 2026-11-22',
    ]);
    expect(message.data.language).toBe('ko');
  });
});

describe('composeAlert, of a digest', () => {
  const lines = [
    measured(19, 'breached', 12, critical),
    unmeasured(20),
    measured(21, 'breached', 13, critical),
    measured(22, 'recovered', 0),
  ];

  it('has the worst notice, the newest of several, for its headline, and counts the others', () => {
    const { headlines, chat, fallback } = messageOf(...lines);
    expect(headlines[0]).toBe('CRITICAL main: 13 of 53 files failed, 2026-11-21 (+3 more)');
    expect(chat.content.title).toBe(headlines[0]);
    expect(fallback.body).toMatch(/^CRITICAL main: 13 failed, 2026-11-21 \(\+3 more\)\n/);
  });

  it('has the later of two equally bad notices of one date for its headline', () => {
    const counted = (id: number, failure: number) =>
      noticeOf('revised', { id: `main/2026-11-22/${id}`, state: 'pending', counts: countsWith({ failure }) });
    const line = measuredLine('2026-11-22', {
      counts: countsWith({ failure: 13 }),
      notices: [counted(1, 12), counted(2, 13)],
    });
    expect(messageOf(line).headlines[0]).toBe(
      'WARNING main: 13 of 53 files failed (was 12), 2026-11-22 (+1 more)',
    );
  });

  it('has a warning for its headline, and not the good news after it', () => {
    const [headline] = messageOf(measured(21, 'breached', 13), measured(22, 'recovered', 0)).headlines;
    expect(headline).toMatch(/^WARNING main: .*, 2026-11-21/);
  });

  it('refers on the card to the answers that there are', () => {
    expect(messageOf(...lines).chat.metadata.relatedResources).toEqual(
      [21, 22, 19].map((day) => expect.stringMatching(`^snapshots/account=main/date=2026-11-${day}/`)),
    );
  });

  it('tells every date, the headline’s first, then from the newest on', () => {
    const { mail, chat, data } = messageOf(...lines);
    const days = [21, 22, 20, 19];
    const told = (text: string, title: RegExp) => Array.from(text.matchAll(title), ([, day]) => Number(day));
    expect(told(mail, /^\[\d\/4\] [A-Z]+: .*2026-11-(\d\d)$/gm)).toEqual(days);
    expect(told(chat.content.description, /^- [A-Z]+: .*2026-11-(\d\d)$/gm)).toEqual(days.slice(1));
    expect(data.notices.map(({ date }) => Number(date.slice(-2)))).toEqual(days);
  });

  it('carries the newest date in whatever order the notices come', () => {
    const ledger = ledgerOf(...lines);
    const backwards = pendingNotices(ledger).toReversed();
    expect(composeAlert({ account: accountOf({ name: 'main' }) }, backwards, ledger).attributes.date).toBe(
      '2026-11-22',
    );
  });

  it('carries the severity of the worst, the newest date, every id, and that it is of several kinds', () => {
    expect(messageOf(...lines).attributes).toEqual({
      ...{ account: 'main', date: '2026-11-22', kind: 'digest', severity: 'critical' },
      noticeId: 'main/2026-11-21/1,main/2026-11-22/1,main/2026-11-20/1,main/2026-11-19/1',
    });
  });

  it('carries the kind of its notices where all are of one', () => {
    const message = messageOf(measured(19, 'revised', 12, critical), measured(20, 'revised', 13));
    expect(message.attributes).toMatchObject({ kind: 'revised', severity: 'critical', date: '2026-11-20' });
  });
});
