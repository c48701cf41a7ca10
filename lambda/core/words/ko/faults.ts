import type { FaultCode } from '../../ledger/measurement.ts';

/** Why a date has no counts, in the few words that a headline has room for. */
export const reasons: Readonly<Record<FaultCode, string>> = {
  credentialsNotSet: 'API 키 미등록',
  wrongKeys: 'API 키 오류',
  clock: '시각 오차',
  permission: '권한 없음',
  quota: 'API 사용량 한도 초과',
  throttled: '요청 과다',
  outage: 'API 장애',
  timeout: 'API 응답 시간 초과',
  network: '네트워크 오류',
  badRequest: '요청 거부',
  notFound: 'API 주소 오류',
  format: '응답 형식 오류',
  tooLarge: '응답 크기 초과',
  windowIgnored: 'API가 날짜를 무시',
  cached: '캐시된 응답',
  notArchived: '응답 보관 실패',
  notAsked: '조회 기록 없음',
};

/** What an operator does about each reason. */
export const advice: Readonly<Record<FaultCode, string>> = {
  credentialsNotSet: '계정의 Access Key와 Secret Key를 등록하십시오.',
  wrongKeys:
    '콘솔에서 Access Key와 Secret Key를 확인하십시오. 교체되었거나 사용 중지되었다면 새 키를 등록하십시오.',
  clock: '조회하는 서버의 시각을 맞추십시오. 5분 넘게 차이 나면 API가 요청을 거부합니다.',
  permission: '이 키의 서브 계정에 VOD Station 조회 권한을 부여하십시오.',
  quota: '콘솔에서 API 사용량 한도를 늘리거나 갱신될 때까지 기다리십시오. 다음 실행 때 다시 조회합니다.',
  throttled: '다음 실행 때 다시 조회합니다. 반복되면 계정별 실행 시각을 나누십시오.',
  outage: '네이버 클라우드 서비스 상태를 확인하십시오. 다음 실행 때 다시 조회합니다.',
  timeout: '네이버 클라우드 서비스 상태를 확인하십시오. 다음 실행 때 다시 조회합니다.',
  network: '함수와 API 사이의 네트워크를 확인하십시오. 다음 실행 때 다시 조회합니다.',
  badRequest: '"npx vod-nightly doctor"를 실행하고, 이상이 없으면 오류로 제보하십시오.',
  notFound: 'vod-nightly.config.ts에서 계정의 baseUrl을 확인하십시오.',
  format: '보관된 응답을 확인하고, 추적 ID와 함께 네이버 클라우드 고객 지원에 문의하십시오.',
  tooLarge: 'vod-nightly.config.ts에서 계정의 baseUrl을 확인하십시오. 통계 응답으로는 너무 큽니다.',
  windowIgnored:
    'vod-nightly.config.ts에서 계정의 windowOrder를 설정하거나 네이버 클라우드 고객 지원에 문의하십시오.',
  cached:
    '함수와 API 사이의 프록시나 캐시가 이 요청을 그대로 전달하도록 설정하십시오. 다음 실행 때 다시 조회합니다.',
  notArchived: '로그에서 버킷이 거부한 이유를 확인한 뒤 이 날짜를 다시 조회하십시오.',
  notAsked: '이 날짜는 조회된 적이 없습니다. 지금 조회하십시오.',
};

/** The details that come up most; what the system says in them, and the vendor's codes, stay. */
const details: readonly (readonly [english: RegExp, korean: string])[] = [
  [/^the API answered with error (\S+) and HTTP status (\d+)$/, '오류 코드 $1, HTTP 상태 $2'],
  [/^the API answered with HTTP status (\d+) and no error.*$/, 'HTTP 상태 $1, 오류 내용 확인 불가'],
  [/^the API did not answer in time$/, '제한 시간 안에 응답 없음'],
  [/^the API could not be reached: (.*)$/, 'API에 연결하지 못함 ($1)'],
  [/^the API refused the keys, .* is (\d+) .* ahead of ours$/, '키가 거부되었고 API 시각이 $1분 빠름'],
  [/^the API refused the keys, .* is (\d+) .* behind ours$/, '키가 거부되었고 API 시각이 $1분 느림'],
  [/^the API answered, but the answer could not be archived: (.*)$/, '보관소에 저장하지 못함 ($1)'],
  [/^the API answers with counts even for a window .*, so .*$/, '집계 구간과 무관한 수치로 응답'],
  [/^the answer is larger than 1 MB; .*$/, '1MB를 초과하여 앞부분만 보관'],
  [/^the answer came out of a cache, or .*$/, '캐시에서 나왔거나 요청 시각보다 오래된 응답'],
  [/^no access key and secret key are set for this account$/, '계정에 등록된 키 없음'],
  [/^no night (?:asked for|has recorded) this date$/, '이 날짜의 야간 조회 기록 없음'],
];

/** The ledger has details in English; those that are not known in Korean stay so. */
export function translateDetail(detail: string): string {
  return details.reduce((text, [english, korean]) => text.replace(english, korean), detail);
}
