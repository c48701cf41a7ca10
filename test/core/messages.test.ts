import { describe, expect, it } from 'vitest';
import type { LedgerLine, Notice } from '../../lambda/core/ledger.ts';
import { type Counts, type Fault, faultCodes } from '../../lambda/core/measurement.ts';
import { advice, composeMessage, describeCounts, type Message } from '../../lambda/core/messages.ts';
import { countsWith } from '../support/counts.ts';
import { measuredLine, noticeOf, unavailableLine } from '../support/lines.ts';

/** The message that tells all notices of these lines. */
function messageOf(...lines: readonly LedgerLine[]): Message {
  return composeMessage(
    'main',
    lines.flatMap((line) => line.notices.map((notice) => ({ line, notice }))),
  );
}

function measured(
  day: number,
  kind: Notice['kind'],
  counts: Counts,
  given: Partial<Notice> = {},
): LedgerLine {
  const date = `2026-11-${day}`;
  const notice = noticeOf(kind, { id: `main/${date}/1`, state: 'pending', counts, ...given });
  return measuredLine(date, { counts, notices: [notice] });
}

const twelve = countsWith({ failure: 12, canceled: 1 });
const critical = { severity: 'critical' } as const;

describe('composeMessage', () => {
  it.each([
    ['breached', measured(22, 'breached', twelve), 'WARNING main: 12 of 53 files failed on 2026-11-22'],
    [
      'breached, critical',
      measured(22, 'breached', twelve, critical),
      'CRITICAL main: 12 of 53 files failed on 2026-11-22',
    ],
    [
      'escalated',
      measured(22, 'escalated', twelve, critical),
      'CRITICAL main: now 12 of 53 files failed on 2026-11-22',
    ],
    ['revised', measured(22, 'revised', twelve), 'WARNING main: now 12 of 53 files failed on 2026-11-22'],
    [
      'withdrawn',
      measured(22, 'withdrawn', countsWith({ failure: 2 })),
      'WITHDRAWN main: corrected, only 2 of 42 files failed on 2026-11-22',
    ],
    [
      'recovered',
      measured(22, 'recovered', countsWith()),
      'RECOVERED main: back to normal, 0 of 40 files failed on 2026-11-22',
    ],
    [
      'a provisional count',
      measured(22, 'breached', countsWith({ failure: 5, running: 3 })),
      'WARNING main: 5 of 48 files failed on 2026-11-22 so far',
    ],
    [
      'a date without counts',
      unavailableLine('2026-11-22', { notices: [noticeOf('unavailable')] }),
      'WARNING main: 2026-11-22 could not be measured (timeout)',
    ],
    [
      'a date measured before that could be told',
      measuredLine('2026-11-22', { counts: twelve, notices: [noticeOf('unavailable')] }),
      'WARNING main: 2026-11-22 was measured late: 12 of 53 files failed',
    ],
    [
      'a notice without counts of a date that has them',
      measuredLine('2026-11-22', { counts: twelve, notices: [noticeOf('breached')] }),
      'WARNING main: 12 of 53 files failed on 2026-11-22',
    ],
    [
      'a notice without counts of a date that has none',
      unavailableLine('2026-11-22', { notices: [noticeOf('breached')] }),
      'WARNING main: 2026-11-22 could not be measured (timeout)',
    ],
  ])('says in one line of %s', (_, line, headline) => {
    const { subject, sms, text } = messageOf(line);
    expect(subject).toBe(headline);
    expect(sms).toBe(headline);
    expect(text.split('\n')).toContain(`${headline.replace(' main:', ':')}.`);
  });

  it('tells the counts, the broken rules, what is not finished, and where the answer lies', () => {
    const counts = countsWith({ failure: 5, running: 2, waiting: 1 });
    const finding = { rule: 'failureCount', severity: 'warning', value: 5, threshold: 5 } as const;
    const line = { ...measured(22, 'breached', counts), findings: [finding] } as LedgerLine;
    expect(
      messageOf(line).text,
    ).toBe(`VOD Station account main, encoding files by the date on which they were requested

WARNING: 5 of 48 files failed on 2026-11-22 so far.
40 complete, 5 failed, 0 canceled, 2 running, 1 waiting
failureCount: 5, threshold 5
Provisional: 3 files are not finished yet.
Archived as: snapshots/account=main/date=2026-11-22/20261122T161000.000Z-0123456789abcdef.json
Notice: main/2026-11-22/1
`);
  });

  it('tells one unfinished file from several', () => {
    const { text } = messageOf(measured(22, 'breached', countsWith({ failure: 5, running: 1 })));
    expect(text).toContain('Provisional: 1 file is not finished yet.');
  });

  it('tells the counts that were committed, where newer ones are told by a notice of their own', () => {
    const notices = [
      noticeOf('breached', { id: '1', counts: countsWith({ failure: 12 }) }),
      noticeOf('escalated', { id: '2', counts: countsWith({ failure: 60 }), ...critical }),
    ];
    const { text } = messageOf(measuredLine('2026-11-22', { counts: countsWith({ failure: 60 }), notices }));
    expect(text).toMatch(/^WARNING: 12 of 52 files.*^CRITICAL: now 60 of 100 files/ms);
  });

  it('tells why a date has no counts, what the vendor said, and what to do', () => {
    const fault: Fault = {
      ...{ code: 'wrongKeys', detail: 'the API answered with error 200 and HTTP status 401' },
      ...{ vendorMessage: 'Authentication Failed', traceId: 'abc123' },
    };
    const notice = noticeOf('unavailable', { id: 'main/2026-11-22/1' });
    const { text } = messageOf(unavailableLine('2026-11-22', { fault, notices: [notice] }));
    expect(text.split('\n').slice(2)).toEqual([
      'WARNING: 2026-11-22 could not be measured (wrongKeys).',
      'Why: the API answered with error 200 and HTTP status 401.',
      'The API said: “Authentication Failed”',
      'Trace id: abc123',
      'What to do: check the access key and secret key; they may have been rotated or disabled.',
      'Notice: main/2026-11-22/1',
      '',
    ]);
  });

  it('carries attributes to filter by, and the same for programs', () => {
    const { attributes, data } = messageOf(measured(22, 'breached', twelve, critical));
    expect(attributes).toEqual({
      ...{ account: 'main', date: '2026-11-22', kind: 'breached', severity: 'critical' },
      noticeId: 'main/2026-11-22/1',
    });
    const told = { id: 'main/2026-11-22/1', kind: 'breached', severity: 'critical', date: '2026-11-22' };
    expect(data).toEqual({
      ...{ version: 1, account: 'main' },
      notices: [{ ...told, counts: twelve, findings: [] }],
    });
  });

  it('gives programs the fault, and no counts, of a date that has none', () => {
    const line = unavailableLine('2026-11-22', { notices: [noticeOf('unavailable')] });
    expect(messageOf(line).data.notices).toEqual([
      {
        ...{ id: 'main/2026-11-22/1', kind: 'unavailable', severity: 'warning', date: '2026-11-22' },
        fault: line.state === 'unavailable' && line.fault,
      },
    ]);
  });
});

