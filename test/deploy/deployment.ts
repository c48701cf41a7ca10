import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { promisify } from 'node:util';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { type CommandResult, checkout, runCommand } from '../support/command-line.ts';
import { accountId, awsVariables, region } from './place.ts';

/** A desk at which somebody deploys the stack and works with it, as the documentation says. */
export type Deployment = AsyncDisposable & {
  /** The configuration from now on. */
  configure(config: ConfigInput): Promise<void>;
  /** Makes the environment ready for the CDK, in a folder without an app. */
  bootstrap(): Promise<string>;
  /** What the CDK prints when it deploys the stack of app.ts, compares it with what is deployed, or destroys it. */
  deploy(): Promise<string>;
  diff(): Promise<string>;
  destroy(): Promise<string>;
  /** What the deployment printed as outputs. */
  outputs(): Promise<Readonly<Record<string, string>>>;
  /** Runs the command that the output StoreKeys is, in a shell, as it stands. */
  storeKeys(account: string, keys: { accessKey: string; secretKey: string }): Promise<CommandResult>;
  /** The same with RunNight. */
  runNight(account: string): Promise<CommandResult>;
  /** What is in the bucket: keys and ETags. */
  listObjects(): Promise<string[]>;
  /** Invokes a deployed function with an event; gives what it answered. */
  invoke(name: string, event: object): Promise<unknown>;
  /** What the AWS CLI answers. */
  aws(...args: readonly string[]): Promise<string>;
  /** Runs a command of vod-nightly on the stack. */
  nightly(...args: readonly string[]): Promise<CommandResult>;
  /** The environment of its commands, and the options that they all have. */
  readonly variables: Readonly<Record<string, string>>;
  options(): readonly string[];
  /** Its own, which goes with it. */
  readonly folder: string;
};

const run = promisify(execFile);

/** Opens it in a folder of its own. */
export async function openDeployment(url: string, awsCli: string): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-deploy-'));
  const outputsFile = join(folder, 'outputs.json');
  let [config, configurations] = ['', 0];
  const programs = join(folder, 'bin');
  await mkdir(programs);
  // Before 2.13 the AWS CLI knows no AWS_ENDPOINT_URL.
  await writeFile(join(programs, 'aws'), `#!/bin/sh\nexec ${awsCli} --endpoint-url ${url} "$@"\n`);
  await chmod(join(programs, 'aws'), 0o755);
  const variables = awsVariables(url);
  const environment = {
    ...variables,
    NO_COLOR: '1',
    HOME: folder,
    PATH: [programs, dirname(execPath), join(checkout, 'node_modules/.bin'), env.PATH].join(':'),
  };
  const options = () => ['--stack', 'VodNightly', '--config', config, '--directory', join(folder, '.local')];

  const execute = async (cwd: string, program: string, ...args: readonly string[]) => {
    try {
      const { stdout, stderr } = await run(program, args, { cwd, env: environment, maxBuffer: 1e8 });
      return `${stdout}${stderr}`;
    } catch (error) {
      const { stdout, stderr } = Object(error);
      throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error });
    }
  };
  const aws: Deployment['aws'] = (...args) => execute(folder, 'aws', ...args);
  const app = ['--app', 'node test/deploy/app.ts', '--output', join(folder, 'cdk.out')];
  const cdk = (command: string, ...args: readonly string[]) =>
    execute(checkout, 'cdk', command, ...app, '--context', `config=${config}`, ...args);
  const outputs: Deployment['outputs'] = async () =>
    JSON.parse(await readFile(outputsFile, 'utf8')).VodNightly;
  const runOutput = async (name: string, given: Readonly<Record<string, string>>): Promise<CommandResult> => {
    const { [name]: command = '' } = await outputs();
    const shell = { cwd: folder, env: { ...environment, ...given } };
    return run('sh', ['-c', command], shell).then(
      ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
    );
  };

  return {
    folder,
    variables,
    options,
    outputs,
    // Always in another file: this process imports each only once.
    configure: async (input) => {
      configurations += 1;
      config = join(folder, `nightly-${configurations}.config.ts`);
      await writeFile(config, `export default ${JSON.stringify(input)};\n`);
    },
    bootstrap: () => execute(folder, 'cdk', 'bootstrap', `aws://${accountId}/${region}`),
    deploy: () => cdk('deploy', '--require-approval', 'never', '--outputs-file', outputsFile),
    diff: () => cdk('diff', '--fail'),
    destroy: () => cdk('destroy', '--force'),
    aws,
    invoke: async (name, event) => {
      const [given, answer] = [join(folder, 'given.json'), join(folder, 'answer.json')];
      await writeFile(given, JSON.stringify(event));
      const payload = ['--cli-binary-format', 'raw-in-base64-out', '--payload', `file://${given}`, answer];
      await aws('lambda', 'invoke', '--function-name', name, ...payload);
      return JSON.parse(await readFile(answer, 'utf8'));
    },
    nightly: (command = '', ...args) => runCommand([command, ...args, ...options()], variables),
    storeKeys: (ACCOUNT, { accessKey, secretKey }) =>
      runOutput('StoreKeys', { ACCOUNT, NCP_ACCESS_KEY: accessKey, NCP_SECRET_KEY: secretKey }),
    runNight: (ACCOUNT) => runOutput('RunNight', { ACCOUNT }),
    listObjects: async () => {
      const { Bucket = '' } = await outputs();
      const listed = await aws('s3api', 'list-objects-v2', '--bucket', Bucket);
      return JSON.parse(listed).Contents.map(({ Key, ETag }: Record<string, string>) => `${Key} ${ETag}`);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
