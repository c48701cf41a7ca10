import { countStates, type Standing } from '../../fleet/standing.ts';
import {
  findMeasuredLater,
  findRecoveries,
  findStanding,
  type Recoveries,
  type TroubleGroup,
} from '../../fleet/trouble.ts';
import { type Severity, severities } from '../../ledger/line.ts';
import { capitalize } from '../../story/describe.ts';
import type { Headlines } from '../../story/headline.ts';
import { type Block, writeBlocks } from '../../text/columns.ts';
import { compareTexts } from '../../text/compare.ts';
import type { MessageWords } from '../../words/en/messages.ts';
import { messageWords } from '../../words/messages.ts';
import type { Message } from '../alert.ts';
import { composeCard } from '../chat.ts';
import { toFallback } from '../fallback.ts';
import { cleanName, type MusterEntry, toMusterEntry } from './muster-document.ts';
import { commandsOf, describeAsking, type MusterSource, overviewOf } from './source.ts';

/** So many of each reason are named, and so many of those that break rules: all of it is one screen. */
const [namedOfReason, namedWorst] = [3, 10];
/** A longer name of a shift goes to the end of the headline. */
const shortNameLength = 12;

/** What the summary is made of. */
type Content = {
  readonly source: MusterSource;
  readonly groups: readonly TroubleGroup[];
  /** Those that break rules, the worst first. */
  readonly broken: readonly Broken[];
  readonly later: Recoveries | undefined;
  readonly recoveries: Recoveries | undefined;
};

type Broken = Standing & { readonly worst: Severity };

/** The one summary of a muster: how all accounts of a shift stand, or those that a route selects. */
export function composeMusterSummary(source: MusterSource): Message {
  const { shift, date, standings, language, route } = source;
  const words = messageWords[language];
  const content: Content = {
    source,
    groups: findStanding(standings, date),
    broken: findBroken(standings),
    later: findMeasuredLater(standings),
    recoveries: findRecoveries(standings),
  };
  const headlines = composeHeadlines(content, words);
  const severity = severityOf(content);
  const id = `fleet/${shift.name}/${date}/summary`;
  const told = { date, kind: 'summary', severity, noticeId: id } as const;
  const command = commandsOf(source).overview;
  const terse = composeHeadlines(content, messageWords.en).reduce((_, last) => last);
  const blocks = describeShift(content, headlines[0], words);
  return {
    headlines,
    mail: writeBlocks(blocks),
    chat: composeCard({
      title: headlines[0],
      description: blocks.flat().slice(1).join('\n\n'),
      nextSteps: [overviewOf(source) ?? `\`${command}\``],
      about: `fleet/${shift.name}`,
      context: { ...told, shift: shift.name },
    }),
    data: { version: 1, language, notices: [], muster: toEntry(content, id, severity, words) },
    fallback: toFallback(terse, [terse, command]),
    attributes: { ...told, ...(route !== undefined && { route }) },
  };
}

function toEntry(
  { source, groups, broken, later }: Content,
  id: string,
  severity: Severity,
  words: MessageWords,
): MusterEntry {
  const verdict = describeMeasured(source.standings, broken.length, words);
  return {
    ...toMusterEntry(source, { id, severity, verdict }, groups),
    measuredLater: later?.dates,
    broken: {
      ...countBroken(broken),
      worst: broken
        .slice(0, namedWorst)
        .map(({ account, worst, counts }) => ({ account: cleanName(account), severity: worst, counts })),
    },
  };
}

function findBroken(standings: readonly Standing[]): Broken[] {
  return standings
    .flatMap((standing) => (standing.worst ? { ...standing, worst: standing.worst } : []))
    .sort(
      (a, b) =>
        severities.indexOf(b.worst) - severities.indexOf(a.worst) ||
        (b.counts?.failure ?? 0) - (a.counts?.failure ?? 0) ||
        compareTexts(a.account, b.account),
    );
}

function countBroken(broken: readonly Broken[]): { critical: number; warning: number } {
  const critical = broken.filter(({ worst }) => worst === 'critical').length;
  return { critical, warning: broken.length - critical };
}

function severityOf({ source, groups, broken }: Content): Severity {
  if (broken[0]?.worst === 'critical') return 'critical';
  return groups.length + broken.length > 0 || source.standings.length === 0 ? 'warning' : 'info';
}

function composeHeadlines(content: Content, words: MessageWords): Headlines {
  const { shift, date, standings } = content.source;
  const severity = severityOf(content);
  const label = severity === 'info' ? words.summary.ok : words.labels[severity];
  const write = (verdict: string) =>
    shift.name.length <= shortNameLength
      ? `${shift.name} ${date}: ${label}, ${verdict}`
      : `${date}: ${label}, ${verdict}, ${shift.name}`;
  return [
    write(describeMeasured(standings, content.broken.length, words)),
    write(describeMeasured(standings, 0, words)),
  ];
}

function describeMeasured(standings: readonly Standing[], broken: number, { muster }: MessageWords): string {
  if (standings.length === 0) return muster.noAccounts;
  return muster.measured(countStates(standings).measured, standings.length, broken);
}

/** One screen, the headline first, then what is common to all nights, then whatever is not as it should be. */
function describeShift(content: Content, headline: string, words: MessageWords): Block[] {
  const { source, groups, broken, later, recoveries } = content;
  const { muster } = words;
  const { critical, warning } = countBroken(broken);
  const { measured, unavailable, failed } = countStates(source.standings);
  return [
    [
      headline,
      muster.standing(measured, unavailable, failed),
      ...(later ? [muster.measuredLater(later.dates)] : []),
      ...(recoveries
        ? [muster.measuredSince(recoveries.dates, muster.span(recoveries.first, recoveries.last))]
        : []),
      describeAsking(source, words),
      `${muster.overview}: ${overviewOf(source) ?? commandsOf(source).overview}`,
    ],
    groups.map((group) => describeGroup(group, words)),
    broken.length > 0 ? [muster.broken(critical, warning), ...describeBroken(broken, words)] : [],
  ];
}

function describeGroup({ reason, troubles }: TroubleGroup, { muster }: MessageWords): string {
  const named = troubles.slice(0, namedOfReason).map(({ account }) => cleanName(account));
  const more = troubles.length - named.length;
  const names = named.join(', ') + (more > 0 ? ` ${muster.more(more)}` : '');
  return `- ${muster.group(capitalize(muster.reasons[reason]), troubles.length)} (${names})`;
}

function describeBroken(broken: readonly Broken[], words: MessageWords): string[] {
  const more = broken.length - namedWorst;
  return [
    ...broken
      .slice(0, namedWorst)
      .map(
        ({ account, worst, counts }) =>
          `- ${words.muster.breaking(cleanName(account), words.severities[worst], counts)}`,
      ),
    ...(more > 0 ? [words.muster.more(more)] : []),
  ];
}
