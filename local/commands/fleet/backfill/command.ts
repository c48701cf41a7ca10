import { randomBytes } from 'node:crypto';
import pMap from 'p-map';
import { backfillAccount } from '../../../../lambda/backfill/backfill-account.ts';
import type { Account } from '../../../../lambda/config/account.ts';
import { formatShiftFile, parseShiftFile } from '../../../../lambda/config/roster.ts';
import { backfillAccountsKey } from '../../../../lambda/core/ledger/keys.ts';
import { collectIn } from '../../../../lambda/errors.ts';
import type { Archive } from '../../../../lambda/ports.ts';
import type { ReadableArchive } from '../../../../lambda/reader/read-report.ts';
import { countOf } from '../../../cli/count.ts';
import { throwAll, usageError } from '../../../cli/failures.ts';
import { type ManualCommand, nightEnvironment } from '../../../cli/help.ts';
import { catchInterrupt, interruptedExitCode } from '../../../cli/interrupt.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import { startExecution } from '../../../machine/deployed/executions.ts';
import { readRosters } from '../../../machine/rosters.ts';
import { checkChoice, checkNumber, checkPastRange, refuse } from '../../checks.ts';
import {
  openMachine,
  openWritableArchive,
  placeOptions,
  type Session,
  type SharedOptions,
} from '../../session.ts';
import { type BackfillWatch, followBackfill } from './deployed.ts';
import {
  describeFleetBackfill,
  describeTally,
  type FleetBackfill,
  summarizeFleetBackfill,
  tally,
} from './screen.ts';

type Started = Pick<FleetBackfill, 'backfill' | 'accounts'>;

type FleetBackfillOptions = SharedOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly tag?: string;
  readonly shift?: string;
  readonly concurrency: string;
  readonly id?: string;
};

const usualConcurrency = '20';

/** Adds `fleet backfill`: a range of past dates of many accounts, without telling anybody. */
export function addFleetBackfillCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('backfill')
    .summary('measure a range of past dates of many accounts')
    .description(
      'Measures the dates of a range that are missing, unavailable or not settled, of all accounts of the fleet or some of them, ' +
        "as backfill does for one: each account's dates in their order, as many at once as the API takes. With --stack its " +
        'state machine does it, without in this process.',
    )
    .option('--from <YYYY-MM-DD>', 'the first date')
    .option('--to <YYYY-MM-DD>', 'the last date')
    .option('--tag <tag>', 'only accounts that have this tag')
    .option('--shift <name>', 'only accounts of this shift')
    .option('--concurrency <n>', 'accounts at once, without --stack', usualConcurrency)
    .option('--id <id>', 'look again at one that was started with --stack')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'Who is told: nobody. Dates of which a night has something to tell are left to it, as backfill does.',
        'Ctrl-C: with --stack the state machine goes on, and the command to look at it again is said; without, what has been ' +
          'answered is recorded, and the same command goes on.',
        'An account whose keys or quota are refused is given up, and named; the others go on.',
      ],
      environment: nightEnvironment,
      exitCodes: {
        0: 'all dates of the range are measured, or left to the nights',
        1: 'some could not be measured, or something failed',
        2: 'wrong usage: nothing was done',
        [interruptedExitCode]: 'Ctrl-C: no longer watched with --stack, stopped without',
      },
      examples: {
        'vod-nightly fleet backfill --from 2026-01-01 --to 2026-10-31 --tag gold --stack VodNightly':
          'ten months of those with a tag, by the stack',
        'vod-nightly fleet backfill --id 20261127t011000z --stack VodNightly': 'look at it again',
      },
    })
    .acts((options: FleetBackfillOptions) => run(session, options));
}

async function run(session: Session, options: FleetBackfillOptions): Promise<void> {
  const { id, stack } = options;
  const isNowhere = id !== undefined && stack === undefined;
  refuse([isNowhere && `--id ${id}: has to come with the --stack that it was started on`]);
  return stack === undefined ? fillHere(session, options) : fillOnStack(session, options);
}

async function fillHere(session: Session, options: FleetBackfillOptions): Promise<void> {
  await using opened = await openMachine(session, options, { ofFleet: true });
  const { archive } = opened.connectFleet({ deadlineMs: Number.POSITIVE_INFINITY });
  const { accounts, backfill } = await check(options, archive);
  const fill = async ({ signal, progresses, show }: BackfillWatch) => {
    const failures: Error[] = [];
    const fillOne = async (account: Account) => {
      if (signal.aborted) return;
      const filling = backfillAccount({ account, backfill }, opened.connect(account), { signal });
      await filling.then((progress) => progresses.set(account.name, progress), collectIn(failures));
      show();
    };
    await pMap(accounts, fillOne, { concurrency: Number(options.concurrency) });
    return failures;
  };
  await watch({ backfill, accounts: accounts.length }, session, options, fill);
}

