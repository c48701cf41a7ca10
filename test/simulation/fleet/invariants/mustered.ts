import { overviewKey } from '../../../../lambda/core/ledger/keys.ts';
import type { MusterOutcome } from '../../../../lambda/fleet/muster.ts';
import type { Invocation } from '../../invocation.ts';
import { type FleetWorld, type Role, versionsBetween } from '../fleet-world.ts';
import { concerns, routesHeard } from './messages.ts';
import { isAddedSince, type Overview } from './overview.ts';

/** What holds once a muster has ended well. */
export function checkMustered(
  world: FleetWorld,
  invocation: Invocation,
  role: Role,
  outcome: MusterOutcome,
): void {
  if (!outcome.isDone) return;
  checkNobodyMissed(world, invocation, role);
  checkRoutesTold(world, invocation, role);
}

/** Each account of the file is measured, unavailable for a reason, or named by a muster of the night. */
function checkNobodyMissed(world: FleetWorld, invocation: Invocation, role: Role): void {
  const { startedMs } = invocation;
  const { bucket, violations, messages, files, timeline, overviews } = world;
  const { shift, date, dueMs } = role;
  const object = (detail: string) =>
    violations.push({
      invariant: 'fleet 1: no account of the file is missed',
      detail: `${shift.name}, ${date}: ${detail}`,
    });
  const text = bucket.texts.get(overviewKey(shift.name));
  if (text === undefined) return void object('there is no overview');
  const overview: Overview = JSON.parse(text);
  if (Date.parse(overview.due) > dueMs) return;
  if (Date.parse(overview.due) < dueMs) return void object(`the overview is of ${overview.date}`);
  const ofNight = messages.filter((one) => one.role.shift === shift && one.role.dueMs === dueMs);
  const named = new Set(
    ofNight.flatMap(({ entry, channel }) =>
      channel.includes('/') ? [] : entry.groups.flatMap(({ names }) => names),
    ),
  );
  const present = versionsBetween(files.get(shift.name) ?? [], startedMs, timeline.now());
  // Another muster of the same night may have read the ledgers later, and be about to tell of it, or have died over that.
  const isOwn = overviews.get(shift.name) === invocation;
  const isAlways = (account: string) => present.every((file) => file.has(account));
  for (const account of [...(present[0]?.keys() ?? [])].filter(isAlways)) {
    const entry = overview.accounts.find((one) => one.account === account);
    const state = entry?.state ?? (isAddedSince(world, account, invocation, role) ? 'measured' : 'absent');
    if (state === 'absent') object(`${account} is not in the overview`);
    else if (isOwn && state !== 'measured' && !named.has(account))
      object(`${account} is ${state} and no muster names it`);
  }
}

/** What everybody was told who hears of all, those were told who hear of some. */
function checkRoutesTold(world: FleetWorld, invocation: Invocation, role: Role): void {
  const { messages, files, timeline, violations } = world;
  const versions = versionsBetween(files.get(role.shift.name) ?? [], invocation.startedMs, timeline.now());
  const own = messages.filter(
    ({ published, topic, channel }) => published.by === invocation && topic === channel,
  );
  for (const { topic, notices } of own) {
    for (const { channel, filter, heard } of routesHeard(world, topic)) {
      const isTheirs = (account: string) =>
        versions.every((file) => file.has(account) && concerns(filter, account, file.get(account) ?? []));
      const missed = notices.filter((id) => isTheirs(id.split('/')[0] ?? '') && !heard.has(id));
      if (missed.length > 0)
        violations.push({
          invariant: 'fleet 3: whoever is routed hears what all hear of their accounts',
          detail: `${channel} was not told ${missed.join(', ')}`,
        });
    }
  }
}
