import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import pMap from 'p-map';
import type { Account } from '../../../lambda/config/account.ts';
import { parseRules } from '../../../lambda/config/config.ts';
import { importDefault } from '../../../lambda/config/file/load-config.ts';
import { isByRule, type ReplayedDate, replayDates } from '../../../lambda/core/rules/replay.ts';
import type { RuleSet } from '../../../lambda/core/rules/rule-set.ts';
import { InvalidInputError, toError } from '../../../lambda/errors.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { usageError } from '../../cli/failures.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { formatJson } from '../../cli/json.ts';
import { readLedger } from '../../machine/ledger-years.ts';
import { checkRange, refuse } from '../checks.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { describeReplay } from './table.ts';

/** Accounts whose ledgers are read at once. */
const concurrency = 8;

/** The exit code that says that some date would have told something. */
const firedExitCode = 3;

type ReplayOptions = SharedOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly rules?: string;
};

/** The dates of one account, replayed; one JSON document with --json. */
type AccountReplay = { readonly account: string; readonly rules: RuleSet; readonly dates: ReplayedDate[] };

/** Adds `replay`: what rules would have told of the archive's dates. */
export function addReplayCommand(program: ManualCommand, session: Session): void {
  program
    .command('replay')
    .summary('show what rules would have told')
    .description(
      'Applies rules to the dates in the archive and shows which of them would have told what, beside what was told.\n' +
        'Each date is judged by the counts that it has now. Asks nobody, tells nobody and writes nothing.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--from <YYYY-MM-DD>', 'the first date to show instead of the oldest')
    .option('--to <YYYY-MM-DD>', 'the last date to show instead of the newest')
    .option('--rules <file>', "rules instead of the configuration's: .json, or a module's default export")
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'That a date could not be measured is told whatever the rules: it is shown and makes no difference to the exit code.',
      ],
      environment: archiveEnvironment,
      exitCodes: {
        0: 'the rules would have told nothing',
        [firedExitCode]: 'they would have told something',
        1: 'something failed, such as rules that cannot be used',
        2: 'wrong usage',
      },
      examples: {
        'vod-nightly replay': "the configuration's rules on all dates",
        'vod-nightly replay --rules stricter.json --from 2026-11-01': 'other rules, on the dates of a month',
      },
    })
    .acts((options: ReplayOptions) => replay(session, options));
}

async function replay(session: Session, options: ReplayOptions): Promise<void> {
  refuse(checkRange(options));
  const { terminal } = session;
  const rules = options.rules === undefined ? undefined : await loadRules(options.rules);
  const opened = await openArchive(session, options);
  const replays = await pMap(
    opened.accounts,
    (account) => replayAccount({ ...account, rules: rules ?? account.rules }, opened.archive, options),
    { concurrency },
  );
  if (options.json) terminal.out(formatJson(replays));
  else for (const { account, dates } of replays) terminal.out(describeReplay(account, dates, terminal));
  const news = replays.flatMap(({ dates }) => dates.flatMap(({ wouldTell }) => wouldTell));
  if (news.some(isByRule)) session.exitWith(firedExitCode);
}

async function replayAccount(
  { name: account, rules, lookBackDays }: Account,
  archive: ReadableArchive,
  { from = '', to = '9999-12-31' }: ReplayOptions,
): Promise<AccountReplay> {
  const ledger = await readLedger(account, archive);
  const dates = replayDates(ledger, { account, rules, lookBackDays });
  return { account, rules, dates: dates.filter(({ date }) => date >= from && date <= to) };
}

/**
 * Reads rules from a file: a JSON document, or whatever a module exports by default.
 * @throws InvalidInputError with every fault
 */
async function loadRules(file: string): Promise<RuleSet> {
  if (!existsSync(file)) throw usageError([`--rules ${file}: cannot be found`]);
  if (extname(file) !== '.json') {
    return parseRules(await importDefault(file, 'the rules', 'export default { … }'));
  }
  try {
    return parseRules(JSON.parse(await readFile(file, 'utf8')));
  } catch (thrown) {
    if (thrown instanceof InvalidInputError) throw thrown;
    throw new InvalidInputError('the rules', [`${file}: ${toError(thrown).message}`]);
  }
}
