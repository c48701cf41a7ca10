import { userInfo } from 'node:os';
import { systemClock } from '../../../lambda/adapters/clock.ts';
import { createTelemetry } from '../../../lambda/adapters/telemetry.ts';
import type { Account } from '../../../lambda/config/account.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { addDays, dateReportedBy, isCalendarDate } from '../../../lambda/core/time/day.ts';
import type { Archive } from '../../../lambda/ports.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { refuse, requireAccount } from '../checks.ts';
import { openWritableArchive, placeOptions, type Session, type SharedOptions } from '../session.ts';
import { muteAccount, unmuteAccount } from './muting.ts';

/** No notice is held back for longer than the years that a night reads. */
const longestDays = 365;
/** Long enough for a ticket and a sentence. */
const reasonMaxLength = 200;

type MuteOptions = SharedOptions & {
  readonly until?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly exceptCritical?: boolean;
};

/** Adds `mute`: holds back an account's notices up to a date. */
export function addMuteCommand(program: ManualCommand, session: Session): void {
  program
    .command('mute')
    .summary('hold back alerts up to a date')
    .description(
      'Holds back what an account would tell, up to and including the night that reports the date of --until. Nights go on ' +
        'measuring, archiving and reporting; the first night after the mute tells in one message all that was held back. ' +
        'Every summary says that the account is muted, by whom and why. A new mute takes the place of the former.',
    )
    .option('--account <name>', 'the account')
    .option('--until <YYYY-MM-DD>', 'the last date that is muted')
    .option('--reason <text>', 'why, for those who read the summaries')
    .option('--by <name>', 'who mutes it; you, unless given')
    .option('--except-critical', 'tell critical alerts all the same')
    .option('--json', 'print one JSON document')
    .manual({
      notes: ['The alarms of a stack itself, such as that no night has run, are not muted.'],
      environment: archiveEnvironment,
      examples: {
        "vod-nightly mute --account example --until 2026-12-01 --reason 'new encoder, ticket 4711'":
          'be quiet until the work is done',
        "vod-nightly mute --account example --until 2026-12-01 --reason 'trial run' --except-critical":
          'hear of the worst all the same',
      },
    })
    .acts((options: MuteOptions) => mute(session, options));
}

/** Adds `unmute`: ends a mute before its time. */
export function addUnmuteCommand(program: ManualCommand, session: Session): void {
  program
    .command('unmute')
    .summary('end a mute before its time')
    .description('Ends the mute of an account. The next night tells what was held back; `run` runs it now.')
    .option('--account <name>', 'the account')
    .option('--by <name>', 'who ends it; you, unless given')
    .option('--json', 'print one JSON document')
    .manual({
      environment: archiveEnvironment,
      examples: { 'vod-nightly unmute --account example': 'be told again' },
    })
    .acts((options: MuteOptions) => unmute(session, options));
}

async function mute(session: Session, options: MuteOptions): Promise<void> {
  const { until = '', reason = '' } = options;
  const faults = [
    !isCalendarDate(until) && `--until${until && ` ${until}`}: has to be a date, such as 2026-12-01`,
    reason.trim() === '' && '--reason: has to be given, for those who wonder why nothing is told',
  ];
  if (faults.some(Boolean))
    refuse([options.account === undefined && '--account: has to be given', ...faults]);
  await using opened = await openWritableArchive(session, options);
  const account = requireAccount(options.account, opened.accounts);
  refuse([checkUntil(until, account)]);
  const wanted = {
    until,
    reason: toPlainText(reason, reasonMaxLength),
    by: whoOf(options),
    exceptCritical: options.exceptCritical ?? false,
  };
  const muted = await muteAccount(account.name, wanted, portsOf(session, opened.archive));
  const { terminal } = session;
  if (options.json) return terminal.out(JSON.stringify({ account: account.name, ...muted }));
  const what = muted.exceptCritical ? 'nothing but what is critical' : 'nothing';
  terminal.out(
    `${account.name} is muted: nights that report dates up to ${until} tell ${what}.\n` +
      `The night that reports ${addDays(until, 1)} tells what was held back.\n` +
      `To end it before: npx vod-nightly unmute --account ${account.name}${placeOptions(options)}`,
  );
}

function checkUntil(until: string, { timeZone }: Account): string | false {
  const first = dateReportedBy(systemClock.now(), timeZone);
  const last = addDays(first, longestDays);
  if (until < first) return `--until ${until}: has to be ${first} or later: no later night reports that date`;
  return until > last && `--until ${until}: has to be ${last} or earlier, a year from now`;
}

async function unmute(session: Session, options: MuteOptions): Promise<void> {
  await using opened = await openWritableArchive(session, options);
  const account = requireAccount(options.account, opened.accounts);
  const ports = portsOf(session, opened.archive);
  const yesterday = dateReportedBy(ports.clock.now(), account.timeZone);
  const ended = await unmuteAccount(account.name, whoOf(options), ports);
  const inForce = ended.filter(({ until }) => until >= yesterday);
  const { terminal } = session;
  if (options.json) return terminal.out(JSON.stringify({ account: account.name, ended: inForce }));
  terminal.out(
    inForce.length === 0
      ? `${account.name} was not muted.`
      : `${account.name} is not muted any more: the next night tells what was held back.\n` +
          `To run it now: npx vod-nightly run --account ${account.name}${placeOptions(options)}`,
  );
}

function portsOf({ terminal }: Session, archive: Archive) {
  const telemetry = createTelemetry(terminal.note, systemClock.now);
  return { archive, clock: systemClock, random: Math.random, telemetry };
}

function whoOf({ by }: MuteOptions): string {
  return toPlainText(by ?? userInfo().username, reasonMaxLength);
}
