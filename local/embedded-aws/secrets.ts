import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Handler } from '../http/http-server.ts';
import { AwsError } from './errors.ts';
import type { Secret, SecretStore, Version } from './secret-store.ts';
import { accountId } from './sns/topics.ts';

/** What Secrets Manager is made from. */
type SecretsOptions = { readonly region: string; readonly store: SecretStore; readonly now: () => number };

const nameSchema = z.string().check(z.regex(/^[A-Za-z0-9/_+=.@!-]{1,512}$/));
const idSchema = z.string().check(z.minLength(32), z.maxLength(64));
const stageSchema = z.string().check(z.minLength(1), z.maxLength(256));
/** docs: Secrets Manager user guide, Quotas. */
const valueSchema = z.string().check(z.refine((text) => Buffer.byteLength(text) <= 65_536));
const maxStages = 20;
/** Of versions without stages; Secrets Manager keeps those of the last day however many they are. */
const maxDeprecated = 100;

const getSchema = z.object({
  SecretId: z.string(),
  VersionId: z.optional(idSchema),
  VersionStage: z.optional(stageSchema),
});
const createSchema = z.object({
  Name: nameSchema,
  SecretString: valueSchema,
  ClientRequestToken: z._default(idSchema, randomUUID),
  Tags: z._default(z.array(z.object({ Key: z.string(), Value: z.string() })), []),
});
const putSchema = z.object({
  SecretId: z.string(),
  SecretString: valueSchema,
  ClientRequestToken: z._default(idSchema, randomUUID),
  VersionStages: z._default(z.array(stageSchema).check(z.minLength(1)), ['AWSCURRENT']),
});
const moveSchema = z.object({
  SecretId: z.string(),
  VersionStage: stageSchema,
  RemoveFromVersionId: z.optional(idSchema),
  MoveToVersionId: z.optional(idSchema),
});

/**
 * Answers as Secrets Manager does, what is needed to keep key rings; of values texts alone. docs: its API reference; the texts of
 * errors are as others have recorded them.
 * @throws AwsError
 */
