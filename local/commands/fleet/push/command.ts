import { systemClock } from '../../../../lambda/adapters/clock.ts';
import type { Environment } from '../../../../lambda/adapters/connect.ts';
import type { Shift } from '../../../../lambda/config/event.ts';
import { formatNumber } from '../../../../lambda/core/text/number.ts';
import { countOf, nameSome } from '../../../cli/count.ts';
import { archiveEnvironment, exitCodes, type ManualCommand } from '../../../cli/help.ts';
import { type FoundShift, findSchedules, refuseSchedules } from '../../../machine/deployed/schedules.ts';
import { openWritableArchive, placeOptions, type Session, type SharedOptions } from '../../session.ts';
import type { Assigned, Change } from '../changes.ts';
import { describeChanges } from '../changes-screen.ts';
import { findShifts } from '../shifts.ts';
import { pushAccounts, type StoredFleet } from '../store.ts';
import { checkWritten } from './check.ts';
import { readWritten } from './file.ts';
import { findJoined, type Joined } from './joined.ts';

type PushOptions = SharedOptions & { readonly prune?: boolean; readonly dryRun?: boolean };

/** Adds `fleet push`: makes the fleet what a file says. */
export function addPushCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('push')
    .summary('add accounts and change them')
    .description(
      'Adds the accounts of a file to the fleet, and changes those that are there. Each is checked as those of the configuration ' +
        'are: when anything is wrong with one, nothing is written, and all that is wrong is said with its place. What changes ' +
        'is in force the same night, without a deployment.',
    )
    .argument('<file>', 'accounts as .json, .jsonl or .csv, or a configuration as .ts or .js')
    .option('--prune', 'remove the accounts of the fleet that the file does not name')
    .option('--dry-run', 'show what would change, and write nothing')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'An account goes to the shift of its time zone and its time. Without a time it takes that of the only shift of its zone; ' +
          'where its shift is another one than before, it moves.',
        'A table has the names of fields in its first row, with dots before those within others, such as ' +
          'rules.failureCount.critical, and spaces between several tags. An empty cell leaves its field out, and it has its default.',
        'Accounts that the file does not name stay, unless --prune is given: half a file does not end half of the nights. What the ' +
          'archive has of a removed account stays there.',
      ],
      environment: archiveEnvironment,
      exitCodes: { ...exitCodes, 1: 'something failed, or the file cannot be used; stderr says what' },
      examples: {
        'vod-nightly fleet push accounts.csv --dry-run --stack VodNightly': 'what would change',
        'vod-nightly fleet push accounts.csv --stack VodNightly': 'add and change',
        'vod-nightly fleet push accounts.jsonl --prune --stack VodNightly':
          'make the fleet exactly what the file says',
      },
    })
    .acts((options: PushOptions, file = '') => push(session, file, options));
}

async function push(session: Session, file: string, options: PushOptions): Promise<void> {
  const { terminal } = session;
  const { dryRun = false } = options;
  const written = await readWritten(file);
  await using opened = await openWritableArchive(session, options, { exclusive: !dryRun });
  const { archive, config, environment } = opened;
  const shifts = await findShifts(config, environment);
  const nowMs = systemClock.now();
  const scheduled = (await findSchedules(environment).catch(refuseSchedules)) ?? [];
  const accounts = checkWritten(file, written, { shifts, configured: config.accounts, scheduled, nowMs });
  const { changes, stay, before } = await pushAccounts(accounts, archive, options, terminal);
  if (options.json) return terminal.out(toJson(changes, stay, dryRun));
  terminal.out(
    describeChanges(changes, !dryRun, terminal) || `Nothing to change: the fleet is as ${file} says.`,
  );
  const notes = [
    ...describeStay(stay, file),
    ...describeUnscheduled(before, shifts, new Set(stay)),
    ...describeDisabled(accounts, shifts),
    ...(environment.VOD_NIGHTLY_BUCKET ? describeKeys(accounts, environment) : []),
    ...(dryRun ? ['Nothing was written.'] : describeJoined(findJoined(changes, shifts, nowMs), options)),
  ];
  for (const note of notes) terminal.note(note);
}

