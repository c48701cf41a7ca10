import { formatShort, formatNumber as n, type Unit } from '../../text/number.ts';
import type { PageWords } from '../en/page.ts';
import { koreanWeekday } from '../weekdays.ts';
import { ko as messages } from './messages.ts';

const units: readonly Unit[] = [
  [1e12, '조'],
  [1e8, '억'],
  [1e4, '만'],
];

/** Pages in Korean. */
export const ko: PageWords = {
  language: 'ko',
  messages,
  report: '야간 보고서',
  statuses: {
    failed: '야간 작업 실패',
    critical: '심각',
    warning: '경고',
    unmeasured: '수치 없음',
    unproven: '확인 필요',
    recovered: '정상화',
    withdrawn: '경보 철회',
    well: '정상',
  },
  longDate: (date) => {
    const [year, month, day] = date.split('-').map(Number);
    return `${year}년 ${month}월 ${day}일 ${koreanWeekday(date)}요일`;
  },
  shortDate: (date) => `${date} (${koreanWeekday(date)})`,
  month: (month) => `${month}월`,
  weekday: koreanWeekday,
  percent: (percent) => `${n(percent)}%`,
  short: (number) => formatShort(number, units),
  headings: {
    counts: '처리 현황',
    chart: '파일 수',
    rate: '실패율',
    calendar: '최근 12개월 실패율',
    dates: '최근 31일',
    notices: '알림 내역',
    source: '수치의 출처',
    index: '전체 계정',
  },
  columns: {
    date: '날짜',
    state: '상태',
    rate: '실패율',
    revision: '차수',
    told: '알림',
    kind: '알림 내용',
    severity: '등급',
    committed: '확정 시각',
    toldAt: '통보 시각',
    messageId: '메시지 ID',
    account: '계정',
    verdict: '판정',
    recent: '최근 30일 실패',
    path: '파일',
    category: '카테고리',
    time: '최종 작업 시각',
  },
  counts: { complete: '완료', failure: '실패', canceled: '취소', running: '진행 중', waiting: '대기' },
  dayBefore: '전일',
  usual: (date) => `평소 ${koreanWeekday(date)}요일`,
  tooFew: '기록 부족',
  states: { settled: '확정', provisional: '잠정', unavailable: '측정 불가', noRecord: '기록 없음' },
  chart: {
    open: '미완료 (진행 중·대기)',
    unmeasured: '측정 불가',
    noneRequested: '요청 파일 없음',
    noneFinished: '처리 완료 파일 없음',
    noRecord: '기록 이전',
    broken: '규칙 위반',
    rate: '처리가 끝난 파일 중 실패 비율',
    threshold: (severity, value) => `${messages.severities[severity]} 기준 ${value}`,
    above: (threshold) => `${threshold} (차트 범위 초과)`,
    summary: (measured, dates, worst) =>
      `${n(dates)}일 중 ${n(measured)}일 측정.${worst === undefined ? '' : ` 최다 실패 ${worst}.`}`,
  },
  source: {
    labels: {
      firstAsked: '최초 측정',
      lastAsked: '최종 확인',
      askedInVain: '최근 조회 실패',
      window: '집계 구간',
      revision: '차수',
      order: '조회 구간 매개변수',
      muted: '알림 중지',
    },
    orders: {
      toIsStart: 'workStartTimeTo가 시작 시각',
      fromIsStart: 'workStartTimeFrom이 시작 시각',
    },
    proofs: {
      provenBothEnds: 'API 응답으로 확인됨',
      proven: '이전 버전에서 조회 구간의 한쪽 끝만 확인됨',
      configured: '설정 파일에서 지정',
      unproven: '미확인: 0이 실제와 다를 수 있음',
    },
    nobodyAsked: '이 날짜의 조회 기록이 없습니다.',
    settled: (isSettled) =>
      isSettled
        ? '확정: 대기 중이거나 진행 중인 파일이 없습니다.'
        : '잠정: 대기 중이거나 진행 중인 파일이 있어 실패가 늘어날 수 있습니다. 다음 실행 때 다시 조회합니다.',
    revisions: (revision) =>
      revision === 1 ? '1차: 수치 변동 없음' : `${n(revision)}차: 최초 측정 이후 수치 변동`,
  },
  mute: {
    until: (date, exceptCritical) =>
      `${date}까지 알림이 중지되었습니다${exceptCritical ? ' (심각 등급 제외)' : ''}.`,
    reason: '사유',
    by: '설정자',
    none: '없음',
  },
  notices: {
    kinds: {
      breached: '규칙 위반',
      escalated: '등급 상향',
      revised: '수치 정정',
      withdrawn: '경보 철회',
      recovered: '정상화',
      unavailable: '측정 불가',
      available: '측정 완료',
    },
    untold: { pending: '통보 대기', heldBack: '보류 중', leftToMuster: '다른 계정과 함께 통보 예정' },
    none: '최근 12개월간 알림이 없습니다.',
    older: (notices) => `최근 12개월의 이전 알림 ${n(notices)}건은 생략했습니다.`,
  },
  lastDates: (dates) => `최근 ${dates}일`,
  asOf: '기준 시각',
  previous: '이전 날짜',
  next: '다음 날짜',
  allAccounts: '전체 계정',
  allFiles: '실패한 파일 전체 목록',
  filesTable: '실패한 파일 표 (CSV)',
  firstFiles: (files) => `파일 ${n(files)}개 보기`,
  table: '전체 날짜 표 (CSV)',
  json: '이 날짜 데이터 (JSON)',
  index: {
    verdict: (bad, all) =>
      bad === 0 ? `전체 계정 ${n(all)}개 정상` : `계정 ${n(all)}개 중 ${n(bad)}개 확인 필요`,
    unread: (accounts) => `읽지 못한 계정: ${accounts.join(', ')}`,
    unrecorded: (accounts) => `아직 기록이 없는 계정: ${accounts.join(', ')}`,
    outdated: '이후 보고서 없음',
    largest: (failures) => `하루 최다 실패 ${n(failures)}개.`,
  },
  fleet: {
    own: '스택의 계정',
    shift: (shift) => `시프트 ${shift}`,
    tag: (tag) => `태그 ${tag}`,
    due: '예정 시각',
    none: '계정 없음',
    outdated: '이후 완료된 야간 작업이 없습니다.',
    unread: (shifts) => `읽지 못한 시프트: ${shifts.join(', ')}`,
    notRead: '계정 현황을 읽지 못했습니다',
    conditions: '상태별 계정 수',
    tags: (tags) => `태그 ${n(tags)}개`,
    tagColumn: '태그',
    share: (bad, all) => (bad === 0 ? n(all) : `${n(all)}개 중 ${n(bad)}개`),
    moreTags: (tags) =>
      `태그 ${n(tags)}개는 생략했습니다. 이 페이지 주소 뒤에 ?tag=이름을 붙이면 볼 수 있습니다.`,
    whole: (accounts) => `전체 계정 ${n(accounts)}개 보기`,
    pages: (pages) => `이름으로 찾아가기 (${n(pages)}쪽)`,
    page: (page) => `${n(page)}쪽`,
  },
};
