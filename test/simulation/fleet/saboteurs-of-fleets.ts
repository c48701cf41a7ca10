import { formatShiftFile, parseShiftFile } from '../../../lambda/config/roster.ts';
import { routeIdOf } from '../../../lambda/config/routes.ts';
import { failedKey, ledgerKey, musterKey } from '../../../lambda/core/ledger/keys.ts';
import type { Message } from '../../../lambda/core/messages/alert.ts';
import type { Archive, FleetPorts, Notifier } from '../../../lambda/ports.ts';
import type { FleetSabotage } from './executions.ts';
import type { Role } from './fleet-world.ts';

/** Defects that the steps of a fleet could have and must not: the simulation is worth something only if it finds each of them. */
export const fleetSaboteurs: readonly FleetSabotage[] = [
  {
    name: 'a muster that marks before it publishes',
    mustered: async (muster, ports) => {
      const waiting: (() => Promise<string>)[] = [];
      const later = (to: Notifier): Notifier => ({
        publish: async (...message) => `later-${waiting.push(() => to.publish(...message))}`,
      });
      const came = await muster(telling(ports, later));
      for (const publish of waiting) await publish();
      return came;
    },
  },
  {
    name: 'a muster that never writes its record',
    muster: (ports) =>
      withArchive(ports, {
        replace: async (object, version) => {
          return isRecord(object.key) ? 'unwritten' : ports.archive.replace(object, version);
        },
      }),
  },
  {
    name: 'a muster that never writes down that it has told',
    muster: (ports) => {
      const written = new Set<string>();
      return withArchive(ports, {
        replace: async (object, version) => {
          if (isRecord(object.key) && written.has(object.key)) return version ?? '';
          written.add(object.key);
          return ports.archive.replace(object, version);
        },
      });
    },
  },
  {
    name: 'a muster that believes a dead twin’s claim for ever',
    muster: (ports) => {
      const prolong = (key: string, text: string) =>
        isRecord(key)
          ? text.replace(/"until":"[^"]+"/, `"until":"${new Date(ports.clock.now() + 50_000).toISOString()}"`)
          : text;
      return withArchive(ports, changingTexts(ports, prolong));
    },
  },
  {
    name: 'nights that tell of outages themselves',
    night: ({ shift: _muster, ...night }, { summaries: _none, ...ports }) => [night, ports],
  },
  {
    name: 'a list that forgets accounts without a line',
    list: async (list, { archive }, { shift, date, dueMs }) => {
      const listed = await list();
      const { accounts } = parseShiftFile((await archive.read(listed.key)) ?? '');
      const found = await Promise.all(
        accounts.map(async (account) => {
          const ledger = await archive.read(ledgerKey(account.name, Number(date.slice(0, 4))));
          return ledger === undefined ? [] : account;
        }),
      );
      const key = failedKey(shift.name, dueMs, 99);
      await archive.put({ key, body: formatShiftFile(found.flat()), contentType: 'application/x-ndjson' });
      return { ...listed, key };
    },
  },
  {
    name: 'a muster that tells each route of all accounts',
    muster: (ports) => {
      const known = new Map<Notifier, Message>();
      const listen = (to: Notifier): Notifier => ({
        publish: (message, limit) => {
          known.set(to, message);
          return to.publish(message, limit);
        },
      });
      const tellAll = (to: Notifier | undefined, all: Notifier | undefined): Notifier | undefined =>
        to && {
          publish: ({ attributes, ...message }, limit) =>
            to.publish({ ...((all && known.get(all)) ?? message), attributes }, limit),
        };
      const { notifier, summaries, routedAlerts, routedReports } = ports;
      return {
        ...ports,
        notifier: listen(notifier),
        summaries: summaries && listen(summaries),
        routedAlerts: tellAll(routedAlerts, notifier),
        routedReports: tellAll(routedReports, summaries),
      };
    },
  },
  {
    name: 'a muster that tells everybody what a route is told',
    muster: (ports) => {
      const { notifier, routedAlerts } = ports;
      const publish: Notifier['publish'] = async (message, limit) => {
        await notifier.publish(message, limit);
        return routedAlerts?.publish(message, limit) ?? '';
      };
      return { ...ports, routedAlerts: routedAlerts && { publish } };
    },
  },
  {
    name: 'a muster that tells no route but the first',
    muster: (ports) => {
      let first: string | undefined;
      const only = (to: Notifier): Notifier => ({
        publish: async (message, limit) => {
          const { route } = message.attributes;
          first ??= route;
          return route === first ? to.publish(message, limit) : routeIdOf({});
        },
      });
      const { routedAlerts, routedReports } = ports;
      return {
        ...ports,
        routedAlerts: routedAlerts && only(routedAlerts),
        routedReports: routedReports && only(routedReports),
      };
    },
  },
  {
    name: 'a muster that drops notices whose date was measured since',
    muster: (ports) =>
      withArchive(
        ports,
        changingTexts(ports, (key, text) =>
          key.startsWith('ledger/')
            ? changeLines(text, '"state":"measured"', '"leftToMuster"', '"heldBack"')
            : text,
        ),
      ),
  },
  {
    name: 'a muster that counts a ledger that it cannot read as measured',
    muster: (ports, { date }) =>
      withArchive(ports, {
        read: (key, limit) =>
          ports.archive.read(key, limit).catch((error: unknown) => {
            if (!key.startsWith('ledger/')) throw error;
            return measuredLine(date);
          }),
      }),
  },
  {
    name: 'a muster that goes by the accounts as they first were',
    muster: (ports, { shift }) =>
      withArchive(
        ports,
        changingTexts(ports, (key, text) => {
          if (!key.startsWith('fleet/accounts/')) return text;
          const first = firstFiles.get(shift) ?? text;
          firstFiles.set(shift, first);
          return first;
        }),
      ),
  },
  {
    name: 'a rerun that tells everything again',
    muster: (ports) =>
      withArchive(
        ports,
        changingTexts(ports, (key, text) =>
          isRecord(key) ? text.replace(/"messages":\[.*\]/, '"messages":[]') : text,
        ),
      ),
  },
];

