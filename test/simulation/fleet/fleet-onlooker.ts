import { checkSecrets } from '../invariants/secrets.ts';
import { readLedger } from '../ledger-lines.ts';
import { onlooker } from '../onlooker.ts';
import type { FleetOnlooker } from './fleet-world.ts';
import { checkNames, checkOneEach, checkReached } from './invariants/messages.ts';
import { checkHeardOnce, checkNews, checkSays, readMusterMessage, shareOut } from './invariants/musters.ts';
import { checkNightMessage } from './invariants/nights.ts';
import { checkOverview } from './invariants/overview.ts';

/** Checks what can be checked the moment that it is written or told. */
export const fleetOnlooker: FleetOnlooker = {
  onWrite(world, written) {
    const { key, text, by } = written;
    const view = world.views.get(/account=([^/]+)\//.exec(key)?.[1] ?? '');
    if (view) {
      view.bucket.texts.set(key, text);
      if (key.startsWith('ledger/')) noteLedger(world, view.account.name);
      onlooker.onWrite(view, written);
      return;
    }
    for (const one of world.views.values()) checkSecrets(one, text);
    const role = world.roles.get(by);
    if (!role || !key.startsWith('fleet/overviews/')) return;
    checkOverview(world, written, role);
    world.overviews.set(role.shift.name, by);
  },
  onPublish(world, topic, published) {
    const role = world.roles.get(published.by);
    if (!role) return;
    for (const view of world.views.values()) checkSecrets(view, published.text);
    checkNames(world, topic, published, role);
    checkReached(world, topic, published, role);
    if (role.kind === 'night') {
      checkNightMessage(world, published, role);
      return;
    }
    const message = readMusterMessage(world, topic, published, role);
    checkOneEach(world, topic, published, role);
    checkSays(world, message);
    checkHeardOnce(world, topic, message);
    checkNews(world, message);
    shareOut(world, message);
    world.messages.push(message);
  },
};

function noteLedger(
  { views, ledgers, timeline }: Parameters<FleetOnlooker['onWrite']>[0],
  account: string,
): void {
  const lines = readLedger(views.get(account)?.bucket.texts ?? new Map());
  ledgers
    .get(account)
    ?.push({ atMs: timeline.now(), value: new Map(lines.map((line) => [line.date, line])) });
}
