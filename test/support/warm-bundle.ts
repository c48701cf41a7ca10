import { spawn } from 'node:child_process';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** What one invocation came to. */
export type WarmResult = {
  /** What the handler returned; absent when it threw. */
  readonly result?: unknown;
  /** What the handler threw; absent when it returned. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
  /** What was left of the invocation when the handler was done, milliseconds; less than nothing when it never was. */
  readonly leftMs: number;
};

/** The bundle in a process of its own, which is invoked again and again, as Lambda does with a warm one. */
export type WarmBundle = AsyncDisposable & {
  invoke(event: unknown, remainingMs: number): Promise<WarmResult>;
};

/** Takes an event a line, and writes what came of it to descriptor 3, a line each. */
const driver = `
  import { writeSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  const { handler } = await import(process.env.BUNDLE_URL);
  for await (const line of createInterface({ input: process.stdin })) {
    const { event, remainingMs, awsRequestId } = JSON.parse(line);
    const endsMs = Date.now() + remainingMs;
    const context = { awsRequestId, getRemainingTimeInMillis: () => endsMs - Date.now() };
    const outcome = await handler(event, context).then(
      (result) => ({ result }),
      (error) => ({ error: { errorType: error.name, errorMessage: error.message } }),
    );
    writeSync(3, JSON.stringify({ ...outcome, leftMs: endsMs - Date.now() }) + '\\n');
  }
`;

/** Starts it with the given environment and no other variable. */
export function startWarmBundle(bundle: string, environment: Readonly<Record<string, string>>): WarmBundle {
  const child = spawn(execPath, ['--input-type=module', '--eval', driver], {
    env: { ...environment, BUNDLE_URL: pathToFileURL(bundle).href },
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const outcomes = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream })[
    Symbol.asyncIterator
  ]();
  return {
    async invoke(event, remainingMs) {
      child.stdin?.write(`${JSON.stringify({ event, remainingMs, awsRequestId: crypto.randomUUID() })}\n`);
      // What Lambda would kill is given a little longer here, for a busy machine.
      const late = wait(remainingMs + 10_000, undefined, { ref: false });
      const said = await Promise.race([outcomes.next(), late]);
      return said?.value === undefined ? { leftMs: -1 } : JSON.parse(said.value);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
    },
  };
}
