import { resolve } from 'node:path';
import { version } from 'node:process';
import type { Command } from 'commander';
import type { Account } from '../../../lambda/config/account.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { InvalidInputError, toError } from '../../../lambda/errors.ts';
import { exitCodes, type ManualCommand, nightEnvironment } from '../../cli/help.ts';
import {
  loadConfig,
  placeOptions,
  readEnvironment,
  type Session,
  type SharedOptions,
  selectAccounts,
} from '../session.ts';
import { type Check, type Checked, examine, good, type Section, wrong } from './diagnosis.ts';
import { describeChecks } from './report.ts';

/** Adds `doctor`: looks at every precondition. */
export function addDoctorCommand(program: ManualCommand, session: Session): void {
  program
    .command('doctor')
    .summary('look at every precondition')
    .description(
      'Tries everything that a night needs and says what is wrong and how to mend it: ✓ has just succeeded, ✗ is wrong, ! ' +
        'works but is hardly meant so, – was not tried or cannot be told from here. Asks the API as a night does, and ' +
        'writes one object of its own, doctor/probe.json; tells nobody.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--json', 'print one JSON document')
    .manual({
      environment: {
        ...nightEnvironment,
        VOD_NIGHTLY_REPORTS_TOPIC: 'ARN of the topic for reports; goes with VOD_NIGHTLY_BUCKET',
      },
      exitCodes: { ...exitCodes, 0: 'nothing is wrong', 1: 'something is' },
      examples: {
        'vod-nightly doctor': 'this machine',
        'vod-nightly doctor --stack VodNightly': 'a deployed stack',
      },
    })
    .action((_: unknown, command: Command) => doctor(session, command.optsWithGlobals<SharedOptions>()));
}

async function doctor(session: Session, options: SharedOptions): Promise<void> {
  const { terminal } = session;
  const loaded = await loadConfig(options.config).catch(toError);
  const checks = await examine(checkMachine(options.config, loaded));
  if (!(loaded instanceof Error)) {
    const accounts = selectAccounts(loaded, options.account);
    checks.push(...(await examineAll(session, options, loaded, accounts)));
  }
  terminal.out(
    options.json
      ? JSON.stringify(checks)
      : describeChecks(checks, { paint: terminal.paint, columns: terminal.width }),
  );
  if (checks.some(({ verdict }) => verdict === 'wrong')) session.exitWith(1);
}

function checkMachine(file: string, config: Config | Error): Section {
  const node = async () => good(version); // with an older one than it takes, the program does not start
  const configuration = async () => {
    if (!(config instanceof Error)) {
      const { length } = config.accounts;
      return good(`${file}: ${length} ${length === 1 ? 'account' : 'accounts'}`);
    }
    const faults = config instanceof InvalidInputError ? config.faults.join('; ') : config.message;
    return wrong(faults, `correct ${file}`);
  };
  return {
    title: 'this machine',
    checks: [
      { name: 'Node.js', look: node },
      { name: 'configuration', look: configuration },
    ],
  };
}

/** Everything but this machine; where nothing can be reached at all, why. */
async function examineAll(
  session: Session,
  options: SharedOptions,
  config: Config,
  accounts: readonly Account[],
): Promise<Checked[]> {
  const { openSections } = await import('./surroundings.ts'); // `--help` need not wait for the AWS SDK
  const write = options.verbose ? session.terminal.note : () => undefined;
  try {
    await using opened = await openSections({
      config,
      accounts,
      write,
      directory: resolve(options.directory),
      file: options.config,
      place: placeOptions(options),
      environment: await readEnvironment(session, options),
    });
    const checks: Checked[] = [];
    for (const section of opened.sections) checks.push(...(await examine(section)));
    return checks;
  } catch (thrown) {
    return examine({ title: 'surroundings', checks: [explainUnopened(toError(thrown), options)] });
  }
}

/** Such as for an environment that does not say all, or in a folder that is none. */
function explainUnopened(error: Error, { stack }: SharedOptions): Check {
  if (!(error instanceof InvalidInputError)) return { name: 'archive', look: () => Promise.reject(error) };
  const fix = stack ? 'correct --stack or the environment' : 'correct the environment';
  return { name: stack ? 'stack' : 'environment', look: async () => wrong(error.faults.join('; '), fix) };
}
