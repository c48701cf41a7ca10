import { readFile } from 'node:fs/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../../../lambda/adapters/clock.ts';
import type { Environment } from '../../../../lambda/adapters/connect.ts';
import { nameRule, nameSchema } from '../../../../lambda/config/account.ts';
import { formatNumber } from '../../../../lambda/core/text/number.ts';
import { ConflictError, InvalidInputError, toError } from '../../../../lambda/errors.ts';
import { countOf, nameSome } from '../../../cli/count.ts';
import { throwAll, usageError } from '../../../cli/failures.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import { explainAwsError } from '../../../machine/deployed/aws-error.ts';
import { patienceOf } from '../../../machine/deployed/patience.ts';
import { regionOf } from '../../../machine/deployed/stack.ts';
import type { OpenArchive } from '../../../machine/machine.ts';
import { refuse } from '../../checks.ts';
import { openWritableArchive, type Session, type SharedOptions } from '../../session.ts';
import { checkKeys, parseKeyFile } from './key-file.ts';
import { type AllKeys, maxBytes, planRing, putIntoRing, type Ring, type RingChange } from './ring-writer.ts';
import { chooseRings, type RingKeys } from './rings.ts';

/** So many accounts are named at a time. */
const maxNames = 10;

/** What the command line says. */
export type KeysOptions = SharedOptions & { readonly file?: string; readonly ring?: string };

/**
 * Puts the keys of an account, or of those in a file, into key rings.
 * @throws InvalidInputError with every fault, and before anything is written; Error with every ring that could not be written
 */
export async function putKeys(
  session: Session,
  account: string | undefined,
  options: KeysOptions,
): Promise<void> {
  const { terminal } = session;
  const keys = await readKeys(account, options, session.environment);
  await using opened = await openWritableArchive(session, options);
  const { config, archive, services } = opened;
  const { rings, elsewhere } = await chooseRings(keys, options.ring, config, archive);
  const changes: RingChange[] = [];
  const failures: Error[] = [];
  const client = connect(services);
  const all = rings.map((one) => [toRing(one, services.environment), one.keys] as const);
  await planAll(all, client);
  for (const [ring, own] of all) {
    const onLost = () =>
      terminal.note(`Somebody else wrote the key ring ${ring.name} first: reading it again.`);
    const ports = { client, clock: systemClock, random: Math.random };
    const putting = putIntoRing(ring, own, ports, onLost);
    await putting.then(
      (change) => changes.push(change),
      (thrown: unknown) => failures.push(explain(thrown, ring, own)),
    );
  }
  if (options.json) terminal.out(JSON.stringify({ rings: changes }));
  else for (const change of changes) tell(change, terminal);
  if (elsewhere.length > 0)
    terminal.note(
      `${nameSome(elsewhere, maxNames)}: nights take other keys until the account says secret: { ring: '${options.ring}' }.`,
    );
  throwAll(failures);
}

async function readKeys(
  account: string | undefined,
  { file, ring }: KeysOptions,
  environment: Environment,
): Promise<AllKeys> {
  const { NCP_ACCESS_KEY: accessKey = '', NCP_SECRET_KEY: secretKey = '' } = environment;
  const { found, wrong } = checkKeys({ accessKey, secretKey });
  const unset = ['NCP_ACCESS_KEY', 'NCP_SECRET_KEY'].filter((name) => !environment[name]);
  const faults =
    unset.length > 0
      ? unset.map((name) => `${name}: has to be set in the environment`)
      : wrong.map((fault) => `NCP_ACCESS_KEY, NCP_SECRET_KEY: ${fault}`);
  // What is no name may be a key in the wrong place.
  const isName = (text?: string) => text === undefined || nameSchema.safeParse(text).success;
  refuse([
    (account === undefined) === (file === undefined) &&
      'an account or --file: one of them has to be given, and not both',
    !isName(account) && `the account: ${nameRule}`,
    !isName(ring) && `--ring: ${nameRule}`,
    ...(file === undefined && account !== undefined ? faults : []),
  ]);
  return file === undefined ? new Map(found && [[account ?? '', found]]) : readKeyFile(file);
}

