import type { LeftNotice, Standing } from '../../lambda/core/fleet/standing.ts';
import type { Fault, FaultCode } from '../../lambda/core/ledger/measurement.ts';
import type { MusterSource } from '../../lambda/core/messages/muster/source.ts';
import { countsWith } from './counts.ts';

/** The date that the shifts of these examples report. */
export const musterDate = '2026-11-22';

const details: Readonly<Partial<Record<FaultCode, string>>> = {
  outage: 'the API answered with HTTP status 503 and no error that could be read',
  wrongKeys: 'the API answered with error 200 and HTTP status 401',
  quota: 'the API answered with error 400 and HTTP status 429',
  timeout: 'the API did not answer in time',
  network: 'the connection was reset (ECONNRESET)',
  credentialsNotSet: 'the key ring "customers" has no keys of the account',
  throttled: 'the API answered with HTTP status 429',
};

/** A date of an account that was unavailable, and of which nobody was told. */
export function leftUnavailable(account: string, code: FaultCode, date = musterDate): LeftNotice {
  const id = `${account}/${date}/1`;
  return { id, kind: 'unavailable', date, isMeasured: false, fault: faultOf(code) };
}

/** A date that was told as unavailable, and that is measured by now. */
export function leftAvailable(account: string, date: string): LeftNotice {
  return { id: `${account}/${date}/2`, kind: 'available', date, isMeasured: true };
}

/** A date that was unavailable in the first pass alone. */
export function leftMeasured(account: string, date = musterDate): LeftNotice {
  return { id: `${account}/${date}/1`, kind: 'unavailable', date, isMeasured: true };
}

function faultOf(code: FaultCode): Fault {
  return { code, detail: details[code] ?? `a fault: ${code}` };
}

export function measured(account: string, given: Partial<Standing> = {}): Standing {
  return { account, tags: [], state: 'measured', counts: countsWith({ failure: 1 }), left: [], ...given };
}

export function unavailable(account: string, code: FaultCode, given: Partial<Standing> = {}): Standing {
  const left = [leftUnavailable(account, code)];
  return { account, tags: [], state: 'unavailable', fault: faultOf(code), left, ...given };
}

export function failed(account: string, given: Partial<Standing> = {}): Standing {
  return { account, tags: [], state: 'failed', failure: 'notRecorded', left: [], ...given };
}

/** As many accounts as are asked for, each standing as its number says. */
export function standingsOf(
  count: number,
  standing: (account: string, index: number) => Standing,
): Standing[] {
  return Array.from({ length: count }, (_, index) =>
    standing(`customer-${String(index + 1).padStart(5, '0')}`, index),
  );
}

/** A muster of some standings, in Seoul after a night of two hours. */
export function musterOf(standings: readonly Standing[], given: Partial<MusterSource> = {}): MusterSource {
  return {
    shift: { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' },
    date: musterDate,
    standings,
    startedMs: Date.parse('2026-11-22T16:10:00Z'),
    nowMs: Date.parse('2026-11-22T18:52:30Z'),
    attempts: 12_436,
    language: 'en',
    stack: 'VodNightly',
    ...given,
  };
}

const hostile =
  '<!channel> *now* see https://evil.example/?a=1&b=2, call 010-0000-0000\u202e\r\nSubject: [x](http://evil.example) 😀'.repeat(
    3,
  );

const overviewUrl = `https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-northeast-2.on.aws/?link=1.*.tcl6y8.${'x'.repeat(43)}`;
const runbookUrl = 'https://wiki.example.com/vod-nightly/runbook.md';

/** The shifts of the golden files. */
export const musterExamples: readonly { readonly name: string; readonly source: MusterSource }[] = [
  {
    name: 'outage',
    source: musterOf(
      standingsOf(10_000, (account, index) =>
        index % 12 === 3 && index < 9_747 ? unavailable(account, 'outage') : measured(account),
      ),
      { overviewUrl, runbookUrl },
    ),
  },
  {
    name: 'three',
    source: musterOf(
      standingsOf(200, (account, index) => {
        if (index === 16) return unavailable(account, 'wrongKeys');
        if (index === 99) return failed(account, { reason: 'its night timed out after 300 s, four times' });
        return index === 150 ? unavailable(account, 'throttled') : measured(account);
      }),
      { nowMs: Date.parse('2026-11-22T16:51:00Z'), attempts: 209 },
    ),
  },
  {
    name: 'recovered',
    source: musterOf(
      standingsOf(10_000, (account, index) =>
        index % 12 === 3 && index < 9_747
          ? measured(account, { left: [leftAvailable(account, '2026-11-21')] })
          : measured(account),
      ),
      { attempts: 10_000, nowMs: Date.parse('2026-11-22T16:21:00Z'), overviewUrl },
    ),
  },
  {
    name: 'mixed',
    source: musterOf(
      standingsOf(1_000, (account, index) => {
        if (index < 40) return unavailable(account, 'quota');
        if (index < 52) return unavailable(account, 'timeout');
        if (index === 60) {
          const left = ['2026-11-20', '2026-11-21', musterDate].map((date) =>
            leftUnavailable(account, 'network', date),
          );
          return unavailable(account, 'network', { left });
        }
        if (index === 61)
          return measured(account, { left: [leftUnavailable(account, 'timeout', '2026-11-21')] });
        if (index === 62) return failed(account, { failure: 'unreadable', reason: 'line 3 is no JSON' });
        if (index === 63)
          return failed(account, { failure: 'notTold', reason: '1 notice was told to nobody' });
        if (index === 64) return unavailable(account, 'wrongKeys', { left: [] });
        if (index < 100) return measured(account, { left: [leftMeasured(account)] });
        if (index < 180) {
          const dates = ['2026-11-20', '2026-11-21'].map((date) => leftAvailable(account, date));
          return measured(account, { left: dates });
        }
        if (index % 60 !== 0) return measured(account);
        const counts = countsWith({ failure: 4 + index / 60 });
        return measured(account, { counts, worst: index < 400 ? 'critical' : 'warning' });
      }),
      { runbookUrl },
    ),
  },
  {
    name: 'hostile',
    source: musterOf(
      standingsOf(12, (account, index) => {
        const fault = { code: 'format', detail: hostile } as const;
        const left = [{ ...leftUnavailable(hostile, 'format'), fault }];
        if (index === 0) return { ...unavailable(hostile, 'format'), fault, left };
        return index === 1 ? failed(account, { reason: hostile }) : measured(account);
      }),
    ),
  },
  {
    name: 'single',
    source: musterOf([unavailable('acme', 'credentialsNotSet')], {
      attempts: 4,
      stack: undefined,
    }),
  },
  {
    name: 'quiet',
    source: musterOf(
      standingsOf(10_000, (account) => measured(account)),
      {
        attempts: 10_000,
        nowMs: Date.parse('2026-11-22T16:24:00Z'),
        overviewUrl,
      },
    ),
  },
  {
    name: 'routed',
    source: musterOf(
      [
        measured('acme', { counts: countsWith({ failure: 21 }), worst: 'critical' }),
        unavailable('acme-live', 'outage'),
        measured('acme-news'),
      ],
      { route: '0123456789ab', overviewUrl },
    ),
  },
  { name: 'empty', source: musterOf([], { attempts: 0 }) },
];
