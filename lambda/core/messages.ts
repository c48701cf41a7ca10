import type { DatedNotice } from './claims.ts';
import type { Finding, Notice, Severity } from './ledger.ts';
import { type Counts, type Fault, type FaultCode, isSettled, totalOf } from './measurement.ts';

/** One publication in every form in which it is delivered, not yet fitted to the channels' limits. */
export type Message = {
  readonly subject: string;
  /** Plain text for people, also for channels that have no form of their own. */
  readonly text: string;
  readonly sms: string;
  /** For programs: one JSON document. */
  readonly data: MessageData;
  readonly attributes: MessageAttributes;
};

/** What subscribers can filter by. A digest carries its worst notice's kind and severity, and its newest date. */
export type MessageAttributes = {
  readonly account: string;
  readonly date: string;
  readonly kind: Notice['kind'];
  readonly severity: Severity;
  /** The ids of all notices in it, comma-separated. */
  readonly noticeId: string;
};

/** The machine-readable form. `version` changes when a field changes its meaning or goes. */
export type MessageData = {
  readonly version: 1;
  readonly account: string;
  readonly notices: readonly NoticeData[];
};

type NoticeData = Pick<Notice, 'id' | 'kind' | 'severity'> & {
  readonly date: string;
  readonly counts?: Counts;
  readonly findings?: readonly Finding[];
  readonly fault?: Fault;
};

const severityOrder: readonly Severity[] = ['info', 'warning', 'critical'];

/** The message that tells at least one notice of one account; several become one digest, in the order given. */
export function composeMessage(account: string, tellings: readonly DatedNotice[]): Message {
  const worst = tellings.reduce((a, b) => (urgency(b) >= urgency(a) ? b : a));
  const newest = tellings.reduce((a, b) => (b.line.date >= a.line.date ? b : a));
  const headline = `${labelOf(worst.notice)} ${account}: ${describe(worst)}`;
  const others = tellings.length - 1;
  return {
    subject: others === 0 ? headline : `${headline} (and ${others} more)`,
    text: composeText(account, tellings),
    sms: others === 0 ? headline : `${headline} (+${others})`,
    data: { version: 1, account, notices: tellings.map(toData) },
    attributes: {
      account,
      date: newest.line.date,
      kind: worst.notice.kind,
      severity: worst.notice.severity,
      noticeId: tellings.map(({ notice }) => notice.id).join(','),
    },
  };
}

function urgency({ notice }: DatedNotice): number {
  return severityOrder.indexOf(notice.severity);
}

function composeText(account: string, tellings: readonly DatedNotice[]): string {
  const parts = tellings.map((telling) => {
    const sentence = `${labelOf(telling.notice)}: ${describe(telling)}.`;
    return [sentence, ...details(telling), `Notice: ${telling.notice.id}`].join('\n');
  });
  const title = `VOD Station account ${account}, encoding files by the date on which they were requested`;
  return `${[title, ...parts].join('\n\n')}\n`;
}

function details({ line, notice }: DatedNotice): string[] {
  if (line.state === 'unavailable') {
    return [
      `Why: ${line.fault.detail}.`,
      ...vendorWords(line.fault),
      `What to do: ${advice[line.fault.code]}.`,
    ];
  }
  const counts = notice.counts ?? line.counts;
  const rules = line.findings.map(
    ({ rule, value, threshold }) => `${rule}: ${value}, threshold ${threshold}`,
  );
  const provisional = isSettled(counts) ? [] : [describeUnfinished(counts.waiting + counts.running)];
  return [describeCounts(counts), ...rules, ...provisional, `Archived as: ${line.snapshot}`];
}

function describeUnfinished(files: number): string {
  return `Provisional: ${files} ${files === 1 ? 'file is' : 'files are'} not finished yet.`;
}

function vendorWords({ vendorMessage, traceId }: Fault): string[] {
  return [
    ...(vendorMessage ? [`The API said: “${vendorMessage}”`] : []),
    ...(traceId ? [`Trace id: ${traceId}`] : []),
  ];
}

/** What is wrong, in a few words. */
function describe({ line, notice }: DatedNotice): string {
  const { date } = line;
  const counts = notice.counts ?? (line.state === 'measured' ? line.counts : undefined);
  if (notice.kind === 'unavailable' || !counts) {
    return line.state === 'measured'
      ? `${date} was measured late: ${line.counts.failure} of ${totalOf(line.counts)} files failed`
      : `${date} could not be measured (${line.fault.code})`;
  }
  const failed = `${counts.failure} of ${totalOf(counts)} files failed on ${date}`;
  const soFar = isSettled(counts) ? failed : `${failed} so far`;
  if (notice.kind === 'recovered') return `back to normal, ${failed}`;
  if (notice.kind === 'withdrawn') return `corrected, only ${failed}`;
  return notice.kind === 'breached' ? soFar : `now ${soFar}`;
}

function labelOf({ kind, severity }: Notice): string {
  return severity === 'info' ? kind.toUpperCase() : severity.toUpperCase();
}

/** The five counts on one line. */
export function describeCounts(counts: Counts): string {
  const { complete, failure, canceled, running, waiting } = counts;
  return `${complete} complete, ${failure} failed, ${canceled} canceled, ${running} running, ${waiting} waiting`;
}

function toData({ line, notice }: DatedNotice): NoticeData {
  const { id, kind, severity, counts } = notice;
  return {
    id,
    kind,
    severity,
    date: line.date,
    ...(counts && { counts }),
    ...(line.state === 'measured' ? { findings: line.findings } : { fault: line.fault }),
  };
}

/** What an operator does about each reason for which a date could not be measured. */
export const advice: Readonly<Record<FaultCode, string>> = {
  credentialsNotSet: "store the vendor's access key and secret key for this account",
  wrongKeys: 'check the access key and secret key; they may have been rotated or disabled',
  clock: 'check the clock of the machine that asks: the gateway refuses times more than 5 minutes off',
  permission: 'give the sub account permission to view VOD Station',
  quota: "the API's quota is used up: raise it in the console, or wait until it is renewed",
  throttled: 'the API asked for fewer requests: the next night asks again',
  outage: "look at the vendor's service status; the next night asks again",
  timeout: "the API did not answer in time: look at the vendor's service status; the next night asks again",
  network: 'check the network between here and the API; the next night asks again',
  badRequest:
    'the API refused the request as invalid: run the doctor command, and report it if nothing is wrong there',
  notFound: 'check the address of the API in the configuration',
  format: 'the answer was not what the guide describes: it is kept in the archive under rejected/',
  tooLarge: 'the answer was larger than any statistics can be: check the address of the API',
  windowIgnored:
    'the API ignores the dates asked for: set windowOrder in the configuration, or ask the vendor',
  notAsked: 'fill the date in with the backfill command',
};
