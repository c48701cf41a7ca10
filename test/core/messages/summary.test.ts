import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { faultCodes } from '../../../lambda/core/ledger/measurement.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import type { SummarySource } from '../../../lambda/core/messages/summary.ts';
import { composeSummary } from '../../../lambda/core/messages/summary.ts';
import { addDays } from '../../../lambda/core/time/day.ts';
import { languages } from '../../../lambda/core/words/language.ts';
import { anyText } from '../../support/any-text.ts';
import { anyCounts, countsWith } from '../../support/counts.ts';
import { columnsIn } from '../../support/east-asian-width.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const today = '2026-11-22';

const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../docs/notice.schema.json', import.meta.url), 'utf8')),
);

const anyAccount = fc.record({
  name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/),
  language: fc.constantFrom(...languages),
  timeZone: fc.constant('UTC'),
  lookBackDays: fc.nat(31),
  report: fc.boolean(),
});

const anyFault = fc.record({ code: fc.constantFrom(...faultCodes), detail: anyText });

const anyLine = (date: string) =>
  fc.oneof(
    fc.tuple(anyCounts, fc.boolean()).map(([counts, isHeld]) => {
      const notices = isHeld ? [noticeOf('breached', { state: 'heldBack' })] : [];
      return measuredLine(date, { counts, notices });
    }),
    anyFault.map((fault) => unavailableLine(date, { fault })),
  );

const anyMute = fc.record({
  ...{ reason: anyText, by: anyText, exceptCritical: fc.boolean() },
  ...{ until: fc.constant('2026-12-01'), mutedAt: fc.constant('2026-11-20T09:00:00.000Z') },
});

const anyNight: fc.Arbitrary<SummarySource> = fc
  .record({
    account: anyAccount,
    lines: fc.tuple(...Array.from({ length: 20 }, (_, index) => anyLine(addDays(today, -index)))),
    mute: fc.option(anyMute, { nil: undefined }),
    tells: fc.boolean(),
  })
  .map(({ account, lines, mute, tells }) => {
    const line = lines[0] as (typeof lines)[number];
    const told = tells ? [{ line, notice: noticeOf('breached') }] : [];
    const silence = mute && ({ ...mute, cause: 'mute' } as const);
    return { account, line, ledger: ledgerOf(...lines), told, silence, mute };
  });