describe('composeMessage, of a digest', () => {
  const lines = [
    measured(19, 'breached', twelve, critical),
    unavailableLine('2026-11-20', { notices: [noticeOf('unavailable', { id: 'main/2026-11-20/1' })] }),
    measured(21, 'breached', twelve, critical),
    measured(22, 'recovered', countsWith()),
  ];
  const { subject, sms, text, data, attributes } = messageOf(...lines);

  it('has the worst notice, the newest of several, for its headline, and says how many there are beside it', () => {
    expect(subject).toBe('CRITICAL main: 12 of 53 files failed on 2026-11-21 (and 3 more)');
    expect(sms).toBe('CRITICAL main: 12 of 53 files failed on 2026-11-21 (+3)');
  });

  it('tells every date, oldest first', () => {
    const days = [19, 20, 21, 22];
    expect(Array.from(text.matchAll(/^[A-Z]+: .*2026-11-(\d\d)/gm), ([, day]) => Number(day))).toEqual(days);
    expect(data.notices.map(({ date }) => Number(date.slice(-2)))).toEqual(days);
  });

  it('carries the newest date in whatever order the notices come', () => {
    expect(messageOf(...lines.toReversed()).attributes.date).toBe('2026-11-22');
  });

  it('carries the kind and severity of the worst, the newest date, and every id', () => {
    expect(attributes).toEqual({
      ...{ account: 'main', date: '2026-11-22', kind: 'breached', severity: 'critical' },
      noticeId: 'main/2026-11-19/1,main/2026-11-20/1,main/2026-11-21/1,main/2026-11-22/1',
    });
  });
});

describe('describeCounts', () => {
  it('names all five', () => {
    expect(describeCounts({ waiting: 1, running: 2, complete: 3, failure: 4, canceled: 5 })).toBe(
      '3 complete, 4 failed, 5 canceled, 2 running, 1 waiting',
    );
  });
});

describe('advice', () => {
  it('says what to do about every reason, and ends where the sentence’s full stop goes', () => {
    expect(Object.keys(advice).toSorted()).toEqual([...faultCodes].toSorted());
    for (const text of Object.values(advice)) expect(text).toMatch(/^[a-z“].*[^.\s]$/i);
  });
});