async function readKeyFile(file: string): Promise<AllKeys> {
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw usageError([`--file ${file}: cannot be read; ${toError(thrown).message}`]);
  });
  const { keys, faults } = parseKeyFile(text);
  if (faults.length > 0) throw new InvalidInputError(file, faults);
  return keys;
}

function connect({ settings, environment }: OpenArchive['services']): SecretsManagerClient {
  const region = regionOf(environment.VOD_NIGHTLY_ALERTS_TOPIC ?? '');
  return new SecretsManagerClient({ ...patienceOf(), ...(settings ?? (region && { region })) });
}

/** @throws InvalidInputError where nothing says where rings are, as of a stack of an earlier release */
function toRing({ name, members }: RingKeys, environment: Environment): Ring {
  const { VOD_NIGHTLY_RINGS: prefix, VOD_NIGHTLY_SECRETS_TAG: tag, VOD_NIGHTLY_STACK: stack } = environment;
  if (prefix && tag) return { name, secretId: `${prefix}${name}`, tag, members };
  throw usageError([
    stack === undefined
      ? 'VOD_NIGHTLY_RINGS, VOD_NIGHTLY_SECRETS_TAG: have to be set together with VOD_NIGHTLY_BUCKET, or --stack NAME be given'
      : `--stack ${stack}: does not say where key rings are; deploy it with a fleet, or with an account that names a ring`,
  ]);
}

/** Nothing is written unless every ring can take what is for it. */
async function planAll(
  rings: readonly (readonly [Ring, AllKeys])[],
  client: SecretsManagerClient,
): Promise<void> {
  const faults: string[] = [];
  for (const [ring, keys] of rings) {
    await planRing(ring, keys, client).catch((thrown: unknown) => {
      if (!(thrown instanceof InvalidInputError)) throw explain(thrown, ring, keys);
      faults.push(...thrown.faults.map((fault) => `${ring.name}: ${fault}`));
    });
  }
  if (faults.length > 0) throw new InvalidInputError('the key rings', faults);
}

/** What kept a ring from being written, without a word of the keys, whatever AWS says. */
function explain(thrown: unknown, { name, secretId }: Ring, keys: AllKeys): Error {
  const error = toError(thrown);
  const subject = `the key ring ${name}`;
  if (error instanceof InvalidInputError) return error;
  if (error instanceof ConflictError)
    return new Error(
      `${subject}: others wrote it again and again, and nothing was put into it; run this again`,
    );
  if (error.name === 'LimitExceededException')
    return new Error(
      `${subject}: has more versions than Secrets Manager keeps of a day; put many keys at once with --file, or wait a day`,
    );
  if (error.name === 'InvalidRequestException')
    return new Error(
      `${subject}: ${error.message}; where it is to be deleted, aws secretsmanager restore-secret --secret-id ${secretId} keeps it`,
    );
  const actions = 'GetSecretValue, PutSecretValue, UpdateSecretVersionStage, CreateSecret and TagResource';
  const { detail, fix } = explainAwsError(error, subject, `secretsmanager: ${actions} on ${secretId}`);
  const secrets = [...keys.values()].flatMap(({ accessKey, secretKey }) => [accessKey, secretKey]);
  return new Error(`${secrets.reduce((text, secret) => text.replaceAll(secret, '…'), detail)}; ${fix}`);
}

function tell(change: RingChange, { out, note }: Pick<Terminal, 'out' | 'note'>): void {
  const { ring, added, changed, unchanged, keyless, accounts, bytes } = change;
  const has = `it has ${countOf(accounts, 'account')} now, and ${formatNumber(bytes)} of ${formatNumber(maxBytes)} bytes`;
  const parts = [
    added.length > 0 && `${formatNumber(added.length)} new`,
    changed.length > 0 && `${formatNumber(changed.length)} changed`,
    unchanged.length > 0 && `${formatNumber(unchanged.length)} as they were`,
  ];
  const all = countOf(added.length + changed.length + unchanged.length, 'account');
  out(
    added.length + changed.length === 0
      ? `${ring}: has these keys already, and was left as it is; ${has}.`
      : `${ring}: put the keys of ${all}, ${parts.filter(Boolean).join(', ')}; ${has}.`,
  );
  if (keyless.length > 0)
    note(`${ring}: has no keys of ${nameSome(keyless, maxNames)} yet, so that nights have none to ask with.`);
}
