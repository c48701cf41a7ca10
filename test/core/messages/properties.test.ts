import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { FailedFiles } from '../../../lambda/core/ledger/failed-files.ts';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Finding, LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { faultCodes } from '../../../lambda/core/ledger/measurement.ts';
import { composeAlert } from '../../../lambda/core/messages/alert.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import { pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { languages } from '../../../lambda/core/words/language.ts';
import { anyText } from '../../support/any-text.ts';
import { anyCounts } from '../../support/counts.ts';
import { columnsIn } from '../../support/east-asian-width.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const hugeCount = fc.oneof({ weight: 5, arbitrary: fc.nat(200) }, fc.maxSafeNat());
const anyHugeCounts = fc.oneof(
  anyCounts,
  fc.record({
    ...{ waiting: hugeCount, running: hugeCount, complete: hugeCount },
    ...{ failure: hugeCount, canceled: hugeCount },
  }),
);

/** Any notice that a ledger may hold, also such as no night would commit. */
const anyNotice: fc.Arbitrary<Notice> = fc
  .record(
    {
      kind: fc.constantFrom('breached', 'escalated', 'revised', 'withdrawn', 'recovered', 'unavailable'),
      severity: fc.constantFrom('info', 'warning', 'critical'),
      counts: anyHugeCounts,
      heldBack: fc.record(
        { cause: fc.constantFrom('mute', 'planned'), reason: anyText },
        { requiredKeys: ['cause'] },
      ),
    },
    { requiredKeys: ['kind', 'severity'] },
  )
  .map(({ kind, ...given }) => noticeOf(kind, { ...given, state: 'pending' }));

const anyFault = fc.record(
  { code: fc.constantFrom(...faultCodes), detail: anyText, vendorMessage: anyText, traceId: anyText },
  { requiredKeys: ['code', 'detail'] },
);

const anyNumber = fc.oneof(fc.nat(100), fc.double({ min: 0, max: 1e15, noNaN: true }));
const anyFinding: fc.Arbitrary<Finding> = fc.record(
  {
    rule: fc.constantFrom('failureCount', 'failureRate', 'unusualFailures', 'volumeDrop', 'stuck'),
    severity: fc.constantFrom('warning', 'critical'),
    ...{ value: anyNumber, threshold: anyNumber, usual: anyNumber },
  },
  { requiredKeys: ['rule', 'severity', 'value', 'threshold'] },
);

const anyState = fc.record({
  measured: fc.boolean(),
  proof: fc.constantFrom('proven', 'unproven'),
  counts: anyHugeCounts,
  fault: anyFault,
  findings: fc.array(anyFinding, { maxLength: 3 }),
  notices: fc.array(anyNotice, { maxLength: 3 }),
});

const anyLines: fc.Arbitrary<LedgerLine[]> = fc
  .array(anyState, { minLength: 1, maxLength: 28 })
  .filter((states) => states.some(({ notices }) => notices.length > 0))
  .map((states) =>
    states.map(({ measured, notices: given, fault, ...rest }, index) => {
      const date = `2026-11-${String(index + 1).padStart(2, '0')}`;
      const notices = given.map((notice, number) => ({ ...notice, id: `main/${date}/${number + 1}` }));
      return measured ? measuredLine(date, { ...rest, notices }) : unavailableLine(date, { fault, notices });
    }),
  );

const anyFile = fc.record(
  {
    path: anyText.map((text) => toPlainText(text, 400)),
    category: anyText.map((text) => toPlainText(text, 100)),
    lastWorkTime: fc.oneof(
      fc.constant('2026-11-22T03:12:00Z'),
      anyText.map((text) => toPlainText(text, 30)),
    ),
  },
  { requiredKeys: ['path'] },
);
const anyFiles: fc.Arbitrary<FailedFiles> = fc.record(
  {
    askedAt: fc.constant('2026-11-22T16:10:04.000Z'),
    files: fc.array(anyFile, { maxLength: 40 }),
    ...{ read: fc.nat(2000), total: fc.nat(5000) },
    stopped: fc.constantFrom('bounds' as const, ...faultCodes),
  },
  { requiredKeys: ['askedAt', 'files', 'read'] },
);

const anyAccount = fc.record({
  name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/),
  language: fc.constantFrom(...languages),
  timeZone: fc.constant('UTC'),
});

const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../docs/notice.schema.json', import.meta.url), 'utf8')),
);

function bodiesOf(body: string): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(body));
}