function describeStay({ length }: readonly string[], file: string): string[] {
  if (length === 0) return [];
  const they = length === 1 ? 'it stays' : 'they stay';
  return [
    `${formatNumber(length)} more in the fleet that ${file} does not name: ${they}, unless --prune is given.`,
  ];
}

function describeJoined(joined: readonly Joined[], options: PushOptions): string[] {
  return joined.map(({ shift, date, accounts }) => {
    const [whom, them] =
      accounts === 1 ? ['1 account', 'it'] : [`${formatNumber(accounts)} accounts`, 'them'];
    const command = `npx vod-nightly fleet rerun ${shift}${placeOptions(options)}`;
    return `${whom} joined the shift ${shift} after its night of ${date}: ${command} asks for ${them} now.`;
  });
}

/** Nothing else says it: a shift that was renamed or taken out leaves its accounts behind, and no muster misses them. */
function describeUnscheduled(
  fleet: StoredFleet,
  shifts: readonly Shift[],
  stay: ReadonlySet<string>,
): string[] {
  return [...fleet].flatMap(([shift, { accounts }]) => {
    const left = accounts.map(({ name }) => name).filter((name) => stay.has(name));
    if (left.length === 0 || shifts.some(({ name }) => name === shift)) return [];
    const them = left.length === 1 ? 'it' : 'them';
    return (
      `${shift}: ${countOf(left.length, 'account')} in it, and no schedule starts that shift: nobody asks for ${nameSome(left, 1)}. ` +
      `Push ${them} with the time of a shift that there is, or remove ${them}.`
    );
  });
}

/** Somebody has paused it, or has forgotten to enable it again. */
function describeDisabled(accounts: readonly Assigned[], shifts: readonly FoundShift[]): string[] {
  return shifts.flatMap(({ name, enabled }) => {
    const whom = accounts.filter(({ shift }) => shift === name).map(({ account }) => account.name);
    return enabled || whom.length === 0
      ? []
      : `${name}: its schedule is disabled: until somebody enables it in the console of EventBridge Scheduler, nobody asks for ${nameSome(whom, 1)}.`;
  });
}

/** A stack makes no secret for an account of the fleet, and lets nights read those that have its tag. */
function describeKeys(
  accounts: readonly Assigned[],
  { VOD_NIGHTLY_SECRETS_TAG: tag }: Environment,
): string[] {
  const keyless = accounts.filter(({ account: { secret } }) => secret === undefined);
  const own = accounts.filter(({ account: { secret } }) => typeof secret === 'string');
  const none = `${nameFew(keyless)} neither a key ring nor a secret, so that nights have no keys to ask with: secret: { ring: … } names one.`;
  const theirs =
    `${nameFew(own)} a secret of their own: nights may read it only where it has the tag vod-nightly with the value ${tag}, and cannot ` +
    "where a customer's key of KMS encrypts it. A key ring needs neither: secret: { ring: … }.";
  return [...(keyless.length > 0 ? [none] : []), ...(own.length > 0 && tag ? [theirs] : [])];
}

function nameFew(accounts: readonly Assigned[]): string {
  const names = accounts.map(({ account }) => account.name);
  return `${nameSome(names, 1)} ${names.length === 1 ? 'names' : 'name'}`;
}

function toJson(changes: readonly Change[], stay: readonly string[], dryRun: boolean): string {
  const named = (kind: Change['kind']) => changes.filter((change) => change.kind === kind);
  return JSON.stringify({
    dryRun,
    added: named('added').map(({ account, shift }) => ({ account, shift })),
    changed: named('changed').map(({ account, shift, fields }) => ({ account, shift, fields })),
    moved: named('moved').map(({ account, from, shift, fields }) => ({ account, from, shift, fields })),
    removed: named('removed').map(({ account, shift }) => ({ account, shift })),
    notInFile: stay,
  });
}
