import { describe, expect, it } from 'vitest';
import { failures } from '../../../lambda/core/fleet/standing.ts';
import { faultCodes } from '../../../lambda/core/ledger/measurement.ts';
import { verdictOfCounts } from '../../../lambda/core/story/verdict.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { ko } from '../../../lambda/core/words/ko/messages.ts';
import { countsWith } from '../../support/counts.ts';

// What the examples of the golden files do not come to.

it('English counts one file in the singular', () => {
  const counts = countsWith({ complete: 0, failure: 1 });
  expect(en.verdict(verdictOfCounts(counts, []))[0]).toBe('1 of 1 file failed');
  expect(en.verdict(verdictOfCounts({ ...counts, complete: 1 }, []))[0]).toBe('1 of 2 files failed');
});

it.each([
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [21, '21st'],
])('English counts %d nights up to the %s', (nights, nth) => {
  expect(en.fact({ fact: 'nights', nights, unmeasured: 0 })[1]).toBe(`${nth} night in a row`);
});

const reasons = [...faultCodes, ...failures];

describe.each([
  ['English', en],
  ['Korean', ko],
])('in %s', (language, words) => {
  const say = (english: string, korean: string) => (language === 'English' ? english : korean);

  it.each([
    [{ what: 'unmeasured', code: 'outage' }, 'not measured', '측정 불가'],
    [{ what: 'failed', files: 5, requested: 9, soFar: true }, '5 failed', '5개 실패'],
    [{ what: 'dropped', files: 5, usual: 9 }, '5 requested', '요청 5개'],
    [{ what: 'unfinished', files: 5, days: 3 }, '5 unfinished', '5개 미완료'],
    [{ what: 'failed', files: 0, requested: 0, soFar: false }, 'no files', '파일 없음'],
    [{ what: 'dropped', files: 0, usual: 9 }, 'no files at all', '파일 전혀 없음'],
  ] as const)('the tersest verdict of $what says the number alone', (verdict, english, korean) => {
    expect(words.verdict(verdict)[1]).toBe(say(english, korean));
  });

  it.each(faultCodes)('a date without counts for %s says why in a few words, and what to do', (code) => {
    const others = Object.entries(words.reasons).filter(([other]) => other !== code);
    expect(words.reasons[code]).toMatch(/^\S.{3,24}$/);
    expect(others.map(([, reason]) => reason)).not.toContain(words.reasons[code]);
    expect(words.advice[code]).toMatch(/^.{20,}\.$/);
  });

  it('each day of the week has its name', () => {
    const week = Array.from({ length: 7 }, (_, index) => words.usual(`2026-11-${16 + index}`, undefined));
    const names =
      language === 'English'
        ? ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
        : ['월', '화', '수', '목', '금', '토', '일'].map((name) => `${name}요일`);
    expect(week.map((text) => /^\S+ (.+?):/.exec(text)?.[1])).toEqual(names);
  });

  it('a weekday of which too little is known has no usual numbers', () => {
    expect(words.usual('2026-11-22', undefined)).toBe(
      say('Usual Sunday: too few measured so far to say', '평소 일요일: 비교할 기록 부족'),
    );
  });

  it('a drop in volume is told without the usual number where there is none', () => {
    expect(words.verdict({ what: 'dropped', files: 3, usual: undefined })[0]).toBe(
      say('only 3 files requested', '요청 파일 3개뿐'),
    );
    const finding = { rule: 'volumeDrop', severity: 'warning', value: 3, threshold: 10 } as const;
    expect(words.finding(finding, '2026-11-22')).toBe(
      say('Only 3 files requested (warning at 10 or fewer)', '요청 파일 3개뿐 (경고 기준 10개 이하)'),
    );
  });

  it.each([
    [
      { what: 'dropped', files: 0, usual: 62 },
      'no files at all (usual 62)',
      '요청 파일 전혀 없음(평소 62개)',
    ],
    [{ what: 'failed', files: 0, requested: 0, soFar: false }, 'no files requested', '요청된 파일 없음'],
    [{ what: 'unfinished', files: 3, days: undefined }, '3 files unfinished', '파일 3개 미완료'],
  ] as const)('a verdict of none is told in words: %j', (verdict, english, korean) => {
    expect(words.verdict(verdict)[0]).toBe(say(english, korean));
  });

  it('the bars have no highest one while nothing failed', () => {
    expect(words.legend(0)).toBe(say('▁ none, · not measured', '▁ 0개, · 측정 불가'));
    expect(words.legend(3)).toContain('█');
  });

  it('a recovery from files that were stuck counts no nights', () => {
    const fact = { fact: 'recovered', nights: 0, unmeasured: 0 } as const;
    expect(words.fact(fact)).toEqual([say('Back to normal.', '정상 상태로 복귀.')]);
    expect(words.fact({ ...fact, nights: 1 })[1]).toBe(say('after 1 night', '위반 1일 후'));
  });

  it('files that run and files that wait are counted apart', () => {
    const counts = countsWith({ failure: 2, running: 1, waiting: 3 });
    expect(words.fact({ fact: 'provisional', counts })[0]).toContain(
      say('2 failed so far, 1 file still running, 3 files still waiting.', '1개 진행 중, 3개 대기 중.'),
    );
  });

  it('what was measured since is told with its new numbers', () => {
    const fact = { fact: 'changedSince', now: countsWith({ failure: 2 }) } as const;
    expect(words.fact(fact)[0]).toContain(say('now 2 failed of 42 files', '현재 42개 중 2개 실패'));
  });

  it('what nights left undone is counted, and one is not told as several', () => {
    const { missing, unsent, unreadable, found } = words.check;
    const date = '2026-11-22';
    expect(found([missing(1, date), unsent(1)])).toContain(
      say(
        'no night has recorded 2026-11-22; 1 notice was told to nobody. ',
        '2026-11-22의 야간 조회 기록이 없습니다. 알림 1건이 발송되지 않았습니다. ',
      ),
    );
    expect(found([missing(3, date), unsent(2)])).toContain(
      say(
        'no night has recorded 3 dates up to 2026-11-22; 2 notices were told to nobody. ',
        '2026-11-22까지 3일간의 야간 조회 기록이 없습니다. 알림 2건이 발송되지 않았습니다. ',
      ),
    );
    expect(unreadable).toBe(say('its ledger cannot be read', '원장을 읽을 수 없습니다'));
  });

  it('every severity has its name', () => {
    const { critical, warning, info } = words.severities;
    expect(`${critical}, ${warning}, ${info}`).toBe(say('critical, warning, info', '심각, 경고, 정보'));
    expect(words.labels.info).toBe(say('INFO', '정보'));
    expect(words.fact({ fact: 'severity', from: 'info', to: 'warning' })[0]).toBe(
      say('It was told as information; now it is a warning.', '등급 변경: 정보 → 경고.'),
    );
  });

  it.each(reasons)('accounts that are told together for %s have advice of their own', (reason) => {
    expect(words.muster.reasons[reason]).toMatch(/^\S.{2,24}$/);
    expect(words.muster.advice[reason]).toMatch(/^.{15,}\.$/);
  });

  it('a muster without a reason in common names none, and of failed accounts alone none that is not measured', () => {
    const { verdict } = words.muster;
    expect(verdict({ accounts: 9, unavailable: 4, failed: 2 })).toBe(
      say('4 of 9 accounts not measured, 2 failed', '계정 9개 중 4개 측정 불가, 2개 실패'),
    );
    expect(verdict({ accounts: 9, unavailable: 0, failed: 2 })).toBe(
      say('2 of 9 accounts failed', '계정 9개 중 2개 실패'),
    );
  });

  it('accounts that have recovered are told with their dates where these are more', () => {
    const { recovered } = words.muster;
    expect(recovered(3, 3, undefined)).toBe(say('3 accounts that had no counts', '측정하지 못했던 계정 3개'));
    expect(recovered(5, 3, ['a', 'b', 'c'])).toBe(
      say('5 dates of 3 accounts that had no counts: a, b, c', '측정하지 못했던 계정 3개의 5일분: a, b, c'),
    );
  });

  it.each([
    [1, '1 date that was told as not measured has', '1 date was measured in'],
    [2, '2 dates that were told as not measured have', '2 dates were measured in'],
  ])('dates that were measured late are counted: %d', (dates, since, later) => {
    const { measuredSince, measuredLater } = words.muster;
    expect(measuredSince(dates, '2026-11-21')).toBe(
      say(
        `${since} been measured since (2026-11-21).`,
        `측정 불가로 통보했던 ${dates}일분이 이후 측정되었습니다 (2026-11-21).`,
      ),
    );
    expect(measuredLater(dates)).toBe(
      say(`${later} a later pass only.`, `${dates}일분은 재시도에서 측정되었습니다.`),
    );
  });

  it('an account that is told with its dates has one by name, and several counted', () => {
    const { dated } = words.muster;
    expect(dated('acme', ['2026-11-21'])).toBe(say('acme (2026-11-21)', 'acme(2026-11-21)'));
    expect(dated('acme', ['2026-11-20', '2026-11-21'])).toBe(say('acme (2 dates)', 'acme(2일분)'));
  });

  it('reasons that have no room are counted, with their accounts', () => {
    const { omitted } = words.muster;
    expect([omitted(1, 1), omitted(5, 2)]).toEqual([
      say('And 1 account for 1 more reason.', '그 밖의 원인 1가지로 계정 1개.'),
      say('And 5 accounts for 2 more reasons.', '그 밖의 원인 2가지로 계정 5개.'),
    ]);
  });

  it('broken rules are counted by severity, and none is told as zero', () => {
    const { broken, breaking } = words.muster;
    expect([broken(2, 3), broken(2, 0), broken(0, 3)]).toEqual([
      say('Rules broken: 2 critical, 3 warning', '규칙 위반: 심각 2, 경고 3'),
      say('Rules broken: 2 critical', '규칙 위반: 심각 2'),
      say('Rules broken: 3 warning', '규칙 위반: 경고 3'),
    ]);
    expect([breaking('acme', 'x', undefined), breaking('acme', 'x', countsWith({ failure: 2 }))]).toEqual([
      'acme: x',
      say('acme: x, 2 of 42 files failed', 'acme: x, 42개 중 2개 실패'),
    ]);
  });
});
