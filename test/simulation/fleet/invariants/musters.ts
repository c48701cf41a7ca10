import { musterKey } from '../../../../lambda/core/ledger/keys.ts';
import { holderOf } from '../../invocation.ts';
import type { NoticeInLedger } from '../../ledger-lines.ts';
import type { Published } from '../../topic.ts';
import {
  type FleetWorld,
  type MusterEntry,
  type MusterMessage,
  type Role,
  type TopicName,
  versionsBetween,
} from '../fleet-world.ts';
import { findRecipients, isAwaitedInVain, isExcused, kindOf } from './messages.ts';

/** As much of a muster's record as an onlooker reads. */
type MusterRecord = {
  readonly claim?: { readonly holder: string };
  readonly messages: readonly {
    readonly channel: string;
    readonly notices: string[];
    readonly messageId?: string;
  }[];
};

/** A message of a muster, held against the record that was written before it. */
export function readMusterMessage(
  { bucket, violations }: FleetWorld,
  topicName: TopicName,
  published: Published,
  role: Role,
): MusterMessage {
  const topic = kindOf(topicName);
  const { MessageAttributes, Message } = JSON.parse(published.text);
  const route: string | undefined = MessageAttributes.route?.StringValue;
  const channel = route === undefined ? topic : `${topic}/${route}`;
  const record: MusterRecord = JSON.parse(
    bucket.texts.get(musterKey(role.shift.name, role.dueMs)) ?? '{"messages":[]}',
  );
  const committed = record.messages.find((one) => one.channel === channel && one.messageId === undefined);
  const isOurs = record.claim?.holder === holderOf(published.by);
  if ((!committed || !isOurs) && !isAwaitedInVain(published.by))
    violations.push({
      invariant: 'fleet 3: what a muster tells is committed before, and claimed by it',
      detail: `${channel} of ${role.shift.name}, ${role.date}`,
    });
  const entry: MusterEntry = JSON.parse(JSON.parse(Message).sqs).muster;
  return { published, role, topic, channel, notices: committed?.notices ?? [], entry };
}

/** What a message says is what its record has it tell; and whoever reads it can find each account by its name. */
export function checkSays(world: FleetWorld, message: MusterMessage): void {
  const { role, notices, entry, channel } = message;
  const isSum = entry.measured + entry.unavailable + entry.failed === entry.accounts;
  const faults = [
    ...(isSum ? [] : ['its numbers do not add up']),
    ...silentIn(world, message).map((name) => `${name} is silent`),
    ...notices.flatMap((id) => whyUntold(id, findNotice(world, id)?.kind, message) ?? []),
  ];
  for (const fault of faults)
    world.violations.push({
      invariant: 'fleet 3: a muster says what it has committed to tell',
      detail: `${channel} of ${role.shift.name}, ${role.date}: ${fault}`,
    });
}

/** Accounts that an alert names although their configuration has them silent on the date. */
function silentIn({ views }: FleetWorld, { topic, entry, role: { date } }: MusterMessage): string[] {
  if (topic === 'reports') return [];
  return badIn(entry).filter((name) => {
    const quiet = views.get(name)?.history.quiet;
    return !quiet?.exceptCritical && quiet?.dates.some(({ from, to }) => from <= date && date <= to);
  });
}

function badIn({ groups }: MusterEntry): string[] {
  return groups.flatMap(({ names }) => names);
}

/** Why nobody could know from a message of a notice that it is to tell; nothing when they can. */
function whyUntold(
  id: string,
  kind: string | undefined,
  { topic, entry }: MusterMessage,
): string | undefined {
  const [account = ''] = id.split('/');
  if (kind === 'available')
    return entry.recovered?.names.includes(account) ? undefined : `${id} is not among what is measured again`;
  if (kind !== 'unavailable') return `${id} is ${kind}`;
  if (topic === 'reports') return entry.measuredLater ? undefined : `${id} was not measured later`;
  return badIn(entry).includes(account) ? undefined : `${id} is not among what is bad`;
}

