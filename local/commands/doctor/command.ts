import { resolve } from 'node:path';
import { version } from 'node:process';
import type { Command } from 'commander';
import type { Account } from '../../../lambda/config/account.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { InvalidInputError, toError } from '../../../lambda/errors.ts';
import { exitCodes, manual, nightEnvironment } from '../../cli/help.ts';
import { loadConfig, readEnvironment, type Session, type SharedOptions, selectAccounts } from '../session.ts';
import { type Checked, examine, good, type Section, wrong } from './diagnosis.ts';
import { describeChecks } from './report.ts';

/** Adds `doctor`: looks at every precondition. */
export function addDoctorCommand(program: Command, session: Session): void {
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
    .addHelpText(
      ...manual({
        environment: {
          ...nightEnvironment,
          VOD_NIGHTLY_REPORTS_TOPIC: 'ARN of the topic for reports; goes with VOD_NIGHTLY_BUCKET',
        },
        exitCodes: { ...exitCodes, 0: 'nothing is wrong', 1: 'something is' },
        examples: {
          'vod-nightly doctor': 'this machine',
          'vod-nightly doctor --stack VodNightly': 'a deployed stack',
        },
      }),
    )
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
  const { openSurroundings } = await import('./surroundings.ts'); // `--help` need not wait for the AWS SDK
  const write = options.verbose ? session.terminal.note : () => undefined;
  const directory = resolve(options.directory);
  try {
    await using surroundings = await openSurroundings({
      config,
      accounts,
      directory,
      write,
      file: options.config,
      environment: await readEnvironment(session, options),
    });
    const checks: Checked[] = [];
    for (const section of surroundings.sections) checks.push(...(await examine(section)));
    return checks;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) return examineFailure(error);
    const [name, fix] = options.stack
      ? ['stack', 'correct --stack or the environment']
      : ['environment', 'correct the environment'];
    const look = async () => wrong(error.faults.join('; '), fix);
    return examine({ title: 'surroundings', checks: [{ name, look }] });
  }
}

/** Where nothing could be opened, such as in a folder that is none. */
function examineFailure(thrown: unknown): Promise<Checked[]> {
  const look = () => Promise.reject(toError(thrown));
  return examine({ title: 'surroundings', checks: [{ name: 'archive', look }] });
}
