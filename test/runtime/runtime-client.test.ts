import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone } from '../support/bundle-process.ts';
import { type RuntimeApi, startRuntimeApi } from '../support/runtime-api.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { startRuntimeClient } from './runtime-client.ts';

/** Leaves, after what a night keeps free for telling, no time to wait for another attempt. Milliseconds. */
const enoughForOneTry = 4_000;

describe("the bundle under AWS's own runtime client", () => {
  let stage: Stage;
  let api: RuntimeApi;
  let stop: () => void;

  beforeAll(async () => {
    const module = await bundleAlone();
    stage = await startStage(badDay);
    api = await startRuntimeApi();
    const { environment } = stage;
    stop = startRuntimeClient(api, { module, handler: 'index.handler', memoryMb: 512, environment });
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
    expect(stage.aws.deliveries()).toHaveLength(1);
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
