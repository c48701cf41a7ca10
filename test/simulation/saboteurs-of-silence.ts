import type { Ledger, Notice } from '../../lambda/core/ledger.ts';
import type { Ports } from '../../lambda/ports.ts';
import { dateAfter } from './calendar.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import type { Sabotage } from './world.ts';

/** Defects in how notices are held back, and nights summed up and reported. */
export const silenceSaboteurs: readonly Sabotage[] = [
  {
    name: 'tells although the account is muted',
    ports: (ports) => reading(ports, 'mutes/', () => undefined),
  },
  {
    name: 'goes on being quiet the night after a mute',
    ports: (ports) =>
      reading(ports, 'mutes/', (text) =>
        text?.replace(/"until":"([^"]+)"/g, (_, until) => `"until":"${dateAfter(until, 1)}"`),
      ),
  },
  {
    name: 'forgets what it held back',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: (account, loaded, next) =>
          ports.archive.saveLedger(account, loaded, forgetHeldBack(next)),
      }),
  },
  {
    name: 'sums a date up each time that it is asked for',
    ports: (ports) => reading(ports, 'reports/', () => undefined),
  },
  {
    name: 'sums up good nights only',
    ports: (ports) => ({
      ...ports,
      summaries: {
        publish: async (message) =>
          message.attributes.severity === 'info' ? (ports.summaries?.publish(message) ?? '') : 'left-out',
      },
    }),
  },
  {
    name: 'draws the report of a date once and for all',
    ports: (ports) =>
      withArchive(ports, {
        replace: async (object, version) => {
          const isOver = /^reports\/.*\d\.(html|csv)$/.test(object.key) && version !== undefined;
          if (!isOver) await ports.archive.replace(object, version);
        },
      }),
  },
];

function reading(
  ports: Ports,
  prefix: string,
  change: (text: string | undefined) => string | undefined,
): Ports {
  return withArchive(ports, {
    read: async (key) => {
      const text = await ports.archive.read(key);
      return key.startsWith(prefix) ? change(text) : text;
    },
  });
}

function forgetHeldBack(ledger: Ledger): Ledger {
  const forget = (notice: Notice): Notice =>
    notice.state === 'heldBack' ? { ...notice, state: 'sent' } : notice;
  const lines = [...ledger.values()].map((line) => ({ ...line, notices: line.notices.map(forget) }));
  return new Map(lines.map((line) => [line.date, line]));
}
