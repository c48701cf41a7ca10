import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { accountId, region } from './place.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where each emulator listens, by name; none without Python. */
    readonly emulators: Readonly<Record<string, string>>;
    /** The AWS CLI, version 2; empty where there is none. */
    readonly awsCli: string;
    /** Where moto's state machines look for AWS: for a front of it, which runs functions. */
    readonly frontPort: number;
  }
}

/** A program of PyPI that behaves as AWS, more or less: docs/emulators.md. */
type Emulator = {
  readonly name: string;
  readonly requirements: readonly [first: string, ...others: string[]];
  readonly start: (port: number) => readonly [program: string, ...args: string[]];
  readonly variables?: (port: number) => Readonly<Record<string, string>>;
};

const emulators: readonly Emulator[] = [
  {
    name: 'MiniStack',
    requirements: ['ministack==1.5.33'],
    start: () => ['ministack'],
    variables: (port) => ({
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: accountId,
      // The deployed function runs in this Node.js, and finds the emulator where AWS would be.
      LAMBDA_EXECUTOR: 'local',
      AWS_ENDPOINT_URL: urlOf(port),
      // State machines wait a tenth of what they say.
      SFN_WAIT_SCALE: '0.1',
      PATH: `${dirname(execPath)}:${env.PATH}`,
    }),
  },
  {
    name: 'moto',
    // With `moto[server]` would come what its CloudFormation needs: twice the size.
    requirements: ['moto[s3,stepfunctions]==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.2'],
    start: (port) => ['moto_server', '-H', '127.0.0.1', '-p', String(port)],
    variables: () => ({ MOTO_PORT: String(frontPort) }),
  },
];

const run = promisify(execFile);
const frontPort = await findFreePort();
const running: { readonly child: ChildProcess; readonly scratch: string }[] = [];

/** Installs the emulators where they are not yet, below .runtime, and starts them; says what is left out, and for want of what. */
export async function setup({ provide }: TestProject): Promise<void> {
  const awsCli = await findAwsCli();
  const hasPython = await answers('python3', '--version', /^Python 3/);
  if (!hasPython) console.warn('test:deploy: skipped, all of it: there is no python3 to run the emulators');
  else if (awsCli === '')
    console.warn(
      'test:deploy: skipped, the life of the stack: there is no AWS CLI, version 2 (AWS_CLI says where)',
    );
  provide('awsCli', awsCli);
  provide('frontPort', frontPort);
  // Also when one of them does not start, or somebody ends the tests.
  process.once('exit', () => {
    for (const { child } of running) kill(child);
  });
  const started: [name: string, url: string][] = [];
  for (const emulator of hasPython ? emulators : [])
    started.push([emulator.name, await start(emulator, await install(emulator))]);
  provide('emulators', Object.fromEntries(started));
}

/** Stops them, and the functions that they run. */
export async function teardown(): Promise<void> {
  for (const { child, scratch } of running) {
    const ended = hasEnded(child) || once(child, 'exit');
    kill(child);
    await ended;
    await rm(scratch, { recursive: true });
  }
}

/** Each is in a group of its own, so that what it starts ends with it. */
function kill(child: ChildProcess): void {
  if (child.pid !== undefined && !hasEnded(child)) process.kill(-child.pid);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** The folder of its programs, in a Python environment of its own. */
async function install({ requirements }: Emulator): Promise<string> {
  const folder = fileURLToPath(
    new URL(`../../.runtime/${requirements[0].replace('==', '-')}`, import.meta.url),
  );
  const installed = `${folder}/installed`;
  if (!existsSync(installed)) {
    console.warn(`test:deploy: installing ${requirements.join(', ')}`);
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(`${folder}/bin/pip`, ['install', '--quiet', '--disable-pip-version-check', ...requirements]);
    await run('touch', [installed]);
  }
  return `${folder}/bin`;
}

async function start({ name, start: startAt, variables }: Emulator, folder: string): Promise<string> {
  const port = await findFreePort();
  const [program, ...args] = startAt(port);
  // It leaves functions' code there.
  const scratch = await mkdtemp(join(tmpdir(), 'vod-nightly-emulator-'));
  const child = spawn(`${folder}/${program}`, args, {
    detached: true,
    stdio: 'ignore',
    env: { PATH: env.PATH, TMPDIR: scratch, ...variables?.(port) },
  });
  running.push({ child, scratch });
  const url = urlOf(port);
  for (let tries = 0; tries < 600; tries += 1) {
    if (hasEnded(child)) throw new Error(`${name} does not start: exit code ${child.exitCode}`);
    if (await fetch(url).catch(() => undefined)) return url;
    await wait(200);
  }
  throw new Error(`${name} does not answer at ${url}`);
}

/** A name, not an address: the SDK reaches a bucket at an IP address by path whatever it is told. */
function urlOf(port: number): string {
  return `http://localhost:${port}`;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

/** The first of the usual places where there is version 2: the commands that the stack prints need it. */
async function findAwsCli(): Promise<string> {
  const usual = ['aws', '/usr/bin/aws', '/usr/local/bin/aws'];
  for (const program of env.AWS_CLI ? [env.AWS_CLI] : usual)
    if (await answers(program, '--version', /^aws-cli\/2\./)) return program;
  return '';
}

async function answers(program: string, option: string, expected: RegExp): Promise<boolean> {
  const { stdout } = await run(program, [option]).catch(() => ({ stdout: '' }));
  return expected.test(stdout);
}
