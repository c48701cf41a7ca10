import { dateInKey } from '../../../lambda/core/ledger/keys.ts';
import { parseLedgerYear } from '../../../lambda/core/ledger/line.ts';
import { parseSnapshot } from '../../../lambda/core/ledger/read-snapshot.ts';
import { type PlacedSnapshot, rebuildLedger } from '../../../lambda/core/ledger/rebuild.ts';
import { type Line, sameCounts } from '../ledger-lines.ts';
import { otherRules, type World } from '../world.ts';

/**
 * The counts rebuilt from the snapshots alone are the ledger's, by the program's own rebuilding and by nothing more than
 * the newest snapshot of each date. Except where a night died that had asked later than the ledger knows.
 */
export function checkRebuilt(world: World, lines: readonly Line[]): void {
  const snapshots = readSnapshots(world);
  const present = [...world.bucket.texts].filter(([key]) => key.startsWith('ledger/'));
  const ledger = new Map(
    present.flatMap(([, text]) => parseLedgerYear(text)).map((line) => [line.date, line]),
  );
  const { ledger: rebuilt } = rebuildLedger({
    snapshots,
    present: ledger,
    account: { ...world.account, rules: { ...otherRules, ...world.account.rules } },
    nowMs: world.timeline.now(),
  });
  for (const line of lines) {
    if (line.state !== 'measured') continue;
    const newest = snapshots.findLast(({ date }) => date === line.date);
    if (newest && newest.askedAt > (line.lastSeenAt ?? '')) continue;
    const again = rebuilt.get(line.date);
    const isSame = again?.state === 'measured' && sameCounts(again.counts, line.counts);
    if (isSame && sameCounts(newest?.counts, line.counts)) continue;
    world.violations.push({
      invariant: "the snapshots alone give the ledger's counts",
      detail: `${line.date}: ${newest?.key ?? 'no snapshot'} says otherwise than the ledger`,
    });
  }
}

function readSnapshots({ bucket }: World): PlacedSnapshot[] {
  const keys = [...bucket.texts.keys()].filter((key) => key.startsWith('snapshots/')).sort();
  return keys.map((key) => ({
    key,
    date: dateInKey(key) ?? '',
    ...parseSnapshot(bucket.texts.get(key) ?? ''),
  }));
}