export function createSecrets({ region, store, now }: SecretsOptions): Handler {
  const find = (id: string): Secret => {
    const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;
    const name = id.startsWith(prefix) ? id.slice(prefix.length).replace(/-\w{6}$/, '') : id;
    const secret = store.read(name);
    if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
    return secret;
  };
  const said = ({ name }: Secret) => ({
    ARN: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-local0`,
    Name: name,
  });
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage } = read(getSchema, input);
      const secret = find(SecretId);
      const { id, text, stages, createdAtMs } = chooseVersion(secret, VersionId, VersionStage);
      const CreatedDate = createdAtMs / 1_000;
      return { ...said(secret), VersionId: id, SecretString: text, VersionStages: stages, CreatedDate };
    },
    CreateSecret(input) {
      const { Name, SecretString, ClientRequestToken, Tags } = read(createSchema, input);
      const known = store.read(Name);
      const version = {
        id: ClientRequestToken,
        text: SecretString,
        stages: ['AWSCURRENT'],
        createdAtMs: now(),
      };
      if (known && !isRepeated(known, version))
        throw exists(`The operation failed because the secret ${Name} already exists.`);
      const secret = known ?? { name: Name, tags: Tags, versions: [version] };
      store.write(secret);
      return { ...said(secret), VersionId: ClientRequestToken };
    },
    PutSecretValue(input) {
      const { SecretId, SecretString, ClientRequestToken: id, VersionStages } = read(putSchema, input);
      const secret = find(SecretId);
      const version = { id, text: SecretString, stages: VersionStages, createdAtMs: now() };
      if (!isRepeated(secret, version)) store.write(addVersion(secret, version));
      return { ...said(secret), VersionId: id, VersionStages };
    },
    UpdateSecretVersionStage(input) {
      const { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId } = read(moveSchema, input);
      const secret = find(SecretId);
      store.write(moveStage(secret, VersionStage, RemoveFromVersionId, MoveToVersionId));
      return said(secret);
    },
  };

  return answerFrom(operations);
}

function answerFrom(operations: Readonly<Record<string, (input: unknown) => object>>): Handler {
  return ({ headers, body }) => {
    const [, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
    const answer = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!answer) {
      const message = `The embedded Secrets Manager does not do this: ${operation}`;
      throw new AwsError(400, 'InvalidRequestException', message);
    }
    const output = answer(JSON.parse(body.toString()));
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(output),
    };
  };
}

function read<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const { data, error } = z.safeParse(schema, input);
  if (data !== undefined) return data;
  const places = error?.issues.map(({ path }) => path.join('.')).join(', ');
  throw new AwsError(400, 'ValidationException', `Validation errors detected at ${places}`);
}

function chooseVersion({ versions }: Secret, id: string | undefined, stage: string | undefined): Version {
  const wanted = stage ?? (id === undefined ? 'AWSCURRENT' : undefined);
  const version = versions.find(
    (one) => (id === undefined || one.id === id) && (wanted === undefined || one.stages.includes(wanted)),
  );
  if (version) return version;
  const what = id === undefined ? `staging label: ${wanted}` : `VersionId: ${id}`;
  throw notFound(`Secrets Manager can't find the specified secret value for ${what}`);
}

/** Whether a version is there already, with the same text: what was asked twice is done once. */
function isRepeated({ name, versions }: Secret, { id, text }: Version): boolean {
  const known = versions.find((one) => one.id === id);
  if (known && known.text !== text)
    throw exists(
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${name}.`,
    );
  return known !== undefined;
}

function addVersion(secret: Secret, added: Version): Secret {
  const first = secret.versions.length === 0 && !added.stages.includes('AWSCURRENT') ? ['AWSCURRENT'] : [];
  const stages = [...added.stages, ...first];
  const versions = [...secret.versions, { ...added, stages: [] }];
  return stages.reduce<Secret>((one, stage) => attach(one, stage, added.id), { ...secret, versions });
}

/** A stage is moved only from the version that has it: whoever says another one has been overtaken. */
function moveStage(
  secret: Secret,
  stage: string,
  fromId: string | undefined,
  toId: string | undefined,
): Secret {
  for (const id of [fromId, toId])
    if (id !== undefined && !secret.versions.some((one) => one.id === id))
      throw notFound(`Secrets Manager can't find the specified secret version: ${id}`);
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  if (toId !== undefined && holder && fromId === undefined && holder.id !== toId)
    throw invalid(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, ` +
        'so you must explicitly reference that version in RemoveFromVersionId.',
    );
  if (fromId !== undefined && holder?.id !== fromId)
    throw invalid(
      `When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has ` +
        `the staging label ${stage}.`,
    );
  if (toId !== undefined) return attach(secret, stage, toId);
  if (stage === 'AWSCURRENT') throw invalid("You can't remove the staging label AWSCURRENT, only move it.");
  return withStage(secret, stage, undefined);
}

/** Puts a stage onto a version and off every other; that from which AWSCURRENT goes becomes AWSPREVIOUS. */
function attach(secret: Secret, stage: string, id: string): Secret {
  const previous = secret.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.id;
  const moved = withStage(secret, stage, id);
  const isOvertaken = stage === 'AWSCURRENT' && previous !== undefined && previous !== id;
  return withinLimits(isOvertaken ? withStage(moved, 'AWSPREVIOUS', previous) : moved);
}

function withStage(secret: Secret, stage: string, id: string | undefined): Secret {
  const versions = secret.versions.map((version) => {
    const others = version.stages.filter((one) => one !== stage);
    return { ...version, stages: version.id === id ? [...others, stage] : others };
  });
  return { ...secret, versions };
}

function withinLimits(secret: Secret): Secret {
  if (secret.versions.flatMap(({ stages }) => stages).length > maxStages)
    throw new AwsError(
      400,
      'LimitExceededException',
      'The request failed because it would exceed the quota of staging labels.',
    );
  const deprecated = secret.versions.filter(({ stages }) => stages.length === 0);
  const gone = new Set(deprecated.slice(0, -maxDeprecated));
  return { ...secret, versions: secret.versions.filter((version) => !gone.has(version)) };
}

function notFound(message: string): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', message);
}

function exists(message: string): AwsError {
  return new AwsError(400, 'ResourceExistsException', message);
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterException', message);
}
