import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { Notice } from '../../lambda/core/ledger/line.ts';
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
    ports: (ports) =>
      withArchive(ports, {
        loadLedger: async (account, years) => {
          const loaded = await ports.archive.loadLedger(account, years);
          return { ...loaded, ledger: forgetSummaries(loaded.ledger) };
        },
      }),
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
];

function reading(
  ports: Ports,
  prefix: string,
  change: (text: string | undefined) => string | undefined,
): Ports {
  return withArchive(ports, {
    read: async (key, limit) => {
      const text = await ports.archive.read(key, limit);
      return key.startsWith(prefix) ? change(text) : text;
    },
  });
}

function forgetSummaries(ledger: Ledger): Ledger {
  return new Map([...ledger].map(([date, { summary: _told, ...line }]) => [date, line]));
}

function forgetHeldBack(ledger: Ledger): Ledger {
  const forget = (notice: Notice): Notice =>
    notice.state === 'heldBack' ? { ...notice, state: 'sent' } : notice;
  const lines = [...ledger.values()].map((line) => ({ ...line, notices: line.notices.map(forget) }));
  return new Map(lines.map((line) => [line.date, line]));
}
