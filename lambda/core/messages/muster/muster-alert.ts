import { isNameOfLine } from '../../fleet/standing.ts';
import {
  findRecoveries,
  findUntold,
  type Recoveries,
  type Trouble,
  type TroubleGroup,
} from '../../fleet/trouble.ts';
import { capitalize, type Quote } from '../../story/describe.ts';
import { countFitting, type Headlines, writeHeadline } from '../../story/headline.ts';
import { runbookSteps, type Step, writeCardStep, writeStep } from '../../story/next-steps.ts';
import { writeBlocks } from '../../text/columns.ts';
import { defang } from '../../text/defang.ts';
import { neutralizeMarkdown } from '../../text/markdown.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { MessageWords } from '../../words/en/messages.ts';
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
      about: `fleet/${shift.name}`,
      context: {
        ...told,
        shift: shift.name,
        accounts: String(standings.length),
        bad: String(countIn(groups)),
      },
    }),
    data: {
      version: 1,
      language,
      notices: [],
      muster: toMusterEntry(source, { id, severity, verdict: describeVerdicts(content, words)[1] }, groups),
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
  const [label, when] =
    groups.length === 0 && recoveries
      ? [words.labels.measured, words.muster.span(recoveries.first, recoveries.last)]
      : [words.labels.warning, source.date];
  const write = (verdict: string) => writeHeadline(label, source.shift.name, `${verdict}, ${when}`);
  const [first, ...others] = describeVerdicts(content, words);
  return [write(first), ...others.map(write)];
}

/** What is bad, or else what was measured since, the fullest first: that names few accounts. Programs are told the second. */
function describeVerdicts(
  { source, groups, recoveries }: Content,
  { muster }: MessageWords,
): [string, string, ...string[]] {
  if (groups.length === 0 && recoveries) {
    const { dates, accounts } = recoveries;
    const write = (names?: string[]) => muster.recovered(dates, accounts.length, names);
    return [write(nameAll(accounts)), write()];
  }
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
  const why = { ...bare, reasons, isMostly };
  const full = { ...why, recovered: recoveries?.dates };
  const names = nameAll(groups.flatMap(({ troubles }) => troubles.map(({ account }) => account)));
  return [muster.verdict({ ...full, names }), muster.verdict(full), ...[why, bare].map(muster.verdict)];
}

/** The names of few accounts. */
function nameAll(accounts: readonly string[]): string[] | undefined {
  return accounts.length <= namedInHeadline ? accounts.map(cleanName).sort() : undefined;
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
  { muster, detail: tell }: MessageWords,
  quote: Quote,
  named: number,
): string[] {
  const name = ({ account, dates }: Trouble) =>
    dates.length === 1 && dates[0] === date ? cleanName(account) : muster.dated(cleanName(account), dates);
  const [first] = troubles;
  const detail =
    first.detail === undefined ? undefined : quote(toPlainText(tell(first.detail), detailMaxLength));
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
  const list = { text: muster.list, command: commands.list };
  const rerun = { text: muster.rerun, command: commands.rerun };
  const troubles = groups.flatMap((group) => group.troubles);
  if (troubles.length === 0) {
    if (countBesides(source, groups) > 0) return [list, rerun];
    return [{ text: words.nothingToDo }, { text: muster.overview, command: commands.overview }];
  }
  const namesOf = (isOne: (trouble: Trouble) => boolean) =>
    troubles.filter(isOne).map(({ account }) => cleanName(account));
  const [known] = namesOf(({ account }) => !isNameOfLine(account));
  const [keyless, ...others] = namesOf(
    ({ reason }) => reason === 'credentialsNotSet' || reason === 'wrongKeys',
  );
  const [damaged] = namesOf(({ reason }) => reason === 'unreadable');
  const owner = others.length > 0 ? '--file FILE' : keyless;
  return [
    list,
    ...(known === undefined ? [] : [{ text: muster.show, command: commands.show(known) }]),
    ...(owner === undefined ? [] : [{ text: muster.keys, command: commands.keys(owner) }]),
    ...(damaged === undefined ? [] : [{ text: muster.rebuild, command: commands.rebuild(damaged) }]),
    rerun,
    ...runbookSteps('muster', source.runbookUrl, words),
  ];
}
