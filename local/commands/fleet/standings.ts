import { parseStored } from '../../../lambda/archive/parse-stored.ts';
import type { Account } from '../../../lambda/config/account.ts';
import type { Roster } from '../../../lambda/config/roster.ts';
import { type Overview, parseOverview } from '../../../lambda/core/fleet/overview.ts';
import { overviewKey } from '../../../lambda/core/ledger/keys.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { readRosters } from '../../machine/rosters.ts';

/** Where an account stands after the last night of its shift. What is not known is null, never zero. */
type LastStanding = Pick<Overview, 'date' | 'due' | 'at'> & {
  readonly state: Overview['accounts'][number]['state'];
  readonly counts: Overview['accounts'][number]['counts'] | null;
  readonly worst: Overview['accounts'][number]['worst'] | null;
  /** Why it is unavailable, or failed, in words; untrusted text. */
  readonly reason: string | null;
};

/** An account of the fleet. */
export type FleetAccount = {
  readonly account: Account;
  readonly shift: string;
  /** Null until a night of its shift has been mustered since it is there. */
  readonly last: LastStanding | null;
};

/** The fleet as it is, and the lines of it that cannot be read. */
export type FleetStandings = {
  readonly shifts: readonly string[];
  readonly accounts: readonly FleetAccount[];
  readonly damaged: readonly (Roster['damaged'][number] & { readonly shift: string })[];
};

/** Every account of the fleet, by shift and name, with where it stands. @throws ForbiddenError, DamagedArchiveError */
export async function readStandings(archive: ReadableArchive): Promise<FleetStandings> {
  const rosters = await readRosters(archive);
  const reading = Array.from(rosters, async ([shift, { accounts, damaged }]) => {
    const last = toLast(await readOverview(shift, archive));
    return {
      accounts: accounts.map((account) => ({ account, shift, last: last.get(account.name) ?? null })),
      damaged: damaged.map((line) => ({ ...line, shift })),
    };
  });
  const ofShifts = await Promise.all(reading);
  return {
    shifts: [...rosters.keys()],
    accounts: ofShifts.flatMap(({ accounts }) => accounts),
    damaged: ofShifts.flatMap(({ damaged }) => damaged),
  };
}

async function readOverview(shift: string, archive: ReadableArchive): Promise<Overview | undefined> {
  const key = overviewKey(shift);
  const text = await archive.read(key);
  return text === undefined ? undefined : parseStored(key, () => parseOverview(text));
}

function toLast(overview: Overview | undefined): Map<string, LastStanding> {
  const { date = '', due = '', at = '', accounts = [] } = overview ?? {};
  return new Map(
    accounts.map(({ account, state, counts = null, worst = null, fault, reason }) => {
      const why = reason ?? (fault === undefined ? null : en.reasons[fault]);
      return [account, { date, due, at, state, counts, worst, reason: why }];
    }),
  );
}
