import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone } from '../support/bundle-process.ts';
import { type RuntimeApi, startRuntimeApi } from '../support/runtime-api.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { installRuntimeClient } from './install-client.ts';

/** Leaves, after what a night keeps free for telling, no time to wait for another attempt. Milliseconds. */
const enoughForOneTry = 32_500;

describe("the bundle under AWS's own runtime client", () => {
  let stage: Stage;
  let api: RuntimeApi;
  let stop: () => void;

  beforeAll(async () => {
    const client = installRuntimeClient();
    const bundle = await bundleAlone();
    stage = await startStage(badDay);
    api = await startRuntimeApi();
    const child = spawn(execPath, [client, 'index.handler'], {
      cwd: dirname(bundle),
      stdio: 'ignore',
      env: {
        ...stage.environment,
        AWS_LAMBDA_RUNTIME_API: api.address,
        LAMBDA_TASK_ROOT: dirname(bundle),
        _HANDLER: 'index.handler',
        AWS_LAMBDA_FUNCTION_NAME: 'nightly',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/nightly',
        AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      },
    });
    stop = () => child.kill();
  }, 600_000);
  afterAll(async () => {
    stop();
    await api.stop();
    await stage[Symbol.asyncDispose]();
  });

  it('records the summary of a good night as its result', async () => {
    const { kind, body } = await api.invoke(stage.event());
    expect(kind).toBe('response');
    expect(body).toMatchObject({ account: 'acme', date: stage.yesterday, state: 'measured', counts: badDay });
    expect(await stage.aws.deliveries()).toHaveLength(1);
  });

  it('records a refused event as an error with all its faults', async () => {
    const { kind, body } = await api.invoke({ account: { name: 'Acme!' }, scheduledTime: 'yesterday' });
    expect(kind).toBe('error');
    expect(body).toMatchObject({ errorType: 'InvalidInputError' });
    expect(JSON.stringify(body)).toContain('account.name');
    expect(JSON.stringify(body)).toContain('scheduledTime');
  });

  it('records an outage of the vendor as an error, so that Lambda tries again', async () => {
    stage.simulator.behave({ reply: { kind: 'error', httpStatus: 503 } });
    const { kind, body } = await api.invoke(stage.event({ name: 'other' }), enoughForOneTry);
    expect(kind).toBe('error');
    expect(body).toMatchObject({ errorType: 'NightFailedError' });
    expect(await stage.ledger('other')).toMatchObject([{ state: 'unavailable', fault: { code: 'outage' } }]);
  });
});