/** What the file of a shift held when a muster first read it. */
const firstFiles = new WeakMap<Role['shift'], string>();

function isRecord(key: string): boolean {
  return key.endsWith(musterKey('any', 0).slice(-'/muster.json'.length));
}

function withArchive(ports: FleetPorts, changes: Partial<Archive>): FleetPorts {
  return { ...ports, archive: { ...ports.archive, ...changes } };
}

/** An archive that reads other texts than there are. */
function changingTexts(
  { archive }: FleetPorts,
  change: (key: string, text: string) => string,
): Pick<Archive, 'read' | 'readVersion'> {
  return {
    read: async (key, limit) => {
      const text = await archive.read(key, limit);
      return text === undefined ? undefined : change(key, text);
    },
    readVersion: async (key) => {
      const stored = await archive.readVersion(key);
      return stored && { ...stored, text: change(key, stored.text) };
    },
  };
}

/** Lines with this text, changed. */
function changeLines(text: string, having: string, from: string, to: string): string {
  return text
    .split('\n')
    .map((line) => (line.includes(having) ? line.replaceAll(from, to) : line))
    .join('\n');
}

function telling(ports: FleetPorts, change: (to: Notifier) => Notifier): FleetPorts {
  const { notifier, summaries, routedAlerts, routedReports } = ports;
  return {
    ...ports,
    notifier: change(notifier),
    summaries: summaries && change(summaries),
    routedAlerts: routedAlerts && change(routedAlerts),
    routedReports: routedReports && change(routedReports),
  };
}

function measuredLine(date: string): string {
  const counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
  const at = `${date}T16:10:00.000Z`;
  return `${JSON.stringify({
    date,
    state: 'measured',
    counts,
    settled: true,
    revision: 1,
    order: 'toIsStart',
    proof: 'provenBothEnds',
    firstMeasuredAt: at,
    measuredAt: at,
    lastSeenAt: at,
    snapshot: 'snapshots/none.json',
    findings: [],
    notices: [],
  })}\n`;
}
