import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/** Who runs a night, and by which clock. */
export type NightCaller = {
  readonly requestId: string;
  /** How far the process's clock is ahead of the machine's, milliseconds. */
  readonly clockAheadMs: number;
};

/** How a night's process ended. */
export type NightEnd = {
  /** Whether the handler came to its end, however the process ended. */
  readonly finished: boolean;
  /** What the handler threw, if it did. */
  readonly error?: string;
  /** From the call of the handler to its end as seen from here; only of a night that finished. */
  readonly durationMs: number;
  readonly log: string;
};

/** A night in a process of its own that can be killed at any instant. */
export type NightProcess = {
  /** Resolves when the bundle is loaded and its handler is about to be called. */
  readonly started: Promise<unknown>;
  readonly ended: Promise<NightEnd>;
  /** SIGKILL: the process gets no chance to put anything in order. */
  kill(): void;
};

/** Stands in for Lambda; says on descriptor 3 when the night starts and what came of it. */
const driver = `
  import { writeSync } from 'node:fs';
  const machineNow = Date.now;
  const { BUNDLE_URL, CLOCK_AHEAD_MS, EVENT, REQUEST_ID } = process.env;
  Date.now = () => machineNow() + Number(CLOCK_AHEAD_MS);
  const { handler } = await import(BUNDLE_URL);
  const endsMs = Date.now() + 90_000;
  const context = { awsRequestId: REQUEST_ID, getRemainingTimeInMillis: () => endsMs - Date.now() };
  writeSync(3, 'started\\n');
  const outcome = await handler(JSON.parse(EVENT), context).then(() => ({}), ({ message }) => ({ error: message }));
  writeSync(3, JSON.stringify(outcome) + '\\n');
`;

/** Starts a night of the bundle with the given environment and no other variable. */
export function startNight(
  bundle: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
  { requestId, clockAheadMs }: NightCaller,
): NightProcess {
  const env = {
    ...environment,
    BUNDLE_URL: pathToFileURL(bundle).href,
    CLOCK_AHEAD_MS: String(clockAheadMs),
    EVENT: JSON.stringify(event),
    REQUEST_ID: requestId,
  };
  const child = spawn(execPath, ['--input-type=module', '--eval', driver], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const [, stdout, stderr, said] = child.stdio as unknown as Readable[];
  const streams = [stdout, stderr].map((stream) => (stream ? text(stream) : ''));
  const words: { readonly atMs: number; readonly line: string }[] = [];
  if (!said) throw new Error('the process has no descriptor 3');
  const lines = createInterface({ input: said });
  lines.on('line', (line) => words.push({ atMs: performance.now(), line }));
  const closed = once(lines, 'close');

  async function end(): Promise<NightEnd> {
    const [log = '', errors = ''] = await Promise.all(streams);
    await Promise.all([exited, closed]);
    const [start, finish] = words;
    return {
      finished: finish !== undefined,
      durationMs: start && finish ? finish.atMs - start.atMs : 0,
      log: `${log}${errors}`,
      ...(finish && JSON.parse(finish.line)),
    };
  }

  return {
    started: Promise.race([once(lines, 'line'), exited]),
    ended: end(),
    kill: () => child.kill('SIGKILL'),
  };
}