describe('a message of any ledger, to any account, in any language', () => {
  function check(examine: (of: { account: string }, ledger: Ledger, fitted: Fitted) => void) {
    fc.assert(
      fc.property(anyAccount, anyLines, anyFiles, (account, lines, files) => {
        const ledger = ledgerOf(...lines);
        const listed = new Map(lines.map(({ date }) => [date, files]));
        const message = composeAlert({ account, listed }, pendingNotices(ledger), ledger);
        examine({ account: account.name }, ledger, { message, ...fitMessage(message) });
      }),
    );
  }
  type Fitted = { message: ReturnType<typeof composeAlert>; subject: string; body: string };

  it('keeps to the limits of SNS', () => {
    check((_, __, { message, subject, body }) => {
      expect(subject.length).toBeLessThan(100);
      expect(subject).toMatch(/^[\p{L}\p{N}]/u);
      const { attributes } = message;
      expect(Buffer.byteLength(body + JSON.stringify(attributes))).toBeLessThan(256 * 1024);
      const { sms = '' } = bodiesOf(body);
      expect(sms.length).toBeLessThanOrEqual(/^[\x20-\x5a_a-z]*$/.test(sms) ? 160 : 70);
    });
  });

  it('has a fallback of short, printable ASCII that says how bad, where and when', () => {
    check(({ account }, _, { message }) => {
      const { subject, body } = message.fallback;
      expect(subject).toMatch(/^[A-Z]{4,}[ -~]{10,90}$/);
      expect(body).toMatch(/^[\n -~]{10,600}$/);
      expect(body).toContain(account);
      expect(body).toMatch(/^.*2026-11-\d\d/);
      expect(body).toContain(message.attributes.noticeId.split(',')[0]);
    });
  });

  it('has severity, number and date in subject and text message, whole', () => {
    check(({ account }, _, { message, subject, body }) => {
      const { sms = '' } = bodiesOf(body);
      const short = account.length <= 12;
      for (const line of [subject, sms]) {
        expect(line).toMatch(
          short ? new RegExp(`^[^:,]+ ${account}: .*, 2026-11-\\d\\d`) : /^[^:,]+: .*, 2026-11-\d\d/,
        );
      }
      expect(message.chat.content.title).toContain(account);
      expect(message.mail.replaceAll('\n', '')).toContain(account);
    });
  });

  it('has the verdict in every channel', () => {
    check((_, __, { message, body }) => {
      const { email = '', https = '', sqs = '' } = bodiesOf(body);
      const [full = ''] = message.headlines;
      expect(email.startsWith(full.slice(0, 20))).toBe(true);
      expect(JSON.parse(https).content.title).toBe(full);
      const { kind, severity } = message.chat.metadata.additionalContext;
      expect(message.attributes.severity).toBe(severity);
      const told = message.data.notices.filter((one) => one.kind === kind && one.severity === severity);
      expect(told.some(({ verdict }) => full.includes(verdict))).toBe(true);
      expect(JSON.parse(sqs).notices[0].verdict).toBe(message.data.notices[0]?.verdict);
    });
  });

  it('has mail lines of at most 72 columns', () => {
    check((_, __, { message }) => {
      for (const line of message.mail.split('\n')) expect(columnsIn(line)).toBeLessThanOrEqual(72);
    });
  });

  it('has every notice in the document for programs and in the mail, or counts it as omitted', () => {
    check((_, ledger, { message, body }) => {
      const ids = pendingNotices(ledger).map(({ notice }) => notice.id);
      const told = message.attributes.noticeId.split(',');
      expect(told.toSorted()).toEqual(ids.toSorted());
      const { notices, omitted = 0 } = JSON.parse(bodiesOf(body).sqs ?? '');
      expect(notices.map(({ id }: Notice) => id)).toEqual(told.slice(0, notices.length));
      expect(notices.length + omitted).toBe(ids.length);
      const whole = told.filter((id) => message.mail.includes(`: ${id}\n`));
      expect(whole).toEqual(told.slice(0, whole.length));
      const listed = message.mail.split(/^(?:The others in a line each|나머지 알림 요약).*$/m)[1] ?? '';
      const lines = Array.from(listed.matchAll(/^- /gm)).length;
      const [, rest = '0'] = /^(?:And |그 외 알림 )(\d+)(?: more notice|건)/m.exec(message.mail) ?? [];
      expect(whole.length + lines + Number(rest)).toBe(ids.length);
    });
  });

  it('gives programs what the schema describes', () => {
    check((_, __, { body }) => {
      const { sqs = '', lambda } = bodiesOf(body);
      expect(lambda).toBe(sqs);
      expect(schema.safeParse(JSON.parse(sqs)).error).toBeUndefined();
    });
  });

  it('lets no control character, markup or missing value through', () => {
    check((_, __, { message, subject, body }) => {
      const { sms = '' } = bodiesOf(body);
      const texts = [
        subject,
        sms,
        message.mail.replaceAll('\n', ''),
        ...textsOf(message.chat),
        ...textsOf(message.data),
      ];
      for (const text of texts) {
        expect(text.replaceAll('\n\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }
      expect(message.chat.content.description.replace(/\[[.:]\]/g, '')).not.toMatch(
        /[<>*_~`|@\\[\]#&]|:\/\//,
      );
      expect(JSON.stringify([message.headlines, message.chat.metadata])).not.toMatch(
        /undefined|NaN|\[object/,
      );
    });
  });
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('docs/notice.schema.json', () => {
  const notice = { id: 'a', kind: 'breached', severity: 'info', date: '2026-11-22', verdict: 'x' };
  const valid = { version: 1, account: 'main', language: 'en', notices: [notice] };

  it.each([
    ['another version', { ...valid, version: 2 }],
    ['a notice without a verdict', { ...valid, notices: [{ ...notice, verdict: undefined }] }],
    ['an unknown kind', { ...valid, notices: [{ ...notice, kind: 'new' }] }],
    ['a missing count', { ...valid, notices: [{ ...notice, counts: { failure: 1 } }] }],
    ['an unknown fault', { ...valid, notices: [{ ...notice, fault: { code: 'new', detail: '' } }] }],
  ])('refuses %s', (_, document) => {
    expect(schema.safeParse(valid).success).toBe(true);
    expect(schema.safeParse(document).success).toBe(false);
  });
});
