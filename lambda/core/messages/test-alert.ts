import type { LedgerLine, Notice, Severity } from '../ledger/line.ts';
import { type Counts, type Instant, isSettled } from '../ledger/measurement.ts';
import type { Audience } from '../story/audience.ts';
import type { Headlines } from '../story/headline.ts';
import { wrap } from '../text/columns.ts';
import { toPlainText } from '../text/plain-text.ts';
import type { CalendarDate } from '../time/day.ts';
import { messageWords } from '../words/messages.ts';
import { composeAlert, type Message } from './alert.ts';
import { toFallback } from './fallback.ts';

/** A test of who is told what. */
type TestAlert = {
  readonly kind: Notice['kind'];
  readonly severity: Severity;
  /** The date that it pretends to tell of. */
  readonly date: CalendarDate;
  readonly at: Instant;
  /** Who sends it: untrusted text. */
  readonly by: string;
  /** The address of the account's reports, where there is a reader. */
  readonly link?: string | undefined;
};

/** How bad each kind of notice can be, the worst last, as core/notices.ts commits them. */
export const severitiesOfKinds: Readonly<Record<Notice['kind'], readonly Severity[]>> = {
  breached: ['warning', 'critical'],
  escalated: ['critical'],
  revised: ['warning', 'critical'],
  withdrawn: ['info'],
  recovered: ['info'],
  unavailable: ['warning'],
  available: ['info'],
};

const nameMaxLength = 60;
const [bad, worse, good]: readonly [Counts, Counts, Counts] = [
  { waiting: 0, running: 0, complete: 108, failure: 12, canceled: 0 },
  { waiting: 0, running: 0, complete: 90, failure: 30, canceled: 0 },
  { waiting: 0, running: 0, complete: 120, failure: 0, canceled: 0 },
];

/**
 * An alert as it would be told, marked as a test in everything that people read, with numbers that are made up. It carries the
 * attributes of a real one: whoever would be told of such an alert gets it.
 */
export function composeTestAlert(audience: Audience, alert: TestAlert): Message {
  const { name, language } = audience.account;
  const { label, note, reports } = messageWords[language].test;
  const line = composeLine(name, alert);
  const notice = line.notices.reduce((_, last) => last);
  const message = composeAlert(audience, [{ line, notice }], new Map([[line.date, line]]));
  const mark = (text: string) => `${label} ${text}`;
  const [first, ...others] = message.headlines;
  const headlines: Headlines = [mark(first), ...others.map(mark)];
  const said = note(toPlainText(alert.by, nameMaxLength));
  // An address is whole on its own line, however long: a broken one opens nothing.
  const link = alert.link === undefined ? [] : [`${reports}\n${alert.link}`];
  const { content, metadata } = message.chat;
  return {
    ...message,
    headlines,
    mail: [wrap(said).join('\n'), ...link, mark(message.mail)].join('\n\n'),
    chat: {
      ...message.chat,
      content: {
        ...content,
        title: mark(content.title),
        description: [said, ...link, content.description].join('\n\n'),
      },
      metadata: { ...metadata, summary: mark(metadata.summary) },
    },
    data: { ...message.data, test: true },
    fallback: toFallback(`TEST ${message.fallback.subject}`, [
      messageWords.en.test.note(alert.by),
      message.fallback.body,
    ]),
  };
}

function composeLine(account: string, { kind, severity, date, at }: TestAlert): LedgerLine {
  const id = `${account}/${date}/test`;
  const notice: Notice = { id, kind, severity, state: 'pending', committedAt: at };
  if (kind === 'unavailable') {
    const fault = { code: 'outage', detail: 'a test: the API was not asked' } as const;
    return { date, state: 'unavailable', fault, askedAt: at, notices: [notice] };
  }
  const before = { ...notice, id: `${id}-before`, severity: 'warning', state: 'sent' } as const;
  const told: Notice[] =
    kind === 'available'
      ? [{ ...before, kind: 'unavailable' }]
      : kind === 'breached' || kind === 'recovered'
        ? []
        : [{ ...before, kind: 'breached', counts: bad }];
  const counts = severity === 'info' ? good : kind === 'breached' ? bad : worse;
  return {
    date,
    state: 'measured',
    counts,
    findings:
      severity === 'info' ? [] : [{ rule: 'failureCount', severity, value: counts.failure, threshold: 10 }],
    notices: [...told, { ...notice, counts }],
    settled: isSettled(counts),
    revision: 1,
    order: 'toIsStart',
    proof: 'proven',
    firstMeasuredAt: at,
    measuredAt: at,
    lastSeenAt: at,
    snapshot: 'a test: there is no archived answer',
  };
}
