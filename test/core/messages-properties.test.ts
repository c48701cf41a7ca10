import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pendingNotices } from '../../lambda/core/claims.ts';
import type { LedgerLine, Notice } from '../../lambda/core/ledger.ts';
import { faultCodes } from '../../lambda/core/measurement.ts';
import { composeMessage } from '../../lambda/core/messages.ts';
import { fitMessage } from '../../lambda/core/sns-limits.ts';
import { anyText } from '../support/any-text.ts';
import { anyCounts } from '../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../support/lines.ts';

/** Any notice that a ledger may hold, also such as no night would commit. */
const anyNotice: fc.Arbitrary<Notice> = fc
  .record(
    {
      kind: fc.constantFrom('breached', 'escalated', 'revised', 'withdrawn', 'recovered', 'unavailable'),
      severity: fc.constantFrom('info', 'warning', 'critical'),
      counts: anyCounts,
    },
    { requiredKeys: ['kind', 'severity'] },
  )
  .map(({ kind, ...given }) => noticeOf(kind, { ...given, state: 'pending' }));

const anyFault = fc.record(
  { code: fc.constantFrom(...faultCodes), detail: anyText, vendorMessage: anyText, traceId: anyText },
  { requiredKeys: ['code', 'detail'] },
);

const anyState = fc.tuple(
  fc.boolean(),
  anyCounts,
  anyFault,
  fc.array(anyNotice, { minLength: 1, maxLength: 3 }),
);
const anyLines: fc.Arbitrary<LedgerLine[]> = fc
  .array(anyState, { minLength: 1, maxLength: 9 })
  .map((states) =>
    states.map(([measured, counts, fault, given], index) => {
      const date = `2026-11-1${index}`;
      const notices = given.map((notice, number) => ({ ...notice, id: `main/${date}/${number + 1}` }));
      return measured ? measuredLine(date, { counts, notices }) : unavailableLine(date, { fault, notices });
    }),
  );

it('composeMessage tells every notice of any ledger, in words that mean something', () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      const ledger = ledgerOf(...lines);
      const pending = pendingNotices(ledger);
      const { subject, sms, text, data, attributes } = composeMessage('main', pending);
      const ids = lines.flatMap(({ notices }) => notices.map(({ id }) => id));
      expect(data.notices.map(({ id }) => id)).toEqual(ids);
      expect(attributes.noticeId).toBe(ids.join(','));
      for (const id of ids) expect(text).toContain(`\nNotice: ${id}\n`);
      for (const words of [subject, sms]) expect(words).toMatch(/^[A-Z]+ main: .*2026-11-1\d/);
      expect(subject.includes(`(and ${ids.length - 1} more)`)).toBe(ids.length > 1);
      const withoutWords = JSON.stringify([
        subject,
        sms,
        attributes,
        data.notices.map(({ counts }) => counts),
      ]);
      expect(withoutWords).not.toMatch(/undefined|NaN|\[object/);
    }),
  );
});

it('a digest of any ledger goes out within the limits, account and date in its subject', () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      const ledger = ledgerOf(...lines);
      const message = composeMessage('a'.repeat(20), pendingNotices(ledger));
      const { subject, body } = fitMessage(message);
      expect(subject).toMatch(/^[A-Z]+ a{20}: .*2026-11-1\d/);
      expect(subject.length).toBeLessThan(100);
      expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
    }),
  );
});
