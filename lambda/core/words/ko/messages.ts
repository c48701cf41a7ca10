import type { Finding } from '../../ledger/line.ts';
import { type Counts, totalOf } from '../../ledger/measurement.ts';
import type { Fact } from '../../story/story.ts';
import type { Streak } from '../../story/streak.ts';
import type { Verdict } from '../../story/verdict.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { CalendarDate } from '../../time/day.ts';
import type { MessageWords } from '../en/messages.ts';
import { koreanWeekday } from '../weekdays.ts';
import { advice, reasons, translateDetail } from './faults.ts';
import { muster } from './muster.ts';
import { summary } from './summary.ts';

const severities = { critical: '심각', warning: '경고', info: '정보' } as const;

/** Korean: what is so in nouns, what is to be done in full sentences. A text message holds 70 characters of it. */
export const ko: MessageWords = {
  labels: { ...severities, recovered: '정상화', withdrawn: '경보 철회', measured: '측정 완료' },
  severities,
  verdict,
  was: (count) => `(이전 ${n(count)}개)`,
  more: (notices) => `(외 ${n(notices)}건)`,
  fact: describeFact,
  finding: describeFinding,
  row: (date, counts) => `${date}(${koreanWeekday(date)}): ${counts ? failedOf(counts) : '측정 불가'}`,
  usual: (date, usual) =>
    usual
      ? `평소 ${koreanWeekday(date)}요일: ${n(usual.requested)}개 중 ${n(usual.failures)}개 실패 (최근 ${usual.weeks}주 중앙값)`
      : `평소 ${koreanWeekday(date)}요일: 비교할 기록 부족`,
  counts: ({ complete, failure, canceled, running, waiting }) =>
    `완료 ${n(complete)}, 실패 ${n(failure)}, 취소 ${n(canceled)}, 진행 중 ${n(running)}, 대기 ${n(waiting)}`,
  bars: (date) => `일별 실패 파일 수, ${date}까지 14일`,
  legend: (largest) => (largest === 0 ? '▁ 0개, · 측정 불가' : `▁ 0개, █ ${n(largest)}개, · 측정 불가`),
  reasons,
  detail: translateDetail,
  advice,
  nothingToDo: '조치할 사항이 없습니다.',
  headings: {
    why: '원인',
    rules: '위반 규칙',
    files: '실패한 파일',
    numbers: '수치',
    next: '다음 단계',
  },
  summary,
  check: {
    missing: (dates, newest) =>
      `${newest}${dates === 1 ? '의' : `까지 ${n(dates)}일간의`} 야간 조회 기록이 없습니다`,
    unsent: (notices) => `알림 ${n(notices)}건이 발송되지 않았습니다`,
    unreadable: '원장을 읽을 수 없습니다',
    found: (what) =>
      `아침 점검 결과: ${what.join('. ')}. 다음 야간 조회가 정상 실행되면 누락된 날짜를 조회하고 발송되지 않은 알림을 보냅니다.`,
  },
  muster,
  files: {
    byCategory: '카테고리별',
    uncategorized: '카테고리 없음',
    otherCategories: '그 외 카테고리',
    more: (files) => `외 ${n(files)}개. 전체 목록은 보관소에 있습니다.`,
    noneListed: '파일 목록에는 실패한 파일이 더 이상 없습니다.',
    bounds: '목록이 김',
    unknown: (reason) => `실패한 파일을 조회하지 못했습니다 (${reason}).`,
    partial: (reason, read, total) =>
      `파일 목록을 끝까지 조회하지 못했습니다 (${reason}): ${total === undefined ? `${n(read)}개` : `${n(total)}개 중 ${n(read)}개`} 확인.`,
  },
  said: 'API 응답 메시지',
  traceId: '추적 ID',
  page: '이 날짜의 보고서 열기',
  show: '해당 날짜 전체 내역 보기',
  again: '해당 날짜 다시 조회',
  archived: '보관된 응답',
  consolePage: '콘솔: https://console.ncloud.com, Services > Media > VOD Station',
  runbook: '런북',
  notice: '알림 번호',
  digest: (notices) => `알림 ${n(notices)}건 (제목에 적힌 알림부터, 이후 최신 날짜순)`,
  others: '나머지 알림 요약 (최신 날짜순)',
  omitted: (notices) =>
    `그 외 알림 ${n(notices)}건은 길이 제한으로 생략했습니다. 전체 내역은 원장에 있습니다.`,
  test: {
    label: '테스트',
    note: (by) =>
      `${by} 님이 vod-nightly test-alert로 보낸 테스트 알림입니다. 실제로 일어난 일이 아니며 모든 수치는 임의로 만든 것입니다.`,
    reports: '계정의 보고서:',
  },
};

function verdict(verdict: Verdict): ReturnType<MessageWords['verdict']> {
  switch (verdict.what) {
    case 'unmeasured':
      return [`측정 불가(${reasons[verdict.code]})`, '측정 불가'];
    case 'failed': {
      if (verdict.requested === 0) return ['요청된 파일 없음', '파일 없음'];
      const failed = `${n(verdict.files)}개 실패`;
      return [`파일 ${n(verdict.requested)}개 중 ${verdict.soFar ? '현재까지 ' : ''}${failed}`, failed];
    }
    case 'dropped': {
      const usual = verdict.usual === undefined ? '' : `(평소 ${n(verdict.usual)}개)`;
      if (verdict.files === 0) return [`요청 파일 전혀 없음${usual}`, '파일 전혀 없음'];
      return [`요청 파일 ${n(verdict.files)}개뿐${usual}`, `요청 ${n(verdict.files)}개`];
    }
    case 'unfinished': {
      const after = verdict.days === undefined ? '' : `${n(verdict.days)}일 지난 `;
      return [`${after}파일 ${n(verdict.files)}개 미완료`, `${n(verdict.files)}개 미완료`];
    }
  }
}

