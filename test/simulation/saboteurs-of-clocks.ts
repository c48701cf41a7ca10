import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { Notice } from '../../lambda/core/ledger/line.ts';
import { instantOf } from '../../lambda/core/ledger/measurement.ts';
import type { Ports } from '../../lambda/ports.ts';
import { hearing } from './saboteurs-of-asking.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import { changeLines, reading, withNotices, writing } from './saboteurs-of-the-ledger.ts';
import type { Sabotage } from './world.ts';

const minuteMs = 60_000;

/** Defects in whose clock is gone by, and for how long a claim is believed. */
export const clockSaboteurs: readonly Sabotage[] = [
  {
    name: 'goes by its own clock for what is over',
    ports: (ports) => hearing(withoutStoreClock(ports), ({ gatewayClock: _unheard, ...answer }) => answer),
  },
  {
    name: 'takes the time for which it was due for the present',
    ports: (ports, { planned, startedMs, now }) => {
      const lateMs = now() - (startedMs - planned.delayMs);
      const clock = { now: () => ports.clock.now() - lateMs, sleep: ports.clock.sleep };
      return hearing({ ...withoutStoreClock(ports), clock }, ({ gatewayClock: _unheard, ...answer }) => ({
        ...answer,
        askedAtMs: answer.askedAtMs - lateMs,
      }));
    },
  },
  {
    name: 'records when it asked by its own clock',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: (account, loaded, next) => {
          const now = instantOf(ports.clock.now());
          const changed = changeLines(next, (line) =>
            line.state === 'measured' && line !== loaded.ledger.get(line.date)
              ? { ...line, lastSeenAt: now }
              : line,
          );
          return ports.archive.saveLedger(account, loaded, changed);
        },
      }),
  },
  {
    name: 'reckons its claims by its own clock',
    ports: (ports) =>
      writing(
        ports,
        withNotices((notice) => claimUntil(notice, ports.clock.now() + minuteMs)),
      ),
  },
  {
    name: 'believes what a cache answers',
    ports: (ports) => hearing(ports, ({ ageS: _unread, gatewayClock: _unheard, ...answer }) => answer),
  },
  {
    name: 'believes a claim however long it lasts',
    ports: believeClaims,
  },
  {
    name: 'shares its claims with every delivery of its event',
    night: (night, _nowMs, { requestId }) => ({ ...night, holder: requestId }),
  },
  {
    name: 'leaves its claims behind',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: (account, loaded, next) =>
          ports.archive.saveLedger(account, loaded, keepClaims(loaded.ledger, next)),
      }),
  },
];

function withoutStoreClock(ports: Ports): Ports {
  return withArchive(ports, { clock: () => undefined });
}

/** A claim that lasts for days seems to last a minute, whenever it is looked at, and is written as it was. */
function believeClaims(ports: Ports): Ports {
  const lasting = new Map<string, string>();
  const believe = withNotices((notice) => {
    const { holder, until } = notice.claim ?? { holder: '', until: '' };
    if (!(Date.parse(until) > ports.clock.now() + 2 * minuteMs)) return notice;
    lasting.set(holder, until);
    return claimUntil(notice, ports.clock.now() + minuteMs);
  });
  const restore = withNotices((notice) => {
    const until = lasting.get(notice.claim?.holder ?? '');
    return until ? claimUntil(notice, Date.parse(until)) : notice;
  });
  return withArchive(reading(ports, believe), {
    saveLedger: async (account, loaded, next) => {
      const saved = await ports.archive.saveLedger(account, loaded, changeLines(next, restore));
      return { ...saved, ledger: changeLines(saved.ledger, believe) };
    },
  });
}

function claimUntil(notice: Notice, untilMs: number): Notice {
  return notice.claim ? { ...notice, claim: { ...notice.claim, until: instantOf(untilMs) } } : notice;
}

/** What is still to be told stays claimed as it was. */
function keepClaims(before: Ledger, next: Ledger): Ledger {
  return changeLines(next, (line) => ({
    ...line,
    notices: line.notices.map((notice, index) => {
      const claim = before.get(line.date)?.notices[index]?.claim;
      return notice.state === 'pending' && !notice.claim && claim ? { ...notice, claim } : notice;
    }),
  }));
}