describe('the summary of any night', () => {
  it('keeps to the limits of SNS, to 72 columns, and to one line where there is but one', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const message = composeSummary(night);
        const { subject, body } = fitMessage(message);
        expect(subject).toMatch(/^[\p{L}\p{N}][^\p{Cc}\p{Zl}\p{Zp}]{0,98}$/u);
        const { sms = '' } = z.record(z.string(), z.string()).parse(JSON.parse(body));
        expect(sms.length).toBeLessThanOrEqual(/^[\x20-\x5a_a-z]*$/.test(sms) ? 160 : 70);
        expect(message.mail).not.toMatch(/[^\P{Cc}\n]/u);
        for (const line of message.mail.split('\n')) expect(columnsIn(line)).toBeLessThanOrEqual(72);
        expect(message.fallback.subject).toMatch(/^[ -~]{1,99}$/);
        expect(message.fallback.body).toMatch(/^[\n -~]+$/);
      }),
    );
  });

  it('gives programs what the schema describes, and chats no markup', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const { chat, data } = composeSummary(night);
        expect(schema.safeParse(JSON.parse(JSON.stringify(data))).error).toBeUndefined();
        expect(chat.content.description.replace(/\[[.:]\]/g, '')).not.toMatch(/[<>*~`|@\\[\]#&]|:\/\//);
        expect(JSON.stringify([chat, data])).not.toMatch(/undefined|NaN|\[object/);
      }),
    );
  });

  it('never tells a zero of a date that was not measured', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const { mail, data } = composeSummary(night);
        fc.pre(night.line.state === 'unavailable');
        expect(data.summary?.counts).toBeUndefined();
        expect(mail.split('\n').slice(0, 2).join('\n')).not.toMatch(/\b0 (failed|complete)|(완료|실패) 0/);
      }),
    );
  });
});

describe('the summary of a quiet night', () => {
  it('is five lines, whatever the numbers and the language', () => {
    fc.assert(
      fc.property(anyNight, fc.nat(9_999), fc.nat(9_999), (night, complete, canceled) => {
        const counts = { waiting: 0, running: 0, complete, failure: 0, canceled };
        const lines = Array.from({ length: 64 }, (_, index) =>
          measuredLine(addDays(today, -index), { counts }),
        );
        const line = lines[0] as (typeof lines)[0];
        const account = { ...night.account, name: night.account.name.slice(0, 20) };
        const quiet = {
          account,
          line,
          ledger: ledgerOf(...lines),
          told: [],
          silence: undefined,
          mute: undefined,
        };
        expect(composeSummary(quiet).mail.split('\n')).toHaveLength(6); // the last one ends with a line feed
      }),
    );
  });
});

describe('the summary of a night', () => {
  const account = { name: 'acme', language: 'en', timeZone: 'UTC', lookBackDays: 3, report: true } as const;
  const nightOf = (line: LedgerLine, ...others: readonly LedgerLine[]): SummarySource => ({
    ...{ account, line, ledger: ledgerOf(line, ...others), told: [], silence: undefined, mute: undefined },
  });

  it('carries the tags of an account that has some', () => {
    const night = nightOf(measuredLine(today));
    const account = { ...night.account, tags: ['team-a', 'gold'] };
    expect(composeSummary({ ...night, account }).attributes.tags).toEqual(['team-a', 'gold']);
  });

  it('is told in plain ASCII where SNS takes nothing else, and carries attributes to filter by', () => {
    const { fallback, attributes } = composeSummary(nightOf(measuredLine(today)));
    const headline = 'acme 2026-11-22: OK, 0 failed';
    expect(fallback).toEqual({
      subject: headline,
      body: `${headline}\nnpx vod-nightly report --open --account acme\n`,
    });
    expect(attributes).toEqual({
      ...{ account: 'acme', date: today, kind: 'summary', severity: 'info' },
      noticeId: 'acme/2026-11-22/summary',
    });
  });

  it('names the dates that are still open as far as the nights look back', () => {
    const open = ['2026-11-18', '2026-11-19', '2026-11-21'].map((date) => unavailableLine(date));
    expect(composeSummary(nightOf(measuredLine(today), ...open)).mail).toContain(
      'Still open: 2026-11-19 not measured, 2026-11-21 not measured\n',
    );
  });

  it('counts neither its own date nor a later one among those that are open, and of an unfinished one its files', () => {
    const unfinished = measuredLine('2026-11-21', { counts: countsWith({ waiting: 2, running: 3 }) });
    const night = nightOf(unavailableLine(today), unfinished, unavailableLine('2026-11-23'));
    expect(composeSummary(night).mail).toMatch(/^Still open: 2026-11-21 [^,]*\b5 [^,]*$/m);
  });

  it('shows the page of the date where a reader has it, though there is no report to open', () => {
    const night = { ...nightOf(measuredLine(today)), account: { ...account, report: false } };
    const pageOf = (date: string) => `https://reader.example/${date}`;
    expect(composeSummary({ ...night, pageOf }).mail).toContain(
      'Report: https://reader.example/2026-11-22\n',
    );
    expect(composeSummary(night).mail).toContain('History: npx vod-nightly history --account acme\n');
  });

  it('says in one line why there are no counts, whatever else the vendor said', () => {
    const fault = {
      code: 'outage',
      detail: 'HTTP status 503',
      vendorMessage: 'maintenance',
      traceId: 't-1',
    } as const;
    const { mail } = composeSummary(nightOf(unavailableLine(today, { fault })));
    expect(mail).toContain('HTTP status 503');
    expect(mail).not.toMatch(/maintenance|t-1/);
  });

  it('tells no more than 200 characters of why alerts are muted, and by whom', () => {
    const mute = {
      ...{ until: '2026-11-30', reason: 'x'.repeat(201), by: 'y'.repeat(200), exceptCritical: false },
      mutedAt: '2026-11-20T00:00:00.000Z',
    };
    const silence = { ...mute, cause: 'mute' } as const;
    const { description } = composeSummary({ ...nightOf(measuredLine(today)), silence, mute }).chat.content;
    expect(description).toMatch(/(?<!x)x{199}…/);
    expect(description).toMatch(/(?<!y)y{200}(?!…)/);
  });

  it.each(languages)('names in %s everything that was told', (language) => {
    const line = measuredLine(today, {
      notices: [noticeOf('breached'), noticeOf('revised', { id: 'main/2026-11-22/2' })],
    });
    const told = line.notices.map((notice) => ({ line, notice }));
    const { mail } = composeSummary({ ...nightOf(line), account: { ...account, language }, told });
    expect(mail).toMatch(/main\/2026-11-22\/1 \(\S+\), main\/2026-11-22\/2 \(\S+\)/);
  });
});

describe('the clock of the machine that asks', () => {
  const line = measuredLine(today);
  const night: SummarySource = {
    account: { name: 'acme', language: 'en', timeZone: 'UTC', lookBackDays: 7, report: true },
    ...{ line, ledger: ledgerOf(line), told: [], silence: undefined, mute: undefined },
  };
  const mailOf = (clockAheadMs: number, language: 'en' | 'ko' = 'en') =>
    composeSummary({ ...night, clockAheadMs, account: { ...night.account, language } }).mail;

  it.each([
    [0, 'en'],
    [300_000, 'en'],
    [-300_000, 'ko'],
  ] as const)('is nobody’s trouble while it is %d ms off', (clockAheadMs, language) => {
    expect(mailOf(clockAheadMs, language)).not.toMatch(/Clock|시각/);
  });

  it.each([
    [32_400_000, 'en', "Clock: this machine's is 540 minutes ahead of the API's. Set it right."],
    [-330_000, 'en', "Clock: this machine's is 5 minutes behind the API's. Set it right."],
    [32_400_000, 'ko', '시각: 이 서버의 시계가 API보다 540분 빠릅니다. 시각을 맞추십시오.'],
    [-420_000, 'ko', '시각: 이 서버의 시계가 API보다 7분 느립니다. 시각을 맞추십시오.'],
  ] as const)('is told of when it is %d ms off', (clockAheadMs, language, sentence) => {
    expect(mailOf(clockAheadMs, language)).toContain(`\n\n${sentence}\n`);
  });
});

describe('what is held back', () => {
  it('is counted also when nothing is silent tonight', () => {
    const line = measuredLine(today, { notices: [noticeOf('breached', { state: 'heldBack' })] });
    const night = { line, ledger: ledgerOf(line), told: [], silence: undefined, mute: undefined };
    const account = { name: 'acme', language: 'en', timeZone: 'UTC', lookBackDays: 7, report: true } as const;
    expect(composeSummary({ account, ...night }).mail).toContain('Held back: 1 notice');
  });
});
