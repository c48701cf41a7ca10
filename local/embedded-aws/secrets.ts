import * as z from 'zod/mini';
import type { Handler } from '../http/http-server.ts';
import { AwsError, jsonType } from './errors.ts';
import type { Secret, SecretStore, Version } from './secret-store.ts';

const nameSchema = z.string().check(z.regex(/^[A-Za-z0-9/_+=.@!-]{1,512}$/));
const idSchema = z.string().check(z.minLength(32), z.maxLength(64));
const stageSchema = z.string().check(z.minLength(1), z.maxLength(256));
/** docs: Secrets Manager user guide, Quotas. */
const valueSchema = z.string().check(z.refine((text) => Buffer.byteLength(text) <= 65_536));
const maxStages = 20;
/** Of versions without stages; Secrets Manager keeps those of the last day however many they are. */
const maxDeprecated = 100;

const getSchema = z.strictObject({
  SecretId: z.string(),
  VersionStage: z._default(stageSchema, 'AWSCURRENT'),
});
const createSchema = z.strictObject({
  Name: nameSchema,
  Description: z.optional(z.string()),
  SecretString: valueSchema,
  ClientRequestToken: idSchema,
  Tags: z._default(z.array(z.object({ Key: z.string(), Value: z.string() })), []),
});
const putSchema = z.strictObject({
  SecretId: z.string(),
  SecretString: valueSchema,
  ClientRequestToken: idSchema,
  VersionStages: z._default(z.array(stageSchema).check(z.minLength(1)), ['AWSCURRENT']),
});
const moveSchema = z.strictObject({
  SecretId: z.string(),
  VersionStage: stageSchema,
  RemoveFromVersionId: idSchema,
  MoveToVersionId: z.optional(idSchema),
});

/**
 * Answers as Secrets Manager does, what is needed to keep key rings; of values texts alone. docs: its API reference; the texts of
 * errors are as others have recorded them.
 * @throws AwsError
 */
export function createSecrets(store: SecretStore, now: () => number): Handler {
  const find = (name: string): Secret => {
    const secret = store.read(name);
    if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
    return secret;
  };
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    GetSecretValue(input) {
      const { SecretId, VersionStage } = read(getSchema, input);
      const secret = find(SecretId);
      const version = secret.versions.find(({ stages }) => stages.includes(VersionStage));
      if (!version)
        throw notFound(
          `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
        );
      const { id, text, stages } = version;
      return { Name: secret.name, VersionId: id, SecretString: text, VersionStages: stages };
    },
    CreateSecret(input) {
      const { Name: name, SecretString: text, ClientRequestToken: id, Tags } = read(createSchema, input);
      const version = { id, text, stages: ['AWSCURRENT'], createdAtMs: now() };
      const known = store.read(name);
      if (known && !isRepeated(known, version))
        throw exists(`The operation failed because the secret ${name} already exists.`);
      const secret = known ?? { name, tags: Tags, versions: [version] };
      store.write(secret);
      return { Name: name, VersionId: id };
    },
    PutSecretValue(input) {
      const { SecretId, SecretString: text, ClientRequestToken: id, VersionStages } = read(putSchema, input);
      const secret = find(SecretId);
      const version = { id, text, stages: [], createdAtMs: now() };
      if (!isRepeated(secret, version)) {
        const added = { ...secret, versions: [...secret.versions, version] };
        store.write(VersionStages.reduce<Secret>((one, stage) => attach(one, stage, id), added));
      }
      return { Name: secret.name, VersionId: id };
    },
    UpdateSecretVersionStage(input) {
      const { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId } = read(moveSchema, input);
      const secret = find(SecretId);
      store.write(moveStage(secret, VersionStage, RemoveFromVersionId, MoveToVersionId));
      return { Name: secret.name };
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
    return { status: 200, headers: { 'content-type': jsonType }, body: JSON.stringify(output) };
  };
}

function read<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const { data, error } = z.safeParse(schema, input);
  if (data !== undefined) return data;
  const places = error?.issues.map(({ path }) => path.join('.')).join(', ');
  throw new AwsError(400, 'ValidationException', `Validation errors detected at ${places}`);
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

/** A stage is moved only from the version that has it: whoever says another one has been overtaken. */
function moveStage(secret: Secret, stage: string, fromId: string, toId: string | undefined): Secret {
  for (const id of [fromId, toId])
    if (id !== undefined && !secret.versions.some((one) => one.id === id))
      throw notFound(`Secrets Manager can't find the specified secret version: ${id}`);
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  if (holder?.id !== fromId)
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
