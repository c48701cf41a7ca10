import type { LedgerLine, MeasuredLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { countNames, failureRateOf, totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { wrap } from '../../../lambda/core/text/columns.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { type Column, type Fact, formatFacts, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { severityColours } from '../colours.ts';
import { weekdays } from '../history/screen.ts';
import { type DateDocument, describeChange } from './document.ts';

/** More failed files than this are counted; the JSON document names them all. */
const namedFiles = 20;
const maxTextLength = 400;
const widestText = 120;

/** Everything that is known of a date, on a screen. Keys stand on lines of their own, whole, to be copied. */
export function describeDate(document: DateDocument, screen: Screen): string {
  const { account, date, weekday, line, snapshots, rejected, files, reports } = document;
  const sections: [string, readonly string[]][] = [
    ['Broken rules', describeFindings(line, screen)],
    ['Told', describeNotices(line, screen)],
    [`Answers, ${snapshots.length}`, describeAnswers(document, screen)],
    [`Answers that could not be used, ${rejected.length}`, describeRejected(document, screen)],
    ['Failed files', describeFiles(files, screen)],
    ['Reports', reports.map((key) => showKey(key, screen))],
  ];
  return [
    formatFacts(`${account}, ${weekdays[weekday]} ${date}`, describeStanding(document), {
      ...screen,
      width: Math.min(screen.width, widestText),
    }),
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .map(([heading, lines]) => [screen.paint('bold', heading), ...lines].join('\n')),
  ].join('\n\n');
}

function describeStanding({ state, line, ledger }: DateDocument): Fact[] {
  if (line.state === 'measured')
    return [
      ['stands', `${state}, revision ${line.revision}`],
      ['counted', describeCounts(line)],
      ['asked', describeTimes(line)],
      ['window', `${line.order}, ${line.proof}`],
      ['ledger', ledger],
    ];
  const { code, detail, vendorMessage } = line.fault;
  return [
    ['stands', 'unavailable: there are no counts. That is not a zero.'],
    ['why', toPlainText(`${en.reasons[code]} (${code}): ${detail}`, maxTextLength)],
    ...(vendorMessage ? [['they said', toPlainText(vendorMessage, maxTextLength)] as const] : []),
    ['asked', line.askedAt ? `last ${showTime(line.askedAt)}` : 'not yet'],
    ['to do', en.advice[code]],
    ['ledger', ledger],
  ];
}

function describeCounts({ counts }: MeasuredLine): string {
  const rate = failureRateOf(counts);
  const share = rate === undefined ? '' : `; ${formatNumber(rate)} % of the finished files failed`;
  return `${formatNumber(totalOf(counts))} files: ${en.counts(counts)}${share}`;
}

function describeTimes({ firstMeasuredAt, measuredAt, lastSeenAt }: MeasuredLine): string {
  if (firstMeasuredAt === lastSeenAt) return `once, ${showTime(lastSeenAt)}`;
  return `first ${showTime(firstMeasuredAt)}, these counts since ${showTime(measuredAt)}, last ${showTime(lastSeenAt)}`;
}

function describeFindings(line: LedgerLine, screen: Screen): string[] {
  if (line.state !== 'measured') return [];
  if (line.findings.length === 0) return ['  none'];
  return line.findings.flatMap((finding) =>
    say(`${finding.rule}: ${en.finding(finding, line.date)}`, screen).map((text) =>
      screen.paint(severityColours[finding.severity], text),
    ),
  );
}

function describeNotices({ notices }: LedgerLine, screen: Screen): string[] {
  if (notices.length === 0) return ['  nothing'];
  return notices.flatMap((notice) => [
    ...say(`${notice.kind}, ${notice.severity}: ${describeContent(notice)}`, screen),
    ...say(`${notice.id}, committed ${showTime(notice.committedAt)}, ${describeSending(notice)}`, screen, 4),
  ]);
}

/** What it says, as far as the ledger keeps it. */
function describeContent({ counts, rules = [] }: Notice): string {
  if (!counts) return 'no counts';
  const failed = `${formatNumber(counts.failure)} of ${formatNumber(totalOf(counts))} files failed`;
  return rules.length === 0 ? failed : `${failed}; ${rules.join(', ')}`;
}

function describeSending({ state, sentAt, messageId, heldBack }: Notice): string {
  if (state === 'heldBack')
    return `held back, ${heldBack?.cause === 'mute' ? 'the account is muted' : 'planned silence'}: nobody has been told`;
  if (state === 'leftToMuster') return 'left to the muster of its shift: nobody has been told';
  if (state !== 'sent') return `${state}: nobody has been told`;
  return `told ${sentAt ? showTime(sentAt) : 'at an unknown time'}, message ${messageId ?? 'unknown'}`;
}

const answerColumns: readonly Column[] = [
  { title: 'asked, UTC' },
  ...countNames.map(
    (name, rank): Column => ({
      title: name === 'failure' ? 'failed' : name,
      align: 'right',
      ...(name !== 'failure' && { rank }),
    }),
  ),
  { title: 'changed' },
];

function describeAnswers({ snapshots }: DateDocument, screen: Screen): string[] {
  const rows = snapshots.map(({ content, damage }, index) => {
    if (!content) return [damage];
    const before = snapshots.slice(0, index).findLast((one) => one.content)?.content;
    const changed = before ? describeChange(before.counts, content.counts) || 'no count' : 'the first answer';
    const counts = countNames.map((name) => formatNumber(content.counts[name]));
    return [showTime(content.askedAt).replace(' UTC', ''), ...counts, changed];
  });
  if (rows.length === 0) return [];
  const table = formatTable(answerColumns, rows, { ...screen, heading: 'dim', indent: '  ' });
  return [...table, ...snapshots.map(({ key }) => showKey(key, screen))];
}

function describeRejected({ rejected }: DateDocument, screen: Screen): string[] {
  return rejected.flatMap(({ key, content, damage }) => [
    ...say(
      content
        ? `${showTime(content.askedAt)}, ${content.fault.code}: ${content.fault.detail}`
        : (damage ?? ''),
      screen,
    ),
    showKey(key, screen),
  ]);
}

const fileColumns: readonly Column[] = [
  { title: 'path' },
  { title: 'category', rank: 2 },
  { title: 'last work', rank: 1 },
];

function describeFiles(kept: DateDocument['files'], screen: Screen): string[] {
  if (!kept) return [];
  const { key, content, damage } = kept;
  if (!content) return [...say(damage ?? '', screen), showKey(key, screen)];
  const { files, read, total, stopped, askedAt } = content;
  const of = total === undefined ? '' : ` of ${formatNumber(total)}`;
  const why = stopped ? `; then the listing stopped: ${stopped}` : '';
  const rows = files
    .slice(0, namedFiles)
    .map(({ path, category, lastWorkTime }) => [path, category ?? '–', lastWorkTime ?? '–']);
  const style = { ...screen, heading: 'dim', indent: '  ' } as const;
  const more = files.length - rows.length;
  return [
    ...say(
      `${formatNumber(files.length)} found at ${showTime(askedAt)}; ${formatNumber(read)}${of} files looked through${why}`,
      screen,
    ),
    ...(rows.length === 0 ? [] : formatTable(fileColumns, rows, style)),
    ...(more > 0 ? say(`and ${formatNumber(more)} more; --json names them all`, screen) : []),
    showKey(key, screen),
  ];
}

/** Text of whatever origin on lines that begin with so many spaces. */
function say(text: string, { width }: Screen, indent = 2): string[] {
  const room = Math.min(width, widestText) - indent;
  return wrap(toPlainText(text, maxTextLength), '', room).map((line) => ' '.repeat(indent) + line);
}

/** Whole, whatever the width: it is there to be copied. */
function showKey(key: string, { paint }: Screen): string {
  return paint('dim', `  ${toPlainText(key, maxTextLength)}`);
}

/** `2026-11-22 16:10:03 UTC`. */
function showTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
