import { formatNumber as n } from '../../text/number.ts';
import type { MessageWords } from '../en/messages.ts';

/** The same in Korean. */
export const check: MessageWords['check'] = {
  missing: (dates, newest) =>
    dates === 1
      ? `${newest}의 야간 조회 기록이 없습니다`
      : `${newest}까지 ${n(dates)}일간의 야간 조회 기록이 없습니다`,
  unsent: (notices) => `알림 ${n(notices)}건이 발송되지 않았습니다`,
  unreadable: '원장을 읽을 수 없습니다',
  found: (what) =>
    `아침 점검 결과: ${what.join('. ')}. 다음 야간 조회가 정상 실행되면 누락된 날짜를 조회하고 발송되지 않은 알림을 보냅니다.`,
};
