import { muteAccount, unmuteAccount } from '../../local/commands/mute/muting.ts';
import { dueOf } from './calendar.ts';
import type { PlannedMute, PlannedNight } from './history.ts';
import { createInvocation } from './invocation.ts';
import type { World } from './world.ts';

/** Mutes the account as an operator does, and ends the mute where that is planned. */
export async function operate(world: World, planned: PlannedMute, index: number): Promise<void> {
  const { timeline, history, account } = world;
  const { date, delayMs, until, exceptCritical, endedAfterMs } = planned;
  await timeline.sleep(Math.max(0, dueOf(date, history.zone) + delayMs - timeline.now()));
  const wanted = { until, exceptCritical, reason: 'simulated', by: 'operator' };
  await muteAccount(account.name, wanted, portsOf(world, index * 2));
  if (endedAfterMs === undefined) return;
  await timeline.sleep(endedAfterMs);
  await unmuteAccount(account.name, 'operator', portsOf(world, index * 2 + 1));
}

/** What an operator's command works with: nothing goes wrong with its calls but what others write meanwhile. */
function portsOf(world: World, number: number) {
  const { seed } = world.history;
  const id = 10_000 + number;
  const nobody = { date: '', delayMs: 0, requestId: 'operator', retries: 0, faults: [] };
  const planned: PlannedNight = { id, ...nobody, weather: 'fine', skewMs: 0, ourClockMs: 0 };
  return world.portsFor(createInvocation(seed, planned, 0, world.timeline), Number.POSITIVE_INFINITY);
}
