import type { Recipient } from '../../../../lambda/config/recipients.ts';
import { routedRecipients, routeIdOf, routesOf } from '../../../../lambda/config/routes.ts';
import { findDestinations } from '../../../../local/embedded-aws/sns/topics.ts';
import type { Invocation } from '../../invocation.ts';
import type { Published } from '../../topic.ts';
import { type FleetWorld, type Role, type TopicName, versionsBetween } from '../fleet-world.ts';

/** Who gets a message of a topic, by its subscriptions' filters, as SNS goes by them. */
export function findRecipients({ fleet }: FleetWorld, topic: TopicName, { text }: Published): Recipient[] {
  const recipients = subscribersOf(fleet.recipients, topic);
  const {
    MessageAttributes = {},
  }: { MessageAttributes?: Record<string, { DataType: string; StringValue: string }> } = JSON.parse(text);
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
      name,
      { type: DataType, value: StringValue },
    ]),
  );
  const reached = new Set(
    findDestinations({ name: topic, recipients }, attributes).map((one) => one.recipient),
  );
  return recipients.filter(({ address }) => reached.has(address));
}

function subscribersOf({ alerts, reports }: FleetWorld['fleet']['recipients'], topic: TopicName) {
  if (topic === 'alerts') return alerts;
  if (topic === 'reports') return reports;
  return routedRecipients(topic === 'routedAlerts' ? alerts : reports);
}

/** Whether somebody with this route, or without one, hears of an account with these tags. */
export function concerns(filter: Recipient['filter'], account: string, tags: readonly string[]): boolean {
  return (
    (filter?.account?.includes(account) ?? true) && (filter?.tags?.some((tag) => tags.includes(tag)) ?? true)
  );
}

/** The recipients' own words of whom they hear, by the address, before routes were made of them. */
export function filterOf(
  { fleet }: FleetWorld,
  topic: 'alerts' | 'reports',
  address: string,
): Recipient['filter'] {
  return fleet.recipients[topic].find((one) => one.address === address)?.filter;
}

/** Nobody who asked for some accounts reads the name of another in any form of any message. */
export function checkNames(world: FleetWorld, topic: TopicName, published: Published, role: Role): void {
  const base = kindOf(topic);
  const named = world.fleet.accounts.map(({ name }) => name).filter((name) => published.text.includes(name));
  for (const { address } of findRecipients(world, topic, published)) {
    const filter = filterOf(world, base, address);
    for (const name of named) {
      if (tagsOf(world, role, name, published).some((tags) => concerns(filter, name, tags))) continue;
      world.violations.push({
        invariant: 'fleet 3: nobody hears of another’s account',
        detail: `${address} was told of ${name} by the ${role.kind} of ${role.shift.name}, ${role.date}`,
      });
    }
  }
}

/** The tags that an account had while a process ran: of a night those it was started with. None where it was not of the shift. */
function tagsOf(
  { files }: FleetWorld,
  role: Role,
  name: string,
  { by, atMs }: Published,
): (readonly string[])[] {
  if (role.account) return role.account.name === name ? [role.account.tags] : [];
  const versions = versionsBetween(files.get(role.shift.name) ?? [], by.startedMs, atMs);
  return versions.flatMap((file) => {
    const tags = file.get(name);
    return tags ? [tags] : [];
  });
}

/** A broken rule reaches everybody whom the account concerns, and a muster's message everybody of its route. */
export function checkReached(world: FleetWorld, topic: TopicName, published: Published, role: Role): void {
  const reached = new Set(findRecipients(world, topic, published).map(({ address }) => address));
  const { MessageAttributes: attributes } = JSON.parse(published.text);
  const route: string | undefined = attributes.route?.StringValue;
  const severity: string = attributes.severity.StringValue;
  for (const recipient of world.fleet.recipients[kindOf(topic)]) {
    const { address, filter } = recipient;
    if (filter?.severity && !filter.severity.some((one) => one === severity)) continue;
    const isTheirs = isFor(recipient, role, route);
    if (isTheirs === reached.has(address)) continue;
    world.violations.push({
      invariant: 'fleet 3: everybody hears of what concerns them, and of nothing else',
      detail: `${address} was ${isTheirs ? 'not ' : ''}reached by the ${role.kind} of ${role.account?.name ?? role.shift.name}, ${role.date}`,
    });
  }
}

function isFor(recipient: Recipient, { account }: Role, route: string | undefined): boolean {
  if (account) return concerns(recipient.filter, account.name, account.tags);
  return routesOf([recipient]).map(routeIdOf)[0] === route;
}

/** Those who hear of some accounts only by a topic: which notices musters told them. */
export function routesHeard(
  { fleet, messages }: FleetWorld,
  topic: 'alerts' | 'reports',
): { readonly channel: string; readonly filter: Recipient['filter']; readonly heard: ReadonlySet<string> }[] {
  return routesOf(fleet.recipients[topic]).map((route) => {
    const channel = `${topic}/${routeIdOf(route)}`;
    return {
      channel,
      filter: { ...(route.accounts && { account: route.accounts }), ...(route.tags && { tags: route.tags }) },
      heard: new Set(messages.flatMap((one) => (one.channel === channel ? one.notices : []))),
    };
  });
}

/** At most one message of each topic comes of a muster to anybody, however many routes there are. */
export function checkOneEach(world: FleetWorld, topic: TopicName, published: Published, role: Role): void {
  const base = kindOf(topic);
  for (const { address } of findRecipients(world, topic, published)) {
    const key = `${base} ${address} ${published.by.planned.id}`;
    const earlier = world.heard.get(key);
    world.heard.set(key, published);
    if (!earlier?.acknowledged || isAwaitedInVain(published.by)) continue;
    world.violations.push({
      invariant: 'fleet 2: a muster sends one message of a topic to each',
      detail: `${address} got two from the muster of ${role.shift.name}, ${role.date}`,
    });
  }
}

/** What a topic is for, be it for all or for those with a route. */
export function kindOf(topic: TopicName): 'alerts' | 'reports' {
  return topic === 'alerts' || topic === 'routedAlerts' ? 'alerts' : 'reports';
}

/** Whether what a process published may have to be told again: it died, or a call failed before it was written down. */
export function isExcused({ by, atMs, acknowledged }: Published): boolean {
  const failed = by.bucketFailuresMs.some((failedMs) => failedMs >= atMs);
  return !acknowledged || by.diedMs !== undefined || failed || isAwaitedInVain(by);
}

/** Whether one of its calls may have been given up and made again, and have arrived all the same when nobody waited for it. */
export function isAwaitedInVain({ met }: Invocation): boolean {
  return met.some((mishap) => mishap === 'slow' || mishap === 'hung' || mishap === 'stalled');
}
