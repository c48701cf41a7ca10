import { describe, expect, it } from 'vitest';
import { composeAlert } from '../../../lambda/core/messages/alert.ts';
import { fitMessage } from '../../../lambda/core/messages/sns-limits.ts';
import { pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { describeVerdict } from '../../../lambda/core/story/headline.ts';
import { storyOf } from '../../../lambda/core/story/story.ts';
import type { Verdict } from '../../../lambda/core/story/verdict.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

function fittedTo(account: string, language: 'en' | 'ko', failure = 32) {
  const counts = countsWith({ failure });
  const notice = noticeOf('breached', { counts, severity: 'critical', state: 'pending' });
  const ledger = ledgerOf(measuredLine('2026-11-22', { counts, notices: [notice] }));
  const { subject, body } = fitMessage(
    composeAlert({ account: accountOf({ name: account, language }) }, pendingNotices(ledger), ledger),
  );
  return { subject, sms: JSON.parse(body).sms };
}

describe('a headline', () => {
  it('has a name of up to 12 characters before the number, and a longer one at the end', () => {
    expect(fittedTo('twelve-chars', 'en').sms).toBe(
      'CRITICAL twelve-chars: 32 of 72 files failed, 2026-11-22',
    );
    expect(fittedTo('thirteen-char', 'en').sms).toBe(
      'CRITICAL: 32 of 72 files failed, 2026-11-22, thirteen-char',
    );
  });

  it('says what was told before where that was another number of failed files', () => {
    const was = (now: Verdict, failure: number) => {
      const line = measuredLine('2026-11-22');
      const story = storyOf({ line, notice: noticeOf('revised') }, ledgerOf(line));
      return describeVerdict({ ...story, verdict: now, told: countsWith({ failure }) }, en);
    };
    const failed = { what: 'failed', files: 5, requested: 9, soFar: false } as const;
    expect(was(failed, 4)).toBe('5 of 9 files failed (was 4)');
    expect(was(failed, 5)).toBe('5 of 9 files failed');
    expect(was({ what: 'dropped', files: 9, usual: 60 }, 5)).toBe('only 9 files requested (usual 60)');
  });

  it('leaves out the total before it cuts a name, and cuts nothing but the name', () => {
    const name = 'a'.repeat(39);
    expect(fittedTo(name, 'ko').sms).toBe(`심각: 32개 실패, 2026-11-22, ${name}`);
    const { subject, sms } = fittedTo(name, 'ko', 8_999_999_999_999_999);
    expect(sms).toBe(`심각: 8,999,999,999,999,999개 실패, 2026-11-22, ${'a'.repeat(70 - 43 - 1)}…`);
    expect(subject).toContain(`2026-11-22, ${'a'.repeat(20)}`);
  });
});
