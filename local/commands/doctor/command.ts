import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from 'node:process';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { InvalidInputError, toError } from '../../../lambda/errors.ts';
import { countOf } from '../../cli/count.ts';
import { usageError } from '../../cli/failures.ts';
import { exitCodes, type ManualCommand, nightEnvironment } from '../../cli/help.ts';
import { checkAccount, checkNewFile, refuse } from '../checks.ts';
import {
  listAccounts,
  loadConfig,
  placeOptions,
  readEnvironment,
  type Session,
  type SharedOptions,
  selectAccounts,
} from '../session.ts';
import {
  type Checked,
  type Checks,
  type Diagnosis,
  examine,
  good,
  type Section,
  wrong,
} from './diagnosis.ts';
import { composeIssue } from './issue.ts';
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
    .option('--report <file>', 'write what was seen to a new file, in Markdown, for an issue')
    .manual({
      notes: [
        'The file of --report holds the checks and the versions of the program, of Node.js and of the system. In the place of accounts, ' +
          'addresses, buckets, hosts, paths and whatever else is only yours to know stand words such as account-1, the same ' +
          'everywhere; Regions, dates, states and error codes stay.',
      ],
      environment: {
        ...nightEnvironment,
        VOD_NIGHTLY_REPORTS_TOPIC: 'ARN of the topic for reports; goes with VOD_NIGHTLY_BUCKET',
      },
      exitCodes: { ...exitCodes, 0: 'nothing is wrong', 1: 'something is' },
      examples: {
        'vod-nightly doctor': 'this machine',
        'vod-nightly doctor --stack VodNightly': 'a deployed stack',
        'vod-nightly doctor --stack VodNightly --report doctor.md': 'to paste into an issue',
      },
    })
    .acts((options: DoctorOptions) => doctor(session, options));
}

type DoctorOptions = SharedOptions & { readonly report?: string };

async function doctor(session: Session, options: DoctorOptions): Promise<void> {
  const { terminal } = session;
  const loaded = await loadConfig(options.config).catch(toError);
  const config = loaded instanceof Error ? undefined : loaded;
  const environment = config ? await readEnvironment(session, options).catch(toError) : session.environment;
  const known =
    config && !(environment instanceof Error) ? await listAccounts(config, options, environment) : undefined;
  refuse([
    known && options.account !== undefined && checkAccount(options.account, known),
    checkNewFile('--report', options.report),
  ]);
  const checks = await examine(checkMachine(options.config, loaded));
  if (config) checks.push(...(await examineAll(session, options, config, environment)));
  terminal.out(
    options.json
      ? JSON.stringify(checks.map(({ reported: _, ...checked }) => checked))
      : describeChecks(checks, terminal),
  );
  if (checks.some(({ verdict }) => verdict === 'wrong')) session.exitWith(1);
  if (options.report === undefined) return;
  const named = known?.filter(({ name }) => name === options.account) ?? [];
  const secrets = {
    config: config && { ...config, accounts: [...config.accounts, ...named] },
    environment: environment instanceof Error ? session.environment : environment,
    options,
  };
  await writeReport(options.report, composeIssue(checks, secrets));
  terminal.note(`${options.report}: written; read it before others do`);
}

async function writeReport(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    throw usageError([`--report ${file}: has to be a file that you may write; ${toError(error).message}`]);
  });
}

function checkMachine(file: string, config: Config | Error): Section {
  const checks: Checks = {
    'Node.js': () => good(version), // with an older one than it takes, the program does not start
    configuration() {
      if (!(config instanceof Error)) return good(`${file}: ${countOf(config.accounts.length, 'account')}`);
      const fix = existsSync(file)
        ? `correct ${file}`
        : `begin a project, with npx vod-nightly init, or name a file that is there instead of ${file}`;
      if (config instanceof InvalidInputError) return wrongInput(config, fix);
      return { ...wrong(config.message, fix), reported: config.name };
    },
  };
  return { title: 'this machine', checks };
}

/** Everything but this machine; where nothing can be reached at all, why. */
async function examineAll(
  session: Session,
  options: SharedOptions,
  config: Config,
  environment: Environment | Error,
): Promise<Checked[]> {
  const { examineSurroundings } = await import('./surroundings.ts'); // `--help` need not wait for the AWS SDK
  const write = options.verbose ? session.terminal.note : () => undefined;
  try {
    if (environment instanceof Error) throw environment;
    return await examineSurroundings({
      config,
      accounts: await selectAccounts(config, options, environment),
      write,
      directory: resolve(options.directory),
      file: options.config,
      place: placeOptions(options),
      environment,
    });
  } catch (thrown) {
    return examine({ title: 'surroundings', checks: explainUnopened(toError(thrown), options) });
  }
}

/** Such as for an environment that does not say all, or in a folder that is none. */
function explainUnopened(error: Error, { stack }: SharedOptions): Checks {
  if (!(error instanceof InvalidInputError)) return { archive: () => Promise.reject(error) };
  const fix = stack ? 'correct --stack or the environment' : 'correct the environment';
  return { [stack ? 'stack' : 'environment']: () => wrongInput(error, fix) };
}

/** All faults for whoever runs this; in a report where they are, without what was written there. */
function wrongInput({ faults }: InvalidInputError, fix: string): Diagnosis {
  const places = faults.map((fault) => /^(.*?): /.exec(fault)?.[1] ?? 'somewhere');
  const reported = `${countOf(faults.length, 'fault')}: ${places.join(', ')}`;
  return { ...wrong(faults.join('; '), fix), reported };
}
