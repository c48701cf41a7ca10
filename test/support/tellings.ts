import type { FailedFile, FailedFiles } from '../../lambda/core/ledger/failed-files.ts';
import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import { withLines } from '../../lambda/core/ledger/ledger.ts';
import type { Finding, LedgerLine } from '../../lambda/core/ledger/line.ts';
import type { Fault } from '../../lambda/core/ledger/measurement.ts';
import { pendingNotices } from '../../lambda/core/notices/outbox.ts';
import { addDays, datesBetween, weekdayOf } from '../../lambda/core/time/day.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from './lines.ts';
import { breached, countsOf, held, measured, pending, told, unheard, unmeasured } from './told-lines.ts';

/** The date of most tellings, a Sunday. */
export const today = '2026-11-22';

/** A ledger with pending notices, and what it is an example of. */
export type Telling = {
  readonly name: string;
  readonly account: string;
  /** The stack that tells, where there is one. */
  readonly stack?: string;
  readonly ledger: Ledger;
  /** Which files of a date failed, where they were listed. */
  readonly listed?: ReadonlyMap<string, FailedFiles>;
};

/** Nine quiet weeks before the date: some 130 files on weekdays, 60 on Sundays, a few of which fail. */
const quietWeeks: readonly LedgerLine[] = datesBetween(addDays(today, -63), today).map((date, index) => {
  const requested = weekdayOf(date) === 7 ? 60 + (index % 5) : 130 + (index % 9);
  const failure = index % 4;
  return measuredLine(date, { counts: countsOf(requested, failure) });
});

const keysFault: Fault = {
  code: 'wrongKeys',
  detail: 'the API answered with error 200 and HTTP status 401',
  ...{ httpStatus: 401, vendorCode: '200', traceId: '7ab63c0e5f' },
  vendorMessage: 'Authentication Failed\r\n*call* <https://evil.example|support> @here',
};
const outage: Fault = {
  code: 'outage',
  detail: 'the API answered with HTTP status 503 and no error that could be read',
  httpStatus: 503,
};

const many: Finding = { rule: 'failureCount', severity: 'critical', value: 32, threshold: 20 };
const some: Finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 };
const rate: Finding = { rule: 'failureRate', severity: 'warning', value: 23.4, threshold: 10 };
const unusual: Finding = {
  ...{ rule: 'unusualFailures', severity: 'warning', value: 9, threshold: 7, usual: 1.5 },
};
const drop: Finding = { rule: 'volumeDrop', severity: 'warning', value: 12, threshold: 31, usual: 62 };
const nothing: Finding = { ...drop, severity: 'critical', value: 0, threshold: 6 };
const stuck: Finding = { rule: 'stuck', severity: 'warning', value: 2, threshold: 2 };

const bad = countsOf(137, 32);
const fair = countsOf(64, 9);
const good = countsOf(64, 1);

/** One example of each thing that a message can say. */
export const tellings: readonly Telling[] = [
  example(),
  ...filesTellings(),
  tellingOf('breached-first', measured(today, bad, [many, rate], [breached(today, bad, 'critical')])),
  tellingOf(
    'breached-third-night',
    measured('2026-11-19', fair, [some], [told('2026-11-19', fair)]),
    unavailableLine('2026-11-20', { fault: outage }),
    measured('2026-11-21', fair, [some], [told('2026-11-21', fair)]),
    measured(today, bad, [many], [breached(today, bad, 'critical')]),
  ),
  tellingOf(
    'breached-better',
    measured('2026-11-21', bad, [many], [told('2026-11-21', bad, 'critical')]),
    measured(today, fair, [some, unusual], [breached(today, fair)]),
  ),
  tellingOf(
    'breached-same',
    measured('2026-11-21', fair, [some], [told('2026-11-21', fair)]),
    measured(today, fair, [some], [breached(today, fair)]),
  ),
  tellingOf(
    'breached-volume-drop-worse',
    measured('2026-11-21', countsOf(30, 0), [drop], [told('2026-11-21', countsOf(30, 0))]),
    measured(today, countsOf(12, 0), [drop], [breached(today, countsOf(12, 0))]),
  ),
  tellingOf(
    'breached-volume-drop-better',
    measured('2026-11-21', countsOf(3, 0), [drop], [told('2026-11-21', countsOf(3, 0))]),
    measured(today, countsOf(12, 0), [drop], [breached(today, countsOf(12, 0))]),
  ),
  tellingOf(
    'breached-provisional',
    measured(
      today,
      { ...countsOf(48, 5), running: 3 },
      [{ ...some, value: 5 }],
      [breached(today, { ...countsOf(48, 5), running: 3 })],
    ),
  ),
  tellingOf(
    'breached-volume-drop',
    measured(today, countsOf(12, 0), [drop], [breached(today, countsOf(12, 0))]),
  ),
  tellingOf(
    'breached-no-files',
    measured(today, countsOf(0, 0), [nothing], [breached(today, countsOf(0, 0), 'critical')]),
  ),
  tellingOf(
    'breached-no-files-unproven',
    measured(today, countsOf(0, 0), [nothing], [breached(today, countsOf(0, 0), 'critical')], 'unproven'),
  ),
  tellingOf(
    'breached-stuck',
    measured(
      '2026-11-20',
      { ...countsOf(120, 2), waiting: 4 },
      [stuck],
      [breached('2026-11-20', { ...countsOf(120, 2), waiting: 4 })],
    ),
  ),
  tellingOf(
    'escalated',
    measured(today, bad, [many], [told(today, fair), pending(today, 2, 'escalated', bad, 'critical')]),
  ),
  tellingOf(
    'revised',
    measured(
      '2026-11-20',
      countsOf(135, 103),
      [{ ...many, value: 103 }],
      [
        told('2026-11-20', countsOf(130, 98), 'critical'),
        pending('2026-11-20', 2, 'revised', countsOf(135, 103), 'critical'),
      ],
    ),
  ),
  tellingOf(
    'revised-milder',
    measured(today, fair, [some], [told(today, bad, 'critical'), pending(today, 2, 'revised', fair)]),
  ),
  tellingOf(
    'withdrawn',
    measured(today, good, [], [told(today, countsOf(64, 9)), pending(today, 2, 'withdrawn', good, 'info')]),
  ),
  tellingOf('withdrawn-untold', measured(today, good, [], [pending(today, 1, 'withdrawn', good, 'info')])),
  tellingOf(
    'recovered',
    measured('2026-11-19', fair, [some], [told('2026-11-19', fair)]),
    measured('2026-11-20', bad, [many], [told('2026-11-20', bad, 'critical')]),
    unavailableLine('2026-11-21', { fault: outage }),
    measured(today, good, [], [pending(today, 1, 'recovered', good, 'info')]),
  ),
  tellingOf('unavailable-wrong-keys', unmeasured(today, keysFault)),
  tellingOf(
    'unavailable-second-night',
    unavailableLine('2026-11-21', { fault: outage, notices: [noticeOf('unavailable')] }),
    unmeasured(today, outage),
  ),
  tellingOf(
    'unavailable-measured-since',
    measured(today, good, [], [pending(today, 1, 'unavailable', undefined)]),
  ),
  tellingOf(
    'digest',
    measured('2026-11-19', fair, [some], [breached('2026-11-19', fair)]),
    unmeasured('2026-11-20', outage),
    measured('2026-11-21', bad, [many], [breached('2026-11-21', bad, 'critical')]),
    measured(today, good, [], [pending(today, 1, 'recovered', good, 'info')]),
  ),
  tellingOf(
    'held-back',
    measured('2026-11-20', bad, [many], [held(breached('2026-11-20', bad, 'critical'))]),
    unheard('2026-11-21', outage),
    measured(today, good, [], [pending(today, 1, 'recovered', good, 'info')]),
  ),
  renamed(
    tellingOf('long-name', measured(today, bad, [many], [breached(today, bad, 'critical')])),
    'customer-with-a-long-name-production-eu1',
  ),
];

