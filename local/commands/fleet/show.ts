import * as z from 'zod/mini';
import { type Account, accountSchema } from '../../../lambda/config/account.ts';
import type { Shift } from '../../../lambda/config/event.ts';
import { totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { zonedTimeOf } from '../../../lambda/core/time/day.ts';
import { lastDue } from '../../../lambda/core/time/last-due.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { usageError } from '../../cli/failures.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { type Fact, formatFacts } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { compare } from './changes.ts';
import { describeValue } from './changes-screen.ts';
import { explainNoAccount } from './remove.ts';
import { findShifts } from './shifts.ts';
import { type FleetAccount, readStandings } from './standings.ts';

/** Later than the next due time after one, and earlier than that after it, however clocks change. */
const dayAndAHalfMs = 36 * 60 * 60_000;
const reasonMaxLength = 200;

/** Adds `fleet show`: all that is known of one account. */
export function addFleetShowCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('show')
    .summary('show the settings of an account, and where it stands')
    .description(
      'Shows an account of the fleet: its shift and when that is due next, where its keys are, what of its settings is not usual, ' +
        'and where it stood when the last night of its shift was mustered.',
    )
    .argument('<account>', 'its name')
    .option('--json', 'print one JSON document, with every setting')
    .manual({
      environment: archiveEnvironment,
      examples: {
        'vod-nightly fleet show acme --stack VodNightly': 'all of one account',
        'vod-nightly history --account acme --stack VodNightly': 'its dates',
      },
    })
    .acts((options: SharedOptions, name = '') => show(session, name, options));
}

async function show(session: Session, name: string, options: SharedOptions): Promise<void> {
  const { terminal } = session;
  const { archive, config, environment } = await openArchive(session, options, { needsAccounts: false });
  const { accounts, damaged } = await readStandings(archive);
  const found = accounts.find(({ account }) => account.name === name);
  const line = damaged.find((one) => one.name === name);
  if (!found && line)
    throw new Error(`${name}: line ${line.number} of ${line.shift} cannot be read: ${line.fault}`);
  const known = accounts.map(({ account }) => account.name);
  if (!found) throw usageError([explainNoAccount(name, known)]);
  const { account, shift, last } = found;
  const due = (await findShifts(config, environment)).find((one) => one.name === shift);
  const nextDue = due ? new Date(nextDueOf(due)).toISOString() : null;
  terminal.out(
    options.json
      ? JSON.stringify({ account, shift, nextDue, last })
      : describeAccount(found, nextDue, terminal),
  );
}

function nextDueOf({ timeZone, time }: Shift): number {
  return lastDue(lastDue(Date.now(), timeZone, time) + dayAndAHalfMs, timeZone, time);
}

function describeAccount(
  { account, shift, last }: FleetAccount,
  nextDue: string | null,
  screen: Screen,
): string {
  const { name, timeZone, time, tags } = account;
  const due: Fact =
    nextDue === null
      ? ['next due', 'never: no schedule is of its shift', 'red']
      : ['next due', `${nextDue.replace('.000', '')}, ${zonedTimeOf(Date.parse(nextDue), timeZone)}`];
  const settings = describeSettings(account);
  return formatFacts(
    name,
    [
      ['shift', `${shift}, ${time} in ${timeZone}`],
      due,
      ['keys', describeKeys(account)],
      ['tags', describeValue(tags)],
      ['settings', settings.length > 0 ? settings : 'as usual'],
      ['last', describeLast(last)],
    ],
    screen,
  );
}

function describeKeys({ secret }: Account): string {
  if (secret === undefined) return 'none: it names neither a key ring nor a secret';
  return typeof secret === 'object' ? `key ring ${secret.ring}` : `secret ${secret}`;
}

/** What has a line of its own is left out. */
function describeSettings(account: Account): string[] {
  const { name, timeZone, time, secret, tags } = account;
  const usual = z.parse(accountSchema, { name, timeZone, time, secret, tags });
  return compare(usual, account).map(({ field, before, after }) => {
    const usually = before === undefined ? '' : `, usually ${describeValue(before)}`;
    return `${field} ${describeValue(after)}${usually}`;
  });
}

function describeLast(last: FleetAccount['last']): string[] {
  if (last === null) return ['no night of its shift has been mustered since it is there'];
  const { date, state, counts, worst, reason } = last;
  const broken = worst === null ? '' : `; breaks a rule, ${worst}`;
  const what = counts ? `${formatNumber(totalOf(counts))} files: ${en.counts(counts)}${broken}` : '';
  return [
    `${date}: ${state}${what && `, ${what}`}`,
    ...(reason === null ? [] : [toPlainText(reason, reasonMaxLength)]),
  ];
}
