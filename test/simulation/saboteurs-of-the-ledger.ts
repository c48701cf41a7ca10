import type { LedgerLine, MeasuredLine, Notice, Summary } from '../../lambda/core/ledger/line.ts';
import { ConflictError } from '../../lambda/errors.ts';
import type { LoadedLedger, Ports } from '../../lambda/ports.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import type { Sabotage } from './world.ts';

const longAgo = '2000-01-01T00:00:00.000Z';

/** Defects in what a night reads from the ledger and enters into it. */
export const ledgerSaboteurs: readonly Sabotage[] = [
  { name: 'uses the clock instead of the due time', night: (night, nowMs) => ({ ...night, dueMs: nowMs }) },
  { name: 'never looks at claims', ports: (ports) => reading(ports, dropClaims) },
  {
    name: 'never lets a claim run out',
    ports: (ports) =>
      reading(
        ports,
        withNotices((notice) => prolongClaim(notice, ports.clock.now())),
      ),
  },
  {
    name: 'takes every date for settled',
    ports: (ports) =>
      reading(
        ports,
        ifMeasured((line) => ({ ...line, settled: true })),
      ),
  },
  {
    name: "forgets the proof of the parameters' order",
    ports: (ports) =>
      reading(
        ports,
        ifMeasured((line) => ({ ...line, proof: 'unproven' })),
      ),
  },
  {
    name: 'lets an earlier answer replace a later one',
    ports: (ports) => {
      const seenAt = new Map<string, string>();
      const forgetful = reading(
        ports,
        ifMeasured((line) => {
          seenAt.set(line.date, line.lastSeenAt);
          return { ...line, lastSeenAt: longAgo };
        }),
      );
      return writing(
        forgetful,
        ifMeasured((line) =>
          line.lastSeenAt === longAgo ? { ...line, lastSeenAt: seenAt.get(line.date) ?? longAgo } : line,
        ),
      );
    },
  },
  {
    name: 'skips gaps',
    ports: (ports) =>
      writing(ports, (line) =>
        line.state === 'unavailable' && line.fault.code === 'notAsked' ? undefined : line,
      ),
  },
  { name: 'treats unavailable as good', ports: (ports) => writing(ports, recoverTheUnavailable) },
  {
    name: 'drops a pending notice on a lost race',
    ports: (ports) => {
      let hasLost = false;
      return withArchive(ports, {
        saveLedger: async (account, loaded, next) => {
          try {
            return await ports.archive.saveLedger(account, loaded, hasLost ? withoutNew(next, loaded) : next);
          } catch (error) {
            hasLost = error instanceof ConflictError;
            throw error;
          }
        },
      });
    },
  },
  {
    name: 'does not mark what it has told',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: async (account, loaded, next) =>
          countSent(next) > countSent(loaded.ledger)
            ? loaded
            : ports.archive.saveLedger(account, loaded, next),
      }),
  },
];

type Change = (line: LedgerLine, lines: readonly LedgerLine[]) => LedgerLine | undefined;
type Lines = LoadedLedger['ledger'];

/** The ledger with every line changed in the same way, or left out. */
export function changeLines(ledger: Lines, change: Change): Lines {
  const lines = [...ledger.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  return new Map(lines.flatMap((line) => change(line, lines) ?? []).map((line) => [line.date, line]));
}

/** Ports that read another ledger than there is. */
export function reading(ports: Ports, change: Change): Ports {
  return withArchive(ports, {
    loadLedger: async (account, years) => {
      const loaded = await ports.archive.loadLedger(account, years);
      return { ...loaded, ledger: changeLines(loaded.ledger, change) };
    },
  });
}

/** Ports that write another ledger than they are given. */
export function writing(ports: Ports, change: Change): Ports {
  return withArchive(ports, {
    saveLedger: (account, loaded, next) =>
      ports.archive.saveLedger(account, loaded, changeLines(next, change)),
  });
}

function ifMeasured(change: (line: MeasuredLine) => MeasuredLine): Change {
  return (line) => (line.state === 'measured' ? change(line) : line);
}

/** A change of every notice of a line. */
export function withNotices(change: (notice: Notice) => Notice): Change {
  return (line) => ({ ...line, notices: line.notices.map(change) });
}

function dropClaims(line: LedgerLine): LedgerLine {
  const { summary, notices } = line;
  return { ...line, notices: notices.map(dropClaim), ...(summary && { summary: dropClaim(summary) }) };
}

function dropClaim<T extends Notice | Summary>({ claim: _claim, ...rest }: T): T {
  return rest as T;
}

/** Far enough that it always seems to run, near enough to be believed. */
function prolongClaim(notice: Notice, nowMs: number): Notice {
  const until = new Date(nowMs + 60_000).toISOString();
  return notice.claim ? { ...notice, claim: { ...notice.claim, until } } : notice;
}

function recoverTheUnavailable(line: LedgerLine, lines: readonly LedgerLine[]): LedgerLine {
  const others = lines.flatMap(({ date, notices }) => notices.map(({ kind }) => ({ date, kind })));
  const isBadBefore = others.some(({ date, kind }) => date < line.date && kind === 'breached');
  if (line.state === 'measured' || !isBadBefore || others.some(({ kind }) => kind === 'recovered'))
    return line;
  const id = `studio/${line.date}/${line.notices.length + 1}`;
  const notice: Notice = { id, kind: 'recovered', severity: 'info', state: 'pending', committedAt: longAgo };
  return { ...line, notices: [...line.notices, notice] };
}

function withoutNew(next: Lines, { ledger }: LoadedLedger): Lines {
  return changeLines(next, (line) => {
    const known = new Set(ledger.get(line.date)?.notices.map(({ id }) => id));
    return { ...line, notices: line.notices.filter(({ id, state }) => state === 'sent' || known.has(id)) };
  });
}

function countSent(ledger: Lines): number {
  return [...ledger.values()].flatMap(({ notices }) => notices.filter(({ state }) => state === 'sent'))
    .length;
}