async function fillOnStack(session: Session, options: FleetBackfillOptions): Promise<void> {
  await using opened = await openWritableArchive(session, options);
  const { archive, environment } = opened;
  const machine = environment.VOD_NIGHTLY_FLEET_BACKFILL_MACHINE;
  if (!machine)
    throw usageError([
      `--stack ${options.stack}: has no fleet; put fleet: { … } in the configuration, and deploy it`,
    ]);
  const started =
    options.id === undefined
      ? await start(machine, options, archive, session.terminal)
      : await findStarted(options.id, archive);
  const { id } = started.backfill;
  const again = `npx vod-nightly fleet backfill --id ${id}${placeOptions(options)}`;
  const follow = (control: BackfillWatch) => followBackfill(id, machine, started.accounts, archive, control);
  await watch(started, session, options, follow, `The backfill goes on. Look at it again with: ${again}`);
}

async function start(
  machine: string,
  options: FleetBackfillOptions,
  archive: Archive,
  { note }: Terminal,
): Promise<Started> {
  const { accounts, backfill } = await check(options, archive);
  const key = backfillAccountsKey(backfill.id);
  await archive.put({ key, body: formatShiftFile(accounts), contentType: 'application/x-ndjson' });
  const { url } = await startExecution(machine, { key, backfill }, backfill.id);
  note(`Started ${backfill.id}: ${countOf(accounts.length, 'account')}.\n${url}`);
  return { backfill, accounts: accounts.length };
}

async function findStarted(id: string, archive: ReadableArchive): Promise<Started> {
  const text = await archive.read(backfillAccountsKey(id));
  if (text === undefined) throw usageError([`--id ${id}: there is no backfill of this id`]);
  return { backfill: { id }, accounts: parseShiftFile(text).accounts.length };
}

/** Shows how far it has come while it goes on, and then what came of it. */
async function watch(
  started: Started,
  session: Session,
  { json }: FleetBackfillOptions,
  go: (watch: BackfillWatch) => Promise<readonly Error[]>,
  farewell?: string,
): Promise<void> {
  const { terminal } = session;
  using interrupt = catchInterrupt(terminal, farewell);
  const { signal } = interrupt;
  using line = terminal.progress(`${started.backfill.id}:`);
  const progresses: BackfillWatch['progresses'] = new Map();
  const show = () => {
    const known = tally(progresses.values());
    line.show({ done: known.done, total: started.accounts, item: describeTally(known) });
  };
  const failures = await go({ signal, progresses, show });
  const found = { ...started, tally: tally(progresses.values()), interrupted: signal.aborted };
  terminal.out(json ? JSON.stringify(summarizeFleetBackfill(found)) : describeFleetBackfill(found, terminal));
  if (signal.aborted) session.exitWith(interruptedExitCode);
  else throwAll([...failures, ...failuresOf(found)]);
}

function failuresOf({ tally: { unavailable, remaining } }: FleetBackfill): Error[] {
  const missing = unavailable + remaining;
  return missing === 0 ? [] : [new Error(`${countOf(missing, 'date')} could not be measured`)];
}

/** @throws InvalidInputError with everything that is wrong */
async function check(options: FleetBackfillOptions, archive: ReadableArchive) {
  const { from = '', to = '', tag, shift, concurrency } = options;
  const rosters = await readRosters(archive);
  const wanted = [...rosters]
    .filter(([name]) => shift === undefined || name === shift)
    .flatMap(([, roster]) => roster.accounts)
    .filter(({ tags }) => tag === undefined || tags.includes(tag));
  // An account that moves between shifts is in both for a moment.
  const accounts = [...new Map(wanted.map((account) => [account.name, account])).values()];
  const zones = accounts.map(({ timeZone }) => timeZone);
  refuse([
    ...checkPastRange(options, zones),
    shift !== undefined && checkChoice('--shift', shift, [...rosters.keys()]),
    checkNumber('--concurrency', concurrency, 1, 1_000),
    accounts.length === 0 && describeNobody(options),
  ]);
  return { accounts, backfill: { id: createId(), from, to } };
}

function describeNobody({ tag, shift }: FleetBackfillOptions): string {
  const asked = [shift && `--shift ${shift}`, tag && `--tag ${tag}`].filter(Boolean);
  return asked.length === 0
    ? 'the fleet has no accounts: npx vod-nightly fleet push puts them there'
    : `${asked.join(', ')}: there are no such accounts in the fleet; npx vod-nightly fleet list shows them all`;
}

/** By the time, so that ids sort; two that begin in the same second do not take each other's progress for their own. */
function createId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time.toLowerCase()}-${randomBytes(3).toString('hex')}`;
}
