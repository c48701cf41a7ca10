import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { execPath } from 'node:process';
import type { RuntimeApi } from '../support/runtime-api.ts';
import { installRuntimeClient } from './install-client.ts';

/** What the runtime is given to run. */
export type Deployment = {
  readonly module: string;
  /** Module and export, as in a function's configuration: `index.handler`. */
  readonly handler: string;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
};

/** Runs a module under AWS's own runtime client, with the variables that Lambda sets; gives what stops it. */
export function startRuntimeClient(
  api: RuntimeApi,
  { module, handler, memoryMb, environment }: Deployment,
): () => void {
  const taskRoot = dirname(module);
  const child = spawn(execPath, [installRuntimeClient(), handler], {
    cwd: taskRoot,
    stdio: 'ignore',
    env: {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
      AWS_LAMBDA_FUNCTION_NAME: 'nightly',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/nightly',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    },
  });
  return () => {
    child.kill();
  };
}
