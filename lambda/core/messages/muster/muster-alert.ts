import { isNameOfLine } from '../../fleet/standing.ts';
import {
  findRecoveries,
  findUntold,
  type Recoveries,
  type Trouble,
  type TroubleGroup,
} from '../../fleet/trouble.ts';
import type { Quote } from '../../story/describe.ts';
import { capitalize } from '../../story/describe.ts';
import { countFitting, type Headlines, writeHeadline } from '../../story/headline.ts';
import { runbookSteps, type Step, writeCardStep, writeStep } from '../../story/next-steps.ts';
import { writeBlocks } from '../../text/columns.ts';
import { defang } from '../../text/defang.ts';
import { neutralizeMarkdown } from '../../text/markdown.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { MessageWords } from '../../words/en/messages.ts';
import type { Verdict } from '../../words/en/muster.ts';
import { messageWords } from '../../words/messages.ts';
import type { Message } from '../alert.ts';
import { digestKind } from '../attributes.ts';
import { composeCard } from '../chat.ts';
import { toFallback } from '../fallback.ts';
import { cleanName, toMusterEntry } from './muster-document.ts';
import { commandsOf, countIn, describeAsking, type MusterSource, overviewOf } from './source.ts';

/** So many accounts are named in a headline, of each reason in a mail, and on a card. */
const [namedInHeadline, namedInMail, namedOnCard] = [3, 10, 5];
/** So many reasons are told whole; of the others, each has a line. */
const maxWhole = 8;
/** A card is read at a glance; Slack takes no more than 3,000 characters in one block of text. */
const cardMaxLength = 2_500;
const detailMaxLength = 200;

/** What the alert is made of. */
type Content = {
  readonly source: MusterSource;
  readonly groups: readonly TroubleGroup[];
  readonly recoveries: Recoveries | undefined;
};

/**
 * The one alert of a muster: what is not measured and of what nobody was told yet, by reason, and what has been measured since
 * people were told that it was not. Nothing where there is neither.
 */
export function composeMusterAlert(source: MusterSource): Message | undefined {
  const { shift, date, language, standings, route } = source;
  const groups = findUntold(standings, date, source.known);
  const recoveries = findRecoveries(standings);
  if (groups.length === 0 && !recoveries) return undefined;
  const words = messageWords[language];
  const content = { source, groups, recoveries };
  const headlines = composeHeadlines(content, words);
  const severity = groups.length > 0 ? 'warning' : 'info';
  const kind = groups.length === 0 ? 'available' : recoveries ? digestKind : 'unavailable';
  const id = `fleet/${shift.name}/${date}`;
  const told = { date, kind, severity, noticeId: id } as const;
  const steps = composeNextSteps(content, words);
  const terse = composeHeadlines(content, messageWords.en).reduce((_, last) => last);
  return {
    headlines,
    mail: composeMail(content, headlines[0], id, words),
    chat: composeCard({
      title: headlines[0],
      description: composeDescription(content, words),
      nextSteps: steps.map(writeCardStep),
      relatedResources: [],
      about: `fleet/${shift.name}`,
      context: { ...told, shift: shift.name },
      further: { accounts: String(standings.length), bad: String(countIn(groups)) },
    }),
    data: {
      version: 1,
      language,
      notices: [],
      muster: toMusterEntry(source, { id, severity, verdict: describeVerdict(content, words) }, groups),
    },
    fallback: toFallback(terse, [
      terse,
      'This alert is short because its full text was refused; the log says why.',
      commandsOf(source).list,
    ]),
    attributes: { ...told, ...(route !== undefined && { route }) },
  };
}

function composeHeadlines(content: Content, words: MessageWords): Headlines {
  const { source, groups, recoveries } = content;
  const { labels } = words;
  const write = (label: string, what: string) => writeHeadline(label, source.shift.name, what);
  if (groups.length === 0 && recoveries) {
    const dates = words.muster.span(recoveries.first, recoveries.last);
    const all = nameAll(recoveries.accounts);
    return [
      write(labels.measured, `${describeRecovered(recoveries, words, all)}, ${dates}`),
      write(labels.measured, `${describeRecovered(recoveries, words)}, ${dates}`),
    ];
  }
  const all = nameAll(groups.flatMap(({ troubles }) => troubles.map(({ account }) => account)));
  const { bare, full } = verdictsOf(content);
  const warn = (verdict: Verdict) =>
    write(labels.warning, `${words.muster.verdict(verdict)}, ${source.date}`);
  return [warn({ ...full, names: all }), warn(full), warn({ ...full, recovered: undefined }), warn(bare)];
}

/** The names of few accounts. */
function nameAll(accounts: readonly string[]): string[] | undefined {
  return accounts.length <= namedInHeadline ? accounts.map(cleanName).sort() : undefined;
}

function verdictsOf({ source, groups, recoveries }: Content) {
  const bare = {
    accounts: source.standings.length,
    unavailable: countIn(groups, 'unavailable'),
    failed: countIn(groups, 'failed'),
  };
  const state = bare.unavailable > 0 ? 'unavailable' : 'failed';
  const ofState = groups.filter((group) => group.state === state);
  const isFew = ofState.length <= 2;
  const isMostly = !isFew && countIn(ofState.slice(0, 1)) * 2 > bare[state];
  const reasons = ofState.map(({ reason }) => reason).slice(0, isFew ? 2 : isMostly ? 1 : 0);
  return { bare, full: { ...bare, reasons, isMostly, recovered: recoveries?.dates } };
}

