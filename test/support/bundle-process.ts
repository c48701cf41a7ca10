import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { bundleFunction } from '../../infra/function/bundle.ts';

/** What a process of its own made of one event. */
export type ProcessResult = {
  readonly exitCode: number | null;
  /** What the handler returned; absent when it threw. */
  readonly result?: unknown;
  /** What it threw; absent when it returned. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly stack: string };
  readonly log: string;
};

/** Bundles the function into a folder of its own, in which there is nothing else. */
export async function bundleAlone(): Promise<string> {
  return bundleFunction('night', await mkdtemp(join(tmpdir(), 'vod-nightly-bundle-')));
}

/** Stands in for Lambda: imports the bundle, calls its handler once, and writes what came of it to descriptor 3. */
const driver = `
  import { writeSync } from 'node:fs';
  const { handler } = await import(process.env.BUNDLE_URL);
  const endsMs = Date.now() + Number(process.env.REMAINING_MS);
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => endsMs - Date.now() };
  const outcome = await handler(JSON.parse(process.env.EVENT), context).then(
    (result) => ({ result }),
    (error) => ({ error: { errorType: error.name, errorMessage: error.message, stack: error.stack } }),
  );
  writeSync(3, JSON.stringify(outcome));
`;

/** Runs the bundle in a process with the given environment and no other variable. */
export async function invokeInProcess(
  bundle: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
  remainingMs = 60_000,
): Promise<ProcessResult> {
  const env = {
    ...environment,
    REMAINING_MS: String(remainingMs),
    BUNDLE_URL: pathToFileURL(bundle).href,
    EVENT: JSON.stringify(event),
  };
  const child = spawn(execPath, ['--input-type=module', '--eval', driver], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [, stdout, stderr, outcome] = child.stdio;
  const streams = [stdout, stderr, outcome].map((stream) => text(stream as NodeJS.ReadableStream));
  const [log = '', errors = '', said = ''] = await Promise.all(streams);
  return { exitCode: await exited, log: `${log}${errors}`, ...(said === '' ? {} : JSON.parse(said)) };
}
