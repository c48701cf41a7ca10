import type { Loss } from '../../../lambda/core/ledger/salvage.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { countOf } from '../../cli/count.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { requireAccount } from '../checks.ts';
import { openWritableArchive, type Session, type SharedOptions } from '../session.ts';
import { type Rebuild, rebuildAccount } from './rebuild-account.ts';

/** Of what is said of a damaged line or snapshot, in characters. */
const reasonMaxLength = 200;

type RebuildOptions = SharedOptions & { readonly write?: boolean };

/** Adds `rebuild`: the ledger from the snapshots alone. */
export function addRebuildCommand(program: ManualCommand, session: Session): void {
  program
    .command('rebuild')
    .summary('rebuild the ledger from the snapshots')
    .description(
      'Works out the ledger from the archived answers and shows where the present one differs. What answers cannot tell, such ' +
        'as what people were told, is carried over, as far as the present ledger can be read: what of it is damaged is named and ' +
        'kept beside. Dates that are not over yet are dropped. Writes nothing without --write.',
    )
    .option('--account <name>', 'the account')
    .option('--write', 'put the rebuilt ledger in the place of the present one')
    .option('--json', 'print one JSON document')
    .manual({
      environment: archiveEnvironment,
      examples: {
        'vod-nightly rebuild --account acme': 'see whether ledger and snapshots agree',
        'vod-nightly rebuild --account acme --write --stack VodNightly':
          'mend the ledger of a deployed stack',
      },
    })
    .acts((options: RebuildOptions) => rebuild(session, options));
}

async function rebuild(session: Session, options: RebuildOptions): Promise<void> {
  const { write = false } = options;
  const { terminal } = session;
  await using opened = await openWritableArchive(session, options, { exclusive: write });
  const account = requireAccount(options.account, opened.accounts);
  const outcome = await rebuildAccount(account, opened.archive, { write, nowMs: Date.now() });
  terminal.out(options.json ? JSON.stringify(outcome) : describe(outcome));
}

/** What was found, a fact a line. */
function describe(outcome: Rebuild): string {
  const { account, snapshots, dates, differences, dropped, kept, lost, damaged, copies } = outcome;
  return [
    `${account}: ${countOf(snapshots, 'snapshot')} of ${countOf(dates, 'date')}`,
    ...damaged.map(({ key, reason }) => `  passed over: ${key}: ${toPlainText(reason, reasonMaxLength)}`),
    ...lost.map((loss) => `  damaged: ${loss.key}: ${describeLoss(loss)}`),
    ...copies.map((key) => `  as it was: ${key}`),
    ...(dropped.length > 0 ? [`  dropped: ${rangeOf(dropped)}, not over yet`] : []),
    ...(kept.length > 0
      ? [`  kept: ${rangeOf(kept)}, whose answers cannot be read, as the ledger has it`]
      : []),
    ...differences.flatMap(({ date, ledger, rebuilt }) => [
      `  ${date}`,
      `    ledger     ${ledger}`,
      `    snapshots  ${rebuilt}`,
    ]),
    describeOutcome(outcome),
  ].join('\n');
}

/** The reason quotes what is damaged: it must not move the cursor. */
function describeLoss({ date, reason, isToldSaved }: Loss): string {
  const told = `what was told of ${date ?? 'its date'} is ${isToldSaved ? 'saved' : 'lost'}`;
  const plain = toPlainText(reason, reasonMaxLength);
  return `${date === undefined ? '' : `${date}, `}${plain}; ${told}`;
}

function rangeOf(dates: readonly string[]): string {
  const [first, last] = [dates[0], dates.at(-1)];
  return first === last ? `${first}` : `${countOf(dates.length, 'date')} from ${first} to ${last}`;
}

function describeOutcome({ differences, dropped, lost, written }: Rebuild): string {
  if (differences.length + dropped.length + lost.length === 0) return 'The ledger agrees with the snapshots.';
  const differing = `${countOf(differences.length, 'date')} ${differences.length === 1 ? 'differs' : 'differ'}`;
  const differs = differences.length === 0 ? 'No counts differ' : differing;
  return written ? `${differs}; the rebuilt ledger has been written.` : `${differs}; write it with --write.`;
}
