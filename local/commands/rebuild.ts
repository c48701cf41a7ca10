import type { Command } from 'commander';
import pMap from 'p-map';
import type { Account } from '../../lambda/account.ts';
import { dateInKey, snapshotsPrefix } from '../../lambda/core/keys.ts';
import {
  compareLedgers,
  type Difference,
  type PlacedSnapshot,
  rebuildLedger,
} from '../../lambda/core/rebuild.ts';
import { parseSnapshot } from '../../lambda/core/snapshot.ts';
import { DamagedArchiveError, toError } from '../../lambda/errors.ts';
import type { Archive } from '../../lambda/ports.ts';
import { usageError } from '../failures.ts';
import { addManual, archiveEnvironment } from '../manual.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { loadWholeLedger } from '../whole-ledger.ts';

/** Requests under way at once. */
const concurrency = 16;

type RebuildOptions = SharedOptions & { readonly write?: boolean };

/** What a rebuild of one account found, and whether it was written. */
type Rebuild = {
  readonly account: string;
  readonly snapshots: number;
  readonly dates: number;
  readonly differences: readonly Difference[];
  readonly written: boolean;
};

/** Adds `rebuild`: the ledger from the snapshots alone. */
export function addRebuildCommand(program: Command, session: Session): void {
  const command = program
    .command('rebuild')
    .summary('rebuild the ledger from the snapshots')
    .description(
      'Works out the ledger from the archived answers alone and shows where the present one differs. What answers\n' +
        'cannot tell, such as what people were told, is carried over. Writes nothing without --write.',
    )
    .option('--account <name>', 'the account')
    .option('--write', 'put the rebuilt ledger in the place of the present one')
    .option('--json', 'print one JSON document')
    .action(async (_options: unknown, command: Command) => {
      await rebuild(session, command.optsWithGlobals<RebuildOptions>());
    });
  addManual(command, {
    environment: archiveEnvironment,
    examples: {
      'vod-nightly rebuild --account acme': 'see whether ledger and snapshots agree',
      'vod-nightly rebuild --account acme --write --stack VodNightly': 'mend the ledger of a deployed stack',
    },
  });
}

async function rebuild(session: Session, options: RebuildOptions): Promise<void> {
  if (options.account === undefined) throw usageError(['--account: has to be given']);
  const { terminal } = session;
  await using opened = await openArchive(session, options, options.write ? 'write' : 'read');
  const [account] = opened.accounts;
  if (!account) return;
  const outcome = await rebuildAccount(account, opened.archive, options.write ?? false);
  if (options.json) return terminal.out(JSON.stringify(outcome));
  terminal.out(`${outcome.account}: ${outcome.snapshots} snapshots of ${outcome.dates} dates`);
  for (const { date, ledger, rebuilt } of outcome.differences) {
    terminal.out(`  ${date}\n    ledger     ${ledger}\n    snapshots  ${rebuilt}`);
  }
  terminal.out(
    outcome.differences.length === 0 ? 'The ledger agrees with the snapshots.' : sayWritten(outcome),
  );
}

async function rebuildAccount(account: Account, archive: Archive, write: boolean): Promise<Rebuild> {
  const loaded = await loadWholeLedger(account.name, archive);
  const keys = await archive.listKeys(snapshotsPrefix(account.name));
  const snapshots = await pMap(keys, (key) => readSnapshot(key, archive), { concurrency });
  const rebuilt = rebuildLedger(snapshots, loaded.ledger, account.rules);
  const differences = compareLedgers(loaded.ledger, rebuilt);
  if (write) await archive.saveLedger(account.name, loaded, rebuilt);
  return {
    account: account.name,
    snapshots: snapshots.length,
    dates: rebuilt.size,
    differences,
    written: write,
  };
}

/** @throws DamagedArchiveError that names the snapshot */
async function readSnapshot(key: string, archive: Archive): Promise<PlacedSnapshot> {
  try {
    return { key, date: dateInKey(key) ?? '', ...parseSnapshot((await archive.read(key)) ?? '') };
  } catch (error) {
    throw new DamagedArchiveError(`${key}: ${toError(error).message}`, { cause: error });
  }
}

function sayWritten({ differences, written }: Rebuild): string {
  const count = `${differences.length} ${differences.length === 1 ? 'date differs' : 'dates differ'}`;
  return written ? `${count}; the rebuilt ledger has been written.` : `${count}; write it with --write.`;
}
