import type { Failure } from '../../fleet/standing.ts';
import { totalOf } from '../../ledger/measurement.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { MessageWords } from '../en/messages.ts';
import type { Verdict } from '../en/muster.ts';
import { advice, reasons } from './faults.ts';

const failures: Readonly<Record<Failure, string>> = {
  notRecorded: '기록 누락',
  notTold: '알림 미발송',
  unreadable: '원장 손상',
  notRead: '원장 읽기 실패',
  entryUnreadable: '등록 내용 읽기 실패',
};

/** The same in Korean. */
export const muster: MessageWords['muster'] = {
  reasons: { ...reasons, ...failures },
  advice: {
    ...advice,
    credentialsNotSet: '각 계정의 Access Key와 Secret Key를 등록하십시오.',
    throttled: '기다리거나 아래 명령으로 다시 조회하십시오. 반복되면 fleet.concurrency를 낮추십시오.',
    notFound: '등록한 계정 파일에서 해당 계정의 baseUrl을 확인하십시오.',
    tooLarge: '등록한 계정 파일에서 해당 계정의 baseUrl을 확인하십시오. 통계 응답으로는 너무 큽니다.',
    windowIgnored:
      '등록한 계정 파일에서 해당 계정의 windowOrder를 설정하거나 네이버 클라우드 고객 지원에 문의하십시오.',
    notAsked: '아래 명령으로 다시 조회하십시오.',
    notRecorded:
      '야간 조회가 끝까지 실행되지 않았습니다. 로그에서 해당 계정을 확인하고 아래 명령으로 다시 조회하십시오.',
    notTold:
      '측정은 되었으나 발송되지 않은 알림이 있습니다. 로그에서 해당 계정을 확인하고 아래 명령으로 다시 조회하십시오.',
    unreadable: '아래 명령으로 계정마다 보관된 응답에서 원장을 다시 만드십시오.',
    notRead:
      '저장소에서 원장을 읽지 못했습니다. 원장이 손상된 것은 아닐 수 있습니다. 로그를 확인하고 함수에 버킷 읽기 권한이 있는지 점검한 뒤 아래 명령으로 다시 조회하십시오.',
    entryUnreadable:
      '계정 파일에서 해당 줄을 읽을 수 없어 조회하지 못했습니다. 해당 계정을 다시 등록하십시오. 이름이 없는 줄은 --prune으로 지울 수 있습니다.',
  },
  verdict,
  measured: (measured, accounts, broken) =>
    `${ofAll(measured, accounts)} 측정${broken === 0 ? '' : `, ${n(broken)}개 계정 규칙 위반`}`,
  noAccounts: '계정 0개: 이 시프트에 등록된 계정 없음',
  recovered: (dates, accounts, names) =>
    `측정하지 못했던 계정 ${n(accounts)}개${dates === accounts ? '' : `의 ${n(dates)}일분`}${listed(names)}`,
  span: (first, last) => (first === last ? first : `${first} - ${last}`),
  asked: (since, duration, nights) =>
    `${since}부터 ${duration}간 조회${nights === undefined ? '' : ` (실행 ${n(nights)}회)`}.`,
  took: (minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return [
      ...(hours > 0 ? [`${n(hours)}시간`] : []),
      ...(rest > 0 || hours === 0 ? [`${rest}분`] : []),
    ].join(' ');
  },
  standing: (measured, unavailable, failed) =>
    `측정 ${n(measured)}, 측정 불가 ${n(unavailable)}, 실패 ${n(failed)}`,
  besides: (accounts) =>
    `그 밖에 계정 ${n(accounts)}개도 측정 불가 또는 실패 (이미 통보했거나 알림 중지 상태).`,
  group: (reason, accounts) => `${reason}: 계정 ${n(accounts)}개`,
  more: (accounts) => `외 ${n(accounts)}개`,
  dated: (account, dates) => `${account}(${dates.length === 1 ? dates[0] : `${n(dates.length)}일분`})`,
  example: (account, detail) => `예: ${account}: ${detail}`,
  omitted: (accounts, groups) => `그 밖의 원인 ${n(groups)}가지로 계정 ${n(accounts)}개.`,
  measuredSince: (dates, span) => `측정 불가로 통보했던 ${n(dates)}일분이 이후 측정되었습니다 (${span}).`,
  measuredLater: (dates) => `${n(dates)}일분은 재시도에서 측정되었습니다.`,
  broken: (critical, warning) =>
    `규칙 위반: ${[...(critical > 0 ? [`심각 ${n(critical)}`] : []), ...(warning > 0 ? [`경고 ${n(warning)}`] : [])].join(', ')}`,
  breaking: (account, severity, counts) =>
    `${account}: ${severity}${counts ? `, ${n(totalOf(counts))}개 중 ${n(counts.failure)}개 실패` : ''}`,
  overview: '전체 현황',
  open: '전체 계정 현황 열기',
  list: '측정되지 않은 계정 모두 보기',
  show: '계정 하나의 상세 내역 보기',
  rerun: '다시 조회',
  keys: '키 등록',
  rebuild: '원장 다시 만들기',
};

function verdict({ accounts, unavailable, failed, names, recovered = 0, ...given }: Verdict): string {
  const why = (given.reasons ?? []).map((reason) => muster.reasons[reason]).join(', ');
  const because = why === '' ? '' : `(${given.isMostly ? '주로 ' : ''}${why})`;
  const bad =
    unavailable > 0
      ? `${ofAll(unavailable, accounts)} 측정 불가${because}${failed > 0 ? `, ${n(failed)}개 실패` : ''}`
      : `${ofAll(failed, accounts)} 실패${because}`;
  return `${bad}${listed(names)}${recovered > 0 ? `, ${n(recovered)}일분 측정 완료` : ''}`;
}

function listed(names: readonly string[] | undefined): string {
  return names ? `: ${names.join(', ')}` : '';
}

function ofAll(some: number, all: number): string {
  if (some < all) return `계정 ${n(all)}개 중 ${n(some)}개`;
  return `계정 ${n(all)}개${all === 1 ? '' : ' 모두'}`;
}