function describeVerdict(content: Content, words: MessageWords): string {
  const { groups, recoveries } = content;
  if (groups.length === 0 && recoveries) return describeRecovered(recoveries, words);
  return words.muster.verdict(verdictsOf(content).full);
}

function describeRecovered(
  { dates, accounts }: Recoveries,
  { muster }: MessageWords,
  names?: string[],
): string {
  return muster.recovered(dates, accounts.length, names);
}

function composeMail(content: Content, headline: string, id: string, words: MessageWords): string {
  const { source, groups } = content;
  const address = overviewOf(source);
  return writeBlocks([
    [headline],
    address === undefined ? [] : writeStep({ text: words.muster.open, address }),
    describeWhole(content, words),
    ...groups.map((group, index) => {
      const whole = describeGroup(group, source, words, defang, namedInMail);
      return index < maxWhole ? whole : whole.slice(0, 1);
    }),
    [words.headings.next, ...composeNextSteps(content, words).flatMap(writeStep)],
    [`${words.notice}: ${id}`],
  ]);
}

/** What is said of the shift as a whole, and not of a reason. */
function describeWhole({ source, groups, recoveries }: Content, words: MessageWords): string[] {
  const { muster } = words;
  const besides = countBesides(source, groups);
  return [
    ...(recoveries ? describeRecoveries(recoveries, words) : []),
    ...(besides > 0 ? [muster.besides(besides)] : []),
    describeAsking(source, words),
  ];
}

function describeRecoveries(
  { dates, first, last, accounts }: Recoveries,
  { muster }: MessageWords,
): string[] {
  const names = accounts.length <= namedInMail ? [accounts.map(cleanName).join(', ')] : [];
  return [muster.measuredSince(dates, muster.span(first, last)), ...names];
}

/** How many stand badly of which this alert does not tell. */
function countBesides({ standings }: MusterSource, groups: readonly TroubleGroup[]): number {
  const told = new Set(groups.flatMap(({ troubles }) => troubles.map(({ account }) => account)));
  return standings.filter(({ account, state }) => state !== 'measured' && !told.has(account)).length;
}

/** How many, who, what was wrong with one of them, and what to do. */
function describeGroup(
  { reason, troubles }: TroubleGroup,
  { date }: MusterSource,
  { muster }: MessageWords,
  quote: Quote,
  named: number,
): string[] {
  const name = ({ account, dates }: Trouble) =>
    dates.length === 1 && dates[0] === date ? cleanName(account) : muster.dated(cleanName(account), dates);
  const [first] = troubles;
  const detail = first.detail === undefined ? undefined : quote(toPlainText(first.detail, detailMaxLength));
  const more = troubles.length - named;
  const names = troubles.slice(0, named).map(name).join(', ') + (more > 0 ? ` ${muster.more(more)}` : '');
  const isOne = troubles.length === 1;
  return [
    muster.group(capitalize(muster.reasons[reason]), troubles.length),
    isOne && detail !== undefined ? `${names}: ${detail}` : names,
    ...(isOne || detail === undefined ? [] : [muster.example(cleanName(first.account), detail)]),
    muster.advice[reason],
  ];
}

function composeDescription({ source, groups, recoveries }: Content, words: MessageWords): string {
  const lines = groups.map((group, index) => {
    const whole = describeGroup(group, source, words, neutralizeMarkdown, namedOnCard);
    return (index < maxWhole ? whole : whole.slice(0, 1)).join('\n\n');
  });
  const whole = describeWhole({ source, groups, recoveries }, words);
  const fitting = countFitting(
    lines.map(({ length }) => length + 2),
    cardMaxLength - whole.join('\n\n').length,
  );
  const omitted = groups.slice(fitting);
  return [
    ...lines.slice(0, fitting),
    ...(omitted.length > 0 ? [words.muster.omitted(countIn(omitted), omitted.length)] : []),
    ...whole,
  ].join('\n\n');
}

function composeNextSteps({ source, groups }: Content, words: MessageWords): Step[] {
  const { muster } = words;
  const commands = commandsOf(source);
  const troubles = groups.flatMap((group) => group.troubles);
  const [first] = troubles;
  const [list, rerun] = [
    { text: muster.list, command: commands.list },
    { text: muster.rerun, command: commands.rerun },
  ];
  if (first === undefined && countBesides(source, groups) > 0) return [list, rerun];
  if (first === undefined)
    return [{ text: words.nothingToDo }, { text: muster.overview, command: commands.overview }];
  const known = troubles.find(({ account }) => !isNameOfLine(account));
  const withoutKeys = troubles.filter(
    ({ reason }) => reason === 'credentialsNotSet' || reason === 'wrongKeys',
  );
  const [keyless] = withoutKeys;
  const damaged = troubles.find(({ reason }) => reason === 'unreadable');
  const owner = withoutKeys.length === 1 && keyless ? cleanName(keyless.account) : '--file FILE';
  return [
    list,
    ...(known ? [{ text: muster.show, command: commands.show(cleanName(known.account)) }] : []),
    ...(keyless ? [{ text: muster.keys, command: commands.keys(owner) }] : []),
    ...(damaged ? [{ text: muster.rebuild, command: commands.rebuild(cleanName(damaged.account)) }] : []),
    rerun,
    ...runbookSteps('muster', source.runbookUrl, words),
  ];
}
