import { totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { absent, type Cell, type Column, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { checkChoice, refuse } from '../checks.ts';
import { severityColours, stateColours } from '../colours.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { type FleetAccount, type FleetStandings, readStandings } from './standings.ts';

type ListOptions = SharedOptions & {
  readonly shift?: string;
  readonly tag?: string;
  readonly unavailable?: boolean;
  readonly failed?: boolean;
};

/** Adds `fleet list`: a row an account. */
export function addListCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('list')
    .summary('show where the accounts stand')
    .description(
      'Shows the accounts of the fleet and where each stood when the last night of its shift was mustered, those that need somebody ' +
        'first. Reads two objects a shift, however many accounts there are.',
    )
    .option('--shift <name>', 'those of one shift')
    .option('--tag <tag>', 'those that carry a tag')
    .option('--unavailable', 'those that could not be measured')
    .option('--failed', 'those of which nothing was recorded, or not all told; with --unavailable both')
    .option('--json', 'print one JSON document')
    .manual({
      environment: { ...archiveEnvironment, NO_COLOR: 'no colours; a pipe gets none anyway' },
      examples: {
        'vod-nightly fleet list --stack VodNightly': 'all',
        'vod-nightly fleet list --unavailable --failed --tag gold --stack VodNightly':
          'whom of the best customers last night left out',
        "vod-nightly fleet list --failed --json | jq -r '.[].account'": 'names for a script',
      },
    })
    .acts((options: ListOptions) => list(session, options));
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { terminal } = session;
  const { archive } = await openArchive(session, options, { needsAccounts: false });
  const standings = await readStandings(archive);
  refuse([options.shift !== undefined && checkChoice('--shift', options.shift, standings.shifts)]);
  for (const { shift, number, fault } of standings.damaged)
    terminal.note(`${shift}, line ${number}: cannot be read: ${fault}`);
  const listed = standings.accounts.filter((one) => isWanted(one, options));
  if (options.json) return terminal.out(JSON.stringify(listed.map(documentOf)));
  if (listed.length > 0) terminal.out(describeAccounts(listed, terminal));
  terminal.note(describeWhole(listed, standings));
}

function isWanted({ account, shift, last }: FleetAccount, options: ListOptions): boolean {
  const states = [options.unavailable && 'unavailable', options.failed && 'failed'].filter(Boolean);
  return (
    (options.shift === undefined || shift === options.shift) &&
    (options.tag === undefined || account.tags.includes(options.tag)) &&
    (states.length === 0 || states.includes(last?.state))
  );
}

function documentOf({ account: { name, tags }, shift, last }: FleetAccount) {
  return { account: name, shift, tags, last };
}

const columns: readonly Column[] = [
  { title: 'account' },
  { title: 'shift', rank: 3 },
  { title: 'date', rank: 5 },
  { title: 'state' },
  { title: 'failed', align: 'right', rank: 4 },
  { title: 'total', align: 'right', rank: 2 },
  { title: 'why' },
  { title: 'tags', rank: 1 },
];

/** A row an account, those that need somebody first. */
function describeAccounts(accounts: readonly FleetAccount[], { paint, width }: Screen): string {
  const sorted = accounts.toSorted(
    (a, b) => urgencyOf(b) - urgencyOf(a) || (a.account.name < b.account.name ? -1 : 1),
  );
  return formatTable(columns, sorted.map(toRow), { paint, width, heading: 'dim' }).join('\n');
}

function urgencyOf({ last }: FleetAccount): number {
  if (last === null) return 1;
  if (last.state !== 'measured') return last.state === 'failed' ? 5 : 4;
  return last.worst === 'critical' ? 3 : last.worst === 'warning' ? 2 : 0;
}

function toRow({ account, shift, last }: FleetAccount): Cell[] {
  const worst = last?.worst;
  const format = worst === 'critical' || worst === 'warning' ? severityColours[worst] : undefined;
  const counts = last?.counts;
  const state = last?.state ?? 'not yet';
  return [
    { text: account.name, format },
    shift,
    last?.date ?? absent,
    {
      text: state,
      format: state === 'failed' ? 'red' : state === 'unavailable' ? stateColours.unavailable : undefined,
    },
    { text: counts ? formatNumber(counts.failure) : absent, format },
    counts ? formatNumber(totalOf(counts)) : absent,
    last?.reason ?? (worst ? `breaks a rule, ${worst}` : ''),
    account.tags.join(' '),
  ];
}

function describeWhole(listed: readonly FleetAccount[], { accounts }: FleetStandings): string {
  if (accounts.length === 0) return 'The fleet has no accounts: npx vod-nightly fleet push FILE adds them.';
  const inState = (state?: string) => listed.filter(({ last }) => last?.state === state).length;
  const counts = ['measured', 'unavailable', 'failed'].map(
    (state) => `${formatNumber(inState(state))} ${state}`,
  );
  if (inState() > 0) counts.push(`${formatNumber(inState())} not yet`);
  return `${formatNumber(listed.length)} of ${formatNumber(accounts.length)} accounts: ${counts.join(', ')}`;
}