function describeFact(fact: Fact): ReturnType<MessageWords['fact']> {
  switch (fact.fact) {
    case 'nights':
      if (fact.nights === 1) return ['최초 발생.'];
      return [`${n(fact.nights)}일 연속 발생${exceptFor(fact)}.`, `${n(fact.nights)}일째`];
    case 'trend':
      return [describeTrend(fact)];
    case 'severity':
      return [`등급 변경: ${severities[fact.from]} → ${severities[fact.to]}.`];
    case 'revised':
      return [`수치 정정: ${change(fact)}.`];
    case 'withdrawn':
      return [`수치 정정: ${change(fact)}. 위반 규칙이 없어 경보를 철회합니다.`];
    case 'untold':
      return [
        '규칙 위반이 있었으나 통보 전에 수치가 정정되었습니다. 현재 위반 규칙은 없습니다.',
        '통보 전 정정',
      ];
    case 'recovered': {
      if (fact.nights === 0) return ['정상 상태로 복귀.'];
      const after = `위반 ${n(fact.nights)}일 후`;
      return [`${after} 정상 상태로 복귀${exceptFor(fact)}.`, after];
    }
    case 'noCounts':
      if (fact.nights < 2) return ['이 날짜의 수치 없음. 0건이라는 뜻이 아닙니다.'];
      return [`${n(fact.nights)}일 연속 수치 없음. 0건이라는 뜻이 아닙니다.`, `${n(fact.nights)}일째`];
    case 'measuredSince':
      return ['처음에는 측정하지 못했으나 이후 측정되었습니다.'];
    case 'provisional':
      return [`잠정치: 현재까지 ${n(fact.counts.failure)}개 실패, ${unfinished(fact.counts)}.`];
    case 'changedSince':
      return [`이후 다시 측정됨: 현재 ${failedOf(fact.now)}.`];
    case 'heldBack': {
      const cause = fact.cause === 'mute' ? '알림 일시 중지로' : '예정된 알림 중지 기간으로';
      return [`${cause} 지금까지 보류${fact.reason ? `: "${fact.reason}"` : ''}.`, '통보 보류분'];
    }
    case 'unproven':
      return ['API가 요청한 날짜를 올바르게 해석하는지 아직 확인되지 않아 0이 실제와 다를 수 있습니다.'];
  }
}

function describeTrend({ what, since, before, now }: Extract<Fact, { fact: 'trend' }>): string {
  const measure = what === 'failed' ? '실패' : '요청';
  if (before === now) return `${since}과 동일: ${measure} ${n(now)}개.`;
  const isWorse = what === 'failed' ? now > before : now < before;
  return `${since}보다 ${isWorse ? '악화' : '개선'}: ${measure} ${n(before)} → ${n(now)}개.`;
}

function describeFinding({ rule, severity, value, threshold, usual }: Finding, date: CalendarDate): string {
  const level = severities[severity];
  const comparison = usual === undefined ? '' : `, 평소 ${koreanWeekday(date)}요일 ${n(usual)}개`;
  switch (rule) {
    case 'failureCount':
      return `실패 ${n(value)}개 (${level} 기준 ${n(threshold)}개 이상)`;
    case 'failureRate':
      return `처리가 끝난 파일 중 실패 ${n(value)}% (${level} 기준 ${n(threshold)}% 이상)`;
    case 'unusualFailures':
      return `실패 ${n(value)}개${comparison} (${level} 기준 ${n(threshold)}개 이상)`;
    case 'volumeDrop': {
      const requested = value === 0 ? '요청된 파일이 전혀 없음' : `요청 파일 ${n(value)}개뿐`;
      return `${requested}${comparison} (${level} 기준 ${n(threshold)}개 이하)`;
    }
    case 'stuck':
      return `${n(value)}일이 지나도 미완료 (${level} 기준 ${n(threshold)}일 이상)`;
  }
}

function change({ told, now }: { readonly told: Counts; readonly now: Counts }): string {
  const [before, after] = [totalOf(told), totalOf(now)];
  const files = before === after ? `${n(after)}개` : `${n(before)} → ${n(after)}개`;
  return `실패 ${n(told.failure)} → ${n(now.failure)}개 (전체 ${files})`;
}

function exceptFor({ unmeasured }: Streak): string {
  return unmeasured === 0 ? '' : ` (측정 불가 ${n(unmeasured)}일 제외)`;
}

function unfinished({ running, waiting }: Counts): string {
  const states = [
    ...(running > 0 ? [`${n(running)}개 진행 중`] : []),
    ...(waiting > 0 ? [`${n(waiting)}개 대기 중`] : []),
  ];
  return states.join(', ');
}

function failedOf(counts: Counts): string {
  return `${n(totalOf(counts))}개 중 ${n(counts.failure)}개 실패`;
}
