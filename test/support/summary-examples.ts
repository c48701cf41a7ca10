import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import type { SummarySource } from '../../lambda/core/messages/summary.ts';
import type { Mute } from '../../lambda/core/notices/mutes.ts';
import { measuredLine, unavailableLine } from './lines.ts';
import { type Telling, tellings, today } from './tellings.ts';
import { breached, countsOf, held, measured } from './told-lines.ts';

/** A night whose summary is told, but for the language. */
export type SummaryExample = { readonly name: string; readonly night: SummarySource };

const account = { name: 'acme', language: 'en', timeZone: 'UTC', lookBackDays: 7, report: true } as const;
const nothing = { told: [], silence: undefined, mute: undefined } as const;

const mute: Mute = {
  until: '2026-11-24',
  reason: 'new <encoder>\n@here',
  by: 'jae',
  mutedAt: '2026-11-20T09:00:00.000Z',
  exceptCritical: false,
};
const silence = { cause: 'mute', reason: mute.reason, exceptCritical: false } as const;

const many = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;

/** One example of each thing that a summary can say. */
export const summaryExamples: readonly SummaryExample[] = [
  { name: 'summary-quiet', night: nightOf(measured(today, countsOf(64, 1), [], [])) },
  {
    name: 'summary-first',
    night: {
      ...nothing,
      account: { ...account, report: false },
      ...alone(measuredLine(today, { counts: countsOf(9, 0) })),
    },
  },
  { name: 'summary-bad', night: badNight() },
  {
    name: 'summary-unavailable',
    night: nightOf(
      unavailableLine(today, {
        fault: { code: 'wrongKeys', detail: 'the API answered with error 200 and HTTP status 401' },
      }),
      unavailableLine('2026-11-18'),
      measuredLine('2026-11-20', { counts: { ...countsOf(133, 2), running: 3 }, settled: false }),
    ),
  },
  {
    name: 'summary-muted',
    night: { ...nightOf(measured(today, countsOf(64, 9), [many], [heldBack()])), silence, mute },
  },
  {
    name: 'summary-weekend',
    night: {
      ...nightOf(
        measured(today, countsOf(64, 9), [many], [heldBack()]),
        measured('2026-11-21', countsOf(64, 9), [many], [{ ...heldBack(), id: 'acme/2026-11-21/1' }]),
      ),
      silence: { cause: 'planned', exceptCritical: false },
    },
  },
  {
    name: 'summary-planned-silence',
    night: {
      ...nightOf(measured(today, countsOf(64, 1), [], [])),
      silence: { cause: 'planned', reason: 'year-end freeze', exceptCritical: true },
    },
  },
];

function heldBack() {
  return { ...held(breached(today, countsOf(64, 9))), state: 'heldBack' } as const;
}

/** The first line is the night's own, on top of nine quiet weeks. */
function nightOf(...lines: readonly [LedgerLine, ...LedgerLine[]]): SummarySource {
  const { ledger } = exampleOf('breached-first');
  const all = new Map([...ledger, ...lines.map((line) => [line.date, line] as const)]);
  return { ...nothing, account, line: lines[0], ledger: all };
}

function alone(line: LedgerLine) {
  return { line, ledger: new Map([[line.date, line]]) };
}

function badNight(): SummarySource {
  const { ledger } = exampleOf('breached-first');
  const line = ledger.get(today) as LedgerLine;
  return { ...nothing, account, line, ledger, told: line.notices.map((notice) => ({ line, notice })) };
}

function exampleOf(name: string): Telling {
  return tellings.find((telling) => telling.name === name) as Telling;
}
