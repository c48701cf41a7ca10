import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { composeAlert } from '../../../lambda/core/messages/alert.ts';
import type { SummarySource } from '../../../lambda/core/messages/summary.ts';
import { composeSummary } from '../../../lambda/core/messages/summary.ts';
import { pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { defang } from '../../../lambda/core/text/defang.ts';
import { accountOf } from '../../support/accounts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

describe('defang', () => {
  it.each([
    ['https://evil.example/x.mp4', 'https[:]//evil[.]example/x.mp4'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['WWW.1.2/x', 'WWW[.]1.2/x'],
    ['evil.example/x', 'evil[.]example/x'],
    ['kim@evil.example', 'kim@evil[.]example'],
    ['http://127.0.0.1:8080/', 'http[:]//127.0.0.1:8080/'],
    ['http://localhost', 'http[:]//localhost'],
    ['mailto:kim', 'mailto[:]kim'],
    ['tel:0212345678', 'tel[:]0212345678'],
    ['한국방송.한국', '한국방송[.]한국'],
    ['x.xn--3e0b707e/', 'x[.]xn--3e0b707e/'],
    ['evil。example', 'evil[.]example'],
    ['clip.mov', 'clip[.]mov'],
    ['x.avi.example, x.avian', 'x.avi[.]example, x[.]avian'],
    ['www.x.avi', 'www[.]x.avi'],
  ])('leaves nothing to click on of %s', (text, neutral) => {
    expect(defang(text)).toBe(neutral);
  });

  it.each([
    '/nas-1/2026/11/22/아침뉴스_1000.mp4',
    'live.m3u8, 3.5 files',
    '제품소개_최종.mxf, a.MKV, b.ts, c.mpg, d.mpeg',
    'at 03:12:30, 2026-11-22T03:12:30.123Z',
    'said: no. Then yes.',
    'a.b',
    '...and more',
  ])('leaves %s as it is', (text) => {
    expect(defang(text)).toBe(text);
  });
});

describe('no text of others, wherever it comes from,', () => {
  const text = 'https://evil.example/x.mp4 www.evil.example evil.example/x';
  const date = '2026-11-22';
  const heldBack = { cause: 'mute', reason: text } as const;
  const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;
  const measured = measuredLine(date, {
    findings: [finding],
    notices: [noticeOf('breached', { state: 'pending', heldBack })],
  });
  const fault = { code: 'outage', detail: text, vendorMessage: text, traceId: text } as const;
  const missing = unavailableLine(date, { fault, notices: [noticeOf('unavailable', { state: 'pending' })] });
  const files = [{ path: text, category: text, lastWorkTime: text }];
  const listed = new Map([[date, { askedAt: '2026-11-22T16:10:04.000Z', files, read: 9 }]]);
  const mute = {
    until: date,
    reason: text,
    by: text,
    exceptCritical: false,
    mutedAt: '2026-11-20T00:00:00.000Z',
  };
  const account = { ...accountOf(), lookBackDays: 7, report: true };

  function summaryOf(line: LedgerLine, given: Partial<SummarySource>) {
    return composeSummary({
      ...{ account, line, ledger: ledgerOf(line), told: [], silence: undefined, mute: undefined },
      ...given,
    });
  }

  it.each([
    ['a notice of files', () => alertOf(measured)],
    ['a notice of a fault', () => alertOf(missing)],
    ['a summary of a fault', () => summaryOf(missing, {})],
    [
      'a summary under a mute',
      () => summaryOf(measured, { silence: { ...heldBack, exceptCritical: false }, mute }),
    ],
    [
      'a summary in planned silence',
      () => summaryOf(measured, { silence: { cause: 'planned', reason: text, exceptCritical: false } }),
    ],
  ])('can be clicked on in %s', (_, compose) => {
    const { mail, chat, headlines, fallback } = compose();
    const unwrapped = mail.replace(/\n */g, '');
    expect(unwrapped).toContain('[:]//evil[.]example');
    for (const shown of [unwrapped, chat.content.description, ...headlines, fallback.body])
      expect(shown).not.toMatch(/https:\/\/(?!console\.ncloud\.com)|www\.|evil\.example/);
  });

  function alertOf(line: LedgerLine) {
    const ledger = ledgerOf(line);
    return composeAlert({ account: accountOf({ name: 'main' }), listed }, pendingNotices(ledger), ledger);
  }
});
