import { nearestWord } from '../../../lambda/core/text/nearest-word.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { refuse } from '../checks.ts';
import { openWritableArchive, type Session, type SharedOptions } from '../session.ts';
import type { Wish } from './changes.ts';
import { describeChanges } from './changes-screen.ts';
import { fulfil, readFleet, type StoredFleet } from './store.ts';

type RemoveOptions = SharedOptions & { readonly dryRun?: boolean };

/** Adds `fleet remove`: takes accounts out of the fleet. */
export function addRemoveCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('remove')
    .summary('take accounts out of the fleet')
    .description(
      'Takes accounts out of the fleet: from the next night on they are neither asked for nor missed. What the archive has of them ' +
        'stays there.',
    )
    .argument('<account...>', 'their names')
    .option('--dry-run', 'show what would be removed, and write nothing')
    .option('--json', 'print one JSON document')
    .manual({
      environment: archiveEnvironment,
      examples: { 'vod-nightly fleet remove acme globex --stack VodNightly': 'two that have left' },
    })
    .acts((options: RemoveOptions, ...names) => remove(session, names, options));
}

async function remove(session: Session, names: readonly string[], options: RemoveOptions): Promise<void> {
  const { terminal } = session;
  const { dryRun = false } = options;
  await using opened = await openWritableArchive(session, options, { exclusive: !dryRun });
  const { archive } = opened;
  const read = await readFleet(archive);
  refuse(checkNames(names, read));
  const wish: Wish = { accounts: [], gone: new Set(names), dropsDamaged: false };
  const changes = await fulfil(wish, read, archive, dryRun, terminal);
  if (options.json) {
    const removed = changes.map(({ account, shift }) => ({ account, shift }));
    return terminal.out(JSON.stringify({ dryRun, removed }));
  }
  terminal.out(describeChanges(changes, !dryRun, terminal));
  if (dryRun) terminal.note('Nothing was written.');
}

function checkNames(names: readonly string[], fleet: StoredFleet): string[] {
  const known = [...fleet.values()].flatMap(({ accounts, damaged }) =>
    [...accounts, ...damaged].flatMap(({ name }) => name ?? []),
  );
  const all = new Set(known);
  return names.filter((name) => !all.has(name)).map((name) => explainNoAccount(name, known));
}

/** What is wrong with a name that the fleet does not know. */
export function explainNoAccount(name: string, known: readonly string[]): string {
  const meant = nearestWord(name, known);
  return `${name}: is no account of the fleet${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
