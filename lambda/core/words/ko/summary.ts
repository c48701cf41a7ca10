import { totalOf } from '../../ledger/measurement.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { MessageWords } from '../en/messages.ts';
import { koreanWeekday } from '../weekdays.ts';

/** The same in Korean. */
export const summary: MessageWords['summary'] = {
  ok: '정상',
  comparison: (date, before, usual) => {
    const dayBefore = before ? `${n(totalOf(before))}개 중 ${n(before.failure)}개 실패` : '측정 불가';
    const usually = usual ? `${n(usual.requested)}개 중 ${n(usual.failures)}개` : '기록 부족';
    return `전날: ${dayBefore} / 평소 ${koreanWeekday(date)}요일: ${usually}`;
  },
  bars: (sparkline, legend) => `14일간: ${sparkline} (${legend})`,
  report: '보고서',
  history: '이력',
  open: (dates) => `미완료 날짜: ${dates.join(', ')}`,
  unmeasured: (date) => `${date} 측정 불가`,
  unfinished: (date, files) => `${date} ${n(files)}개 처리 중`,
  told: (notices) => `이번에 보낸 알림: ${notices.join(', ')}`,
  muted: (until, by, reason) => `알림 일시 중지: ${until}까지 (${by}): ${reason}`,
  quiet: (reason) => `예정된 알림 중지${reason === undefined ? '' : `: ${reason}`}`,
  clock: (minutesAhead) =>
    `시각: 이 서버의 시계가 API보다 ${n(Math.abs(minutesAhead))}분 ${minutesAhead > 0 ? '빠릅니다' : '느립니다'}. 시각을 맞추십시오.`,
  heldBack: (notices) => `보류 중인 알림: ${n(notices)}건`,
};
