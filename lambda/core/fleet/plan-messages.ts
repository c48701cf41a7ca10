import { hashOf } from '../ledger/keys.ts';
import type { Instant } from '../ledger/measurement.ts';
import type { CalendarDate } from '../time/day.ts';
import {
  knownToFail,
  type MusterRecord,
  type RecordedMessage,
  standingsTold,
  toldIn,
} from './muster-record.ts';
import { type LeftNotice, messageTelling, type Standing, selectStandings } from './standing.ts';

/** Who hears of a shift by one message: a topic, and of a topic for those with a route one route. */
export type Channel = {
  /** As the record names it. */
  readonly name: string;
  readonly topic: 'alerts' | 'reports';
  readonly route?: Parameters<typeof selectStandings>[0] & { readonly id: string };
};

/** What a channel is to hear: of which standings, each with those notices alone that the channel has not been told. */
export type PlannedMessage = {
  readonly channel: Channel;
  readonly standings: readonly Standing[];
  /** Accounts that failed, and of which that is not to be told: it was, or they are silent. */
  readonly known: ReadonlySet<string>;
  readonly recorded: RecordedMessage;
};

/** What a plan is made from. */
type Plan = {
  readonly date: CalendarDate;
  /** When the ledgers were read. */
  readonly asOf: Instant;
  readonly standings: readonly Standing[];
  /** Accounts that are silent on the date. */
  readonly silent: ReadonlySet<string>;
  readonly record: MusterRecord;
  /** What earlier nights of the shift told. */
  readonly earlier: readonly MusterRecord[];
  readonly channels: readonly Channel[];
};

/** One message for each channel that has something to hear which it has not heard, be it that the shift has no accounts. */
export function planMessages(plan: Plan): PlannedMessage[] {
  return plan.channels.flatMap((channel) => {
    const selected = channel.route ? selectStandings(channel.route, plan.standings) : plan.standings;
    return channel.route && selected.length === 0 ? [] : (planMessage(channel, selected, plan) ?? []);
  });
}

function planMessage(
  channel: Channel,
  selected: readonly Standing[],
  { date, asOf, silent, record, earlier }: Plan,
): PlannedMessage | undefined {
  const { name, topic } = channel;
  const records = [record, ...earlier];
  // What an alert told was not measured before anybody heard of it: that it is by now is news of its own.
  const told = [name, name.replace(/^reports/, 'alerts')].map((channel) => toldIn(channel, records));
  const isNews = (notice: LeftNotice) =>
    messageTelling(notice) === topics[topic] && !told.some((ids) => ids.has(notice.id));
  const standings = selected.map((standing) => ({ ...standing, left: standing.left.filter(isNews) }));
  const notices = standings.flatMap(({ left }) => left.map(({ id }) => id));
  if (topic === 'reports') {
    const hash = hashStandings(selected);
    if (notices.length === 0 && hash === standingsTold(name, record)) return undefined;
    const recorded = { channel: name, asOf, notices, failed: [], recovered: [], standings: hash };
    return { channel, standings, known: silent, recorded };
  }
  const failing = knownToFail(name, record);
  const known = new Set([...failing, ...silent]);
  const isRecovered = ({ account, state }: Standing) => state === 'measured' && failing.has(account);
  const failed = namesOf(standings, ({ account, state }) => state === 'failed' && !known.has(account));
  const recovered = namesOf(standings, isRecovered);
  if (notices.length + failed.length + recovered.length === 0) return undefined;
  return {
    channel,
    standings: standings.map((standing) => (isRecovered(standing) ? withRecovery(standing, date) : standing)),
    known,
    recorded: { channel: name, asOf, notices, failed, recovered },
  };
}

const topics = { alerts: 'alert', reports: 'summary' } as const;

function namesOf(standings: readonly Standing[], isOne: (standing: Standing) => boolean): string[] {
  return standings.filter(isOne).map(({ account }) => account);
}

/** No night knows that people were told of a date that it failed: the muster itself tells that the date is measured by now. */
function withRecovery(standing: Standing, date: CalendarDate): Standing {
  const available = {
    id: `${standing.account}/${date}/failed`,
    kind: 'available',
    date,
    isMeasured: true,
  } as const;
  return { ...standing, left: [...standing.left, available] };
}

/** The same for accounts that stand the same. Counts that move without breaking another rule are no news. */
function hashStandings(standings: readonly Standing[]): string {
  return hashOf(
    standings
      .map(({ account, state, fault, worst }) => [account, state, fault?.code, worst].join(' '))
      .sort()
      .join('\n'),
  );
}
