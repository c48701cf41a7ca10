import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError, toErrorResponse } from '../../../local/embedded-aws/errors.ts';
import {
  type EmbeddedAws,
  type EmbeddedAwsOptions,
  startEmbeddedAws,
} from '../../../local/embedded-aws/server.ts';
import type { HttpRequest, HttpResponse, Middleware } from '../../../local/http/http-server.ts';
import { type AwsCall, readAwsCall, secretArn, secretNameIn } from './aws-call.ts';

/** An error that is answered instead of carrying the call out. */
export type Failure = { readonly status: number; readonly code: string; readonly message: string };

/** `break-after`: the call is carried out, but its caller sees a broken connection. Nothing: it goes its way. */
type Outcome = Failure | 'break-after' | undefined;

/** Decides on each call; a promise holds it up. */
type Intervention = (call: AwsCall) => Outcome | Promise<Outcome>;

/** What it is started with. Responses tell the time when there is a clock for it. */
export type ScriptedAwsOptions = Omit<EmbeddedAwsOptions, 'middleware' | 'directory'> & {
  /** Where all lies; unless told in a folder that goes when it is stopped. */
  readonly directory?: string;
  /** Secret strings by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Hears of every call before anything becomes of it. */
  readonly onCall?: (call: AwsCall) => void;
};

/** The embedded AWS, in which a test keeps secrets and makes calls fail. */
export type ScriptedAws = EmbeddedAws & {
  /** Creates or rotates a secret. */
  setSecret(name: string, secretString: string): void;
  /** Replaces the intervention in force; none at all to behave again. */
  intervene(intervention?: Intervention): void;
};

const letPass: Intervention = () => undefined;

/** Starts it; it behaves, until told. */
export async function startScriptedAws(options: ScriptedAwsOptions): Promise<ScriptedAws> {
  const { region = 'ap-northeast-2', onCall, now } = options;
  const secrets = new Map(Object.entries(options.secrets ?? {}));
  let intervention = letPass;

  const answer: Middleware = async (request, handle, connection) => {
    const call = readAwsCall(request, region);
    onCall?.(call);
    const outcome = await intervention(call);
    if (outcome !== undefined && outcome !== 'break-after') {
      const { status, code, message } = outcome;
      return toErrorResponse(call.service, new AwsError(status, code, message));
    }
    const isSecret = call.operation === 'GetSecretValue' && secrets.has(secretNameIn(request));
    const response = isSecret ? giveSecret(request, secrets, region) : await handle(request);
    if (outcome === undefined) return response;
    connection.destroy();
    return undefined;
  };

  const middleware: Middleware = async (request, handle, connection) => {
    const response = await answer(request, handle, connection);
    if (!response || !now) return response;
    return { ...response, headers: { date: new Date(now()).toUTCString(), ...response.headers } };
  };

  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'scripted-aws-')));
  const aws = await startEmbeddedAws({ ...options, directory, middleware });
  return {
    ...aws,
    async stop() {
      await aws.stop();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
    setSecret: (name, secretString) => void secrets.set(name, secretString),
    intervene: (next = letPass) => {
      intervention = next;
    },
  };
}

function giveSecret(
  request: HttpRequest,
  secrets: ReadonlyMap<string, string>,
  region: string,
): HttpResponse {
  const name = secretNameIn(request);
  const secret = { ARN: secretArn(region, name), Name: name, SecretString: secrets.get(name) };
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: 200, headers, body: JSON.stringify(secret) };
}
