import { describe, expect, it } from 'vitest';
import { accountOf } from '../../support/accounts.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { textOn } from '../../support/report-pages.ts';

const date = '2026-11-22';
const unsettled = measuredLine(date, { counts: countsWith({ running: 1 }) });
const mute = {
  ...{ until: '2026-11-30', reason: 'moving storage', by: 'kim', exceptCritical: true },
  mutedAt: '2026-11-20T00:00:00.000Z',
};

describe('a page in Korean', () => {
  const inKorean = { account: accountOf({ language: 'ko' }) };

  it('says whether a date is settled, and how often its counts have changed', async () => {
    const twice = measuredLine(date, { revision: 2 });
    expect(await textOn(date, ledgerOf(twice), inKorean)).toMatch(/확정: .*2차: 최초 측정 이후 수치 변동/s);
    expect(await textOn(date, ledgerOf(unsettled), inKorean)).toMatch(/잠정: .*1차: 수치 변동 없음/s);
  });

  it('says up to when the account is muted, and what for', async () => {
    const text = await textOn(date, ledgerOf(unsettled), { ...inKorean, mute });
    expect(text).toContain('2026-11-30까지 알림이 중지되었습니다 (심각 등급 제외).');
    const all = { ...mute, exceptCritical: false };
    expect(await textOn(date, ledgerOf(unsettled), { ...inKorean, mute: all })).toContain(
      '알림이 중지되었습니다.',
    );
  });
});
