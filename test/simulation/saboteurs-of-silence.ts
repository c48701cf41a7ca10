import type { Notice } from '../../lambda/core/ledger/line.ts';
import type { Ports } from '../../lambda/ports.ts';
import { dateAfter } from './calendar.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import { reading, withNotices, writing } from './saboteurs-of-the-ledger.ts';
import type { Sabotage } from './world.ts';

/** Defects in how notices are held back, and nights summed up and reported. */
export const silenceSaboteurs: readonly Sabotage[] = [
  {
    name: 'tells although the account is muted',
    ports: (ports) => readingMutes(ports, () => undefined),
  },
  {
    name: 'goes on being quiet the night after a mute',
    ports: (ports) =>
      readingMutes(ports, (text) =>
        text?.replace(/"until":"([^"]+)"/g, (_, until) => `"until":"${dateAfter(until, 1)}"`),
      ),
  },
  {
    name: 'forgets what it held back',
    ports: (ports) => writing(ports, withNotices(forgetHeldBack)),
  },
  {
    name: 'sums a date up each time that it is asked for',
    ports: (ports) => reading(ports, ({ summary: _told, ...line }) => line),
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

function readingMutes(ports: Ports, change: (text: string | undefined) => string | undefined): Ports {
  return withArchive(ports, {
    read: async (key, limit) => {
      const text = await ports.archive.read(key, limit);
      return key.startsWith('mutes/') ? change(text) : text;
    },
  });
}

function forgetHeldBack(notice: Notice): Notice {
  return notice.state === 'heldBack' ? { ...notice, state: 'sent' } : notice;
}
