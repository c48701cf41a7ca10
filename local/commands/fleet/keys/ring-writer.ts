import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Keys } from '../../../../lambda/adapters/credentials.ts';
import { parseRing, type RingDocument } from '../../../../lambda/adapters/key-ring.ts';
import { retryLostRaces } from '../../../../lambda/archive/lost-races.ts';
import { compareTexts } from '../../../../lambda/core/text/compare.ts';
import { ConflictError, InvalidInputError, toError } from '../../../../lambda/errors.ts';
import type { Clock } from '../../../../lambda/ports.ts';

/** A key ring. */
export type Ring = {
  readonly name: string;
  readonly secretId: string;
  /** What the tag of its secret says when that is made. */
  readonly tag: string;
  /** The accounts that name it. */
  readonly members: readonly string[];
};

/** The keys of accounts, by their names. */
export type AllKeys = ReadonlyMap<string, Keys>;

type Client = Pick<SecretsManagerClient, 'send'>;

type RingPorts = { readonly client: Client; readonly clock: Clock; readonly random: () => number };

/** What became of a ring. */
export type RingChange = {
  readonly ring: string;
  /** Accounts that had no keys in it, those that had others, and those that had the same. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Accounts that name it, and have no keys in it now. */
  readonly keyless: readonly string[];
  /** How many accounts it has now, and how many bytes of {@link maxBytes}. */
  readonly accounts: number;
  readonly bytes: number;
};

/** By the tag with this key nights may read a secret: infra/function/account-secrets.ts. */
const tagKey = 'vod-nightly';

/** docs: Secrets Manager user guide, Quotas. */
export const maxBytes = 65_536;

/**
 * On a version that is not current yet. There is one for all who write: so a version that somebody left behind loses it to the next,
 * and of the twenty stages of a secret no more than one is ever taken up.
 */
const ownStage = 'VOD-NIGHTLY-NEXT';

/**
 * What putting these keys into a ring would change.
 * @throws InvalidInputError when the ring would become too large, or is none
 */
export async function planRing(ring: Ring, keys: AllKeys, client: Client): Promise<RingChange> {
  return merge(ring, (await readRing(ring, client))?.document ?? {}, keys).change;
}

/**
 * Puts keys into a ring, as one new version of its secret that becomes current only if the one that it was made from still is: when
 * somebody else wrote meanwhile, reads it again. Whoever dies in between leaves the keys that were there.
 * @param onLost hears of every race that was lost
 * @throws InvalidInputError when the ring would become too large, or is none; ConflictError after twelve lost races
 */
export async function putIntoRing(
  ring: Ring,
  keys: AllKeys,
  { client, ...ports }: RingPorts,
  onLost: () => void = () => undefined,
): Promise<RingChange> {
  let planned: RingChange | undefined;
  const write = async () => {
    const held = await readRing(ring, client);
    const { text, change } = merge(ring, held?.document ?? {}, keys);
    planned ??= change;
    // Also where an attempt was carried out, and only its answer was lost.
    if (change.added.length + change.changed.length === 0)
      return { ...change, added: planned.added, changed: planned.changed, unchanged: planned.unchanged };
    await (held ? replace(ring, held.version, text, client) : create(ring, text, client));
    return change;
  };
  return retryLostRaces(ports, write, onLost);
}

/** What is in a ring, and in which version of its secret; nothing where there is none. */
async function readRing({ name, secretId }: Ring, client: Client) {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' });
    const { VersionId: version, SecretString: text = '' } = await client.send(command);
    const document = parseRing(text);
    if (document && version !== undefined) return { version, document };
  } catch (error) {
    if (toError(error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
  throw new InvalidInputError(`the key ring ${name}`, [
    `its secret ${secretId} is not a JSON document of accounts and their keys; put its former version back, or choose another ring`,
  ]);
}

/** @throws ConflictError when somebody else has made it first */
async function create({ name, secretId, tag }: Ring, text: string, client: Client): Promise<void> {
  const command = new CreateSecretCommand({
    Name: secretId,
    Description: `NAVER Cloud API keys of many accounts: the key ring ${name} of vod-nightly`,
    SecretString: text,
    Tags: [{ Key: tagKey, Value: tag }],
  });
  await client.send(command).catch(conflictOn('ResourceExistsException'));
}

/** What Secrets Manager says where a stage is not on the version from which it is to be taken, or one of the two is gone. */
const overtaken = ['InvalidParameterException', 'ResourceNotFoundException'];

/** @throws ConflictError when the version from which the text was made is not current any more */
async function replace({ secretId }: Ring, read: string, text: string, client: Client): Promise<void> {
  const { VersionId: written } = await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: text, VersionStages: [ownStage] }),
  );
  const move = (VersionStage: string, RemoveFromVersionId: string | undefined, MoveToVersionId?: string) => {
    const stages = { VersionStage, RemoveFromVersionId, MoveToVersionId };
    return client
      .send(new UpdateSecretVersionStageCommand({ SecretId: secretId, ...stages }))
      .catch(conflictOn(...overtaken));
  };
  await move('AWSCURRENT', read, written);
  // The keys are in force. Where the stage stays, or whoever came next has it already, nothing is wrong.
  await move(ownStage, written).catch(() => undefined);
}

function conflictOn(...refusals: string[]): (thrown: unknown) => never {
  return (thrown) => {
    const error = toError(thrown);
    throw refusals.includes(error.name) ? new ConflictError(error.message, { cause: error }) : error;
  };
}

function merge(
  { name: ring, members }: Ring,
  held: RingDocument,
  keys: AllKeys,
): { text: string; change: RingChange } {
  const document = Object.entries({ ...held, ...Object.fromEntries(keys) }).sort(([a], [b]) =>
    compareTexts(a, b),
  );
  const text = JSON.stringify(Object.fromEntries(document));
  const bytes = Buffer.byteLength(text);
  const accounts = document.length;
  if (bytes > maxBytes)
    throw new InvalidInputError(`the key ring ${ring}`, [
      `would have ${accounts} accounts and ${bytes} bytes, and a secret holds ${maxBytes}, some ${Math.floor((maxBytes * accounts) / bytes)} such accounts; ` +
        "put some into another ring, with --ring NAME, and name that in their accounts: secret: { ring: 'NAME' }",
    ]);
  const isHeld = (account: string) => Object.hasOwn(held, account);
  const kindOf = (account: string) => {
    if (!isHeld(account)) return 'added';
    return JSON.stringify(held[account]) === JSON.stringify(keys.get(account)) ? 'unchanged' : 'changed';
  };
  const { added = [], changed = [], unchanged = [] } = Object.groupBy(keys.keys(), kindOf);
  const keyless = members.filter((account) => !isHeld(account) && !keys.has(account));
  return { text, change: { ring, added, changed, unchanged, keyless, accounts, bytes } };
}
