import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
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
  /** @param freezeBefore the number of the request, from 1, just before which the process is to freeze */
  invoke(event: unknown, remainingMs: number, freezeBefore?: number): Promise<WarmResult>;
  /** SIGSTOP: all that the process does comes to a halt, be it in the middle, as when Lambda freezes it. */
  freeze(): void;
  /** Whether it has come to a halt. */
  isFrozen(): Promise<boolean>;
  /** SIGCONT: it goes on where it was. */
  thaw(): void;
};

/**
 * Takes an event a line, and writes what came of it to descriptor 3, a line each. Its clock is as far ahead of the machine's as a
 * file says, if there is one, milliseconds.
 */
const driver = `
  import { subscribe } from 'node:diagnostics_channel';
  import { readFileSync, writeSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  const { BUNDLE_URL, CLOCK_AHEAD_FILE } = process.env;
  const machineNow = Date.now;
  if (CLOCK_AHEAD_FILE) Date.now = () => machineNow() + Number(readFileSync(CLOCK_AHEAD_FILE, 'utf8'));
  let toGo = 0;
  subscribe('http.client.request.created', () => {
    toGo -= 1;
    if (toGo === 0) process.kill(process.pid, 'SIGSTOP');
  });
  const { handler } = await import(BUNDLE_URL);
  for await (const line of createInterface({ input: process.stdin })) {
    const { event, remainingMs, freezeBefore, awsRequestId } = JSON.parse(line);
    toGo = freezeBefore;
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
    async invoke(event, remainingMs, freezeBefore = 0) {
      const awsRequestId = crypto.randomUUID();
      child.stdin?.write(`${JSON.stringify({ event, remainingMs, freezeBefore, awsRequestId })}\n`);
      // What Lambda would kill is given a little longer here, for a busy machine.
      const late = wait(remainingMs + 10_000, undefined, { ref: false });
      const said = await Promise.race([outcomes.next(), late]);
      return said?.value === undefined ? { leftMs: -1 } : JSON.parse(said.value);
    },
    freeze: () => child.kill('SIGSTOP'),
    isFrozen: async () => (await stateOf(child.pid)) === 'T',
    thaw: () => child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** As Linux tells it: `T` is stopped. docs: proc_pid_stat(5), of which the state follows the name in brackets. */
async function stateOf(pid: number | undefined): Promise<string | undefined> {
  return /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1];
}