/** The notices that a telling is to tell. */
export function noticesOf({ ledger }: Telling) {
  return pendingNotices(ledger);
}

function tellingOf(name: string, ...lines: readonly LedgerLine[]): Telling {
  const last =
    lines
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? today;
  const history = quietWeeks.filter(({ date }) => date <= last);
  return { name, account: 'acme', ledger: withLines(ledgerOf(...history), lines) };
}

/** What the documents show: on a Sunday afternoon the files of one storage could not be read. */
function example(): Telling {
  const counts = countsOf(64, 21);
  const findings: Finding[] = [
    { ...many, value: 21 },
    { ...rate, value: 32.8, threshold: 20 },
    { ...unusual, value: 21, threshold: 11 },
  ];
  const kinds = [
    ['아침뉴스', '뉴스 클립'],
    ['결승전 하이라이트', 'sports-highlights'],
    ['수학 기초 강의', '온라인 강의'],
  ] as const;
  const files = Array.from({ length: 21 }, (_, index): FailedFile => {
    const [title, category] = kinds[(index + (index >> 2)) % 3] ?? kinds[0];
    const path = `/nas-2/2026/11/22/${title}_${1204 + index * 97}.mp4`;
    return { path, category, lastWorkTime: `${today}T06:${10 + 2 * index}:30.000Z` };
  });
  const askedAt = `${today}T16:10:04.000Z`;
  return {
    ...tellingOf(
      'breached-example',
      measured(today, counts, findings, [breached(today, counts, 'critical')]),
    ),
    listed: new Map([[today, { askedAt, files, read: 64, total: 64 }]]),
  };
}

/** The same bad date with a whole list of its files, a part of one, and none. */
function filesTellings(): Telling[] {
  const files = Array.from({ length: 32 }, (_, index) => fileOf(index));
  const askedAt = `${today}T16:10:04.000Z`;
  const found: Readonly<Record<string, FailedFiles>> = {
    'breached-files': { askedAt, files, read: 137, total: 137 },
    'breached-files-partial': { askedAt, files: files.slice(0, 3), read: 20, total: 137, stopped: 'timeout' },
    'breached-files-unknown': { askedAt, files: [], read: 0, stopped: 'permission' },
  };
  return Object.entries(found).map(([name, files]) => ({
    ...tellingOf(name, measured(today, bad, [many, rate], [breached(today, bad, 'critical')])),
    listed: new Map([[today, files]]),
  }));
}

function fileOf(index: number): FailedFile {
  const lastWorkTime = `${today}T0${index % 10}:12:30.000Z`;
  const path = `/nas-1/2026/11/22/아침뉴스_${1000 + index}.mp4`;
  if (index === 1) return { path: '/in/<script>alert(1)</script> [click](https://evil.example).mp4' };
  return { path, category: index % 4 === 0 ? '드라마' : 'sports-highlights', lastWorkTime };
}

function renamed({ name, account, ledger }: Telling, to: string): Telling {
  const lines: LedgerLine[] = JSON.parse(JSON.stringify([...ledger.values()]).replaceAll(account, to));
  return { name, account: to, stack: 'VodNightly', ledger: ledgerOf(...lines) };
}