/** A notice as it stands in its account's ledger. */
export function findNotice({ ledgers }: FleetWorld, id: string): NoticeInLedger | undefined {
  const [account = '', date = ''] = id.split('/');
  return ledgers
    .get(account)
    ?.at(-1)
    ?.value.get(date)
    ?.notices.find((notice) => notice.id === id);
}

/** Nobody hears twice of the same notice, but where the first teller died, or failed before it wrote down that it had told. */
export function checkHeardOnce(world: FleetWorld, topicName: TopicName, message: MusterMessage): void {
  const { published, notices, role } = message;
  for (const { address } of findRecipients(world, topicName, published)) {
    for (const id of notices) {
      const key = `${message.topic} ${address} ${id}`;
      const earlier = world.heard.get(key);
      world.heard.set(key, published);
      if (!earlier || isExcused(earlier)) continue;
      world.violations.push({
        invariant: 'fleet 3: nobody hears twice of the same notice',
        detail: `${address} of ${id}, by ${describe(world, earlier)} and by the muster of ${role.shift.name}, ${role.date}`,
      });
    }
  }
}

function describe({ roles }: FleetWorld, { by, atMs }: Published): string {
  const role = roles.get(by);
  return `the ${role?.kind} of ${role?.shift.name}, ${role?.date} at ${new Date(atMs).toISOString()}`;
}

/** The musters of one due time tell nothing again that has not changed: neither who failed, nor how all stand. */
export function checkNews(world: FleetWorld, message: MusterMessage): void {
  const { topic, role, entry, channel, notices, published } = message;
  const earlier = world.messages.findLast(
    (one) => one.role.shift === role.shift && one.role.dueMs === role.dueMs && one.channel === channel,
  );
  if (!earlier || isExcused(earlier.published)) return;
  const object = (detail: string) =>
    world.violations.push({
      invariant: 'fleet 3: a rerun tells nothing again',
      detail: `${channel} of ${role.shift.name}, ${role.date}: ${detail}`,
    });
  if (topic === 'reports') {
    // Who took another's place is news, although it reads the same.
    const files = versionsBetween(
      world.files.get(role.shift.name) ?? [],
      earlier.published.by.startedMs,
      published.atMs,
    );
    if (files.length > 1) return;
    if (notices.length === 0 && standingsIn(earlier.entry) === standingsIn(entry)) object('the same summary');
    return;
  }
  const before = failedIn(earlier.entry);
  const again = failedIn(entry).filter((name) => before.includes(name));
  if (again.length > 0) object(`${again.join(', ')} failed, as the message before it said`);
}

/** What a summary says of accounts, without what moves by itself. */
function standingsIn({ accounts, measured, unavailable, failed, groups, broken }: MusterEntry): string {
  const named = groups.map(({ reason, names }) => [reason, [...names].sort()]);
  const worst = broken?.worst.map(({ account, severity }) => `${account} ${severity}`).sort();
  return JSON.stringify([accounts, measured, unavailable, failed, named, worst]);
}

function failedIn({ groups }: MusterEntry): string[] {
  return groups.flatMap(({ state, names }) => (state === 'failed' ? names : []));
}

/** The per-account invariants hold for what a muster tells as for a night's own messages: each account hears of its share. */
export function shareOut(world: FleetWorld, { published, notices, channel }: MusterMessage): void {
  if (channel.includes('/')) return;
  for (const account of world.views.keys()) {
    const own = notices.filter((id) => id.startsWith(`${account}/`));
    const told = own.flatMap((id) => {
      const notice = findNotice(world, id);
      return notice ? { ...notice, date: id.split('/')[1] ?? '' } : [];
    });
    if (told.length > 0) world.told.get(account)?.push({ ...published, notices: told, summary: undefined });
  }
}
