import { badDay, type Stage, startStage } from '../support/stage.ts';
import { describeGap, type Journal, keepJournal } from './journal.ts';
import type { Kill } from './kill-plan.ts';
import { type NightCaller, type NightEnd, type NightProcess, startNight } from './night-process.ts';

/** What an undisturbed night of the same kind takes, measured beforehand. */
export type UndisturbedNight = { readonly durationMs: number; readonly requests: readonly string[] };

/** A night that was killed and the clean one after it, with the stage as they left it. */
export type Aftermath = AsyncDisposable & {
  readonly stage: Stage;
  readonly journal: Journal;
  /** The last request of the killed night that was carried out. */
  readonly gap: string;
  /** Snapshots that the ledger referred to after the kill, and that were not in the archive. */
  readonly lost: readonly string[];
  readonly killed: NightEnd;
  readonly clean: NightEnd;
};

/** A claim lasts a minute. Whoever comes later, does so by the clocks of its process, the vendor and AWS alike. */
const callers: Readonly<Record<Kill['successor'], NightCaller>> = {
  retry: { requestId: 'killed', clockAheadMs: 61_000 },
  later: { requestId: 'another', clockAheadMs: 61_000 },
  atOnce: { requestId: 'another', clockAheadMs: 0 },
};

/** Runs a night whole, on a stage of its own. */
export async function measureNight(bundle: string): Promise<UndisturbedNight> {
  await using stage = await startStage(badDay);
  const journal = keepJournal(stage);
  const caller = { requestId: 'undisturbed', clockAheadMs: 0 };
  const { durationMs } = await startNight(bundle, stage.event(), stage.environment, caller).ended;
  return { durationMs, requests: journal.entries.map(({ name }) => name) };
}

/**
 * Kills a night on a stage of its own and runs a clean one after it. A kill that came too late, for the night was
 * faster than the one measured, is done again earlier.
 */
export async function killOnce(
  bundle: string,
  kill: Kill,
  undisturbed: UndisturbedNight,
): Promise<Aftermath> {
  for (let haste = 1; haste > 0.1; haste *= 0.8) {
    let clockAheadMs = 0;
    const stage = await startStage(badDay, { now: () => Date.now() + clockAheadMs });
    const plan = { ...undisturbed, durationMs: undisturbed.durationMs * haste };
    const { journal, killed } = await runKilled(bundle, stage, kill, plan);
    if (!killed.finished) {
      const gap = describeGap(journal.of('killed'));
      const lost = await findLost(stage);
      const caller = callers[kill.successor];
      clockAheadMs = caller.clockAheadMs;
      const clean = await runClean(bundle, stage, caller, journal);
      const dispose = () => stage[Symbol.asyncDispose]();
      return { stage, journal, gap, lost, killed, clean, [Symbol.asyncDispose]: dispose };
    }
    await stage[Symbol.asyncDispose]();
  }
  throw new Error('the night always ended before it could be killed');
}

async function runKilled(
  bundle: string,
  stage: Stage,
  { kind, place }: Kill,
  { durationMs, requests }: UndisturbedNight,
): Promise<{ journal: Journal; killed: NightEnd }> {
  const fatal = kind === 'time' ? 0 : Math.floor(place * requests.length) + 1;
  let night: NightProcess | undefined;
  const journal = keepJournal(stage, async (number) => {
    if (number !== fatal) return true;
    night?.kill();
    await night?.ended;
    return kind === 'onEffect';
  });
  const caller = { requestId: 'killed', clockAheadMs: 0 };
  night = startNight(bundle, stage.event(), stage.environment, caller);
  if (kind === 'time') {
    await night.started;
    setTimeout(night.kill, place * durationMs);
  }
  return { journal, killed: await night.ended };
}

/** Reads the ledger first: what is archived after that comes too late. */
async function findLost(stage: Stage): Promise<string[]> {
  const referred = (await stage.ledger()).flatMap((line) => (line.state === 'measured' ? line.snapshot : []));
  const archived = await stage.objects('snapshots/');
  return referred.filter((key) => !archived.has(key));
}

/** Everything that the dead night sent was received before the new process could send anything. */
async function runClean(
  bundle: string,
  stage: Stage,
  caller: NightCaller,
  journal: Journal,
): Promise<NightEnd> {
  const night = startNight(bundle, stage.event(), stage.environment, caller);
  await night.started;
  journal.startCleanNight();
  return night.ended;
}
