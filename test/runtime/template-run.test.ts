import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { type Deployed, deployHere } from '../support/deployed.ts';
import { type RuntimeApi, startRuntimeApi } from '../support/runtime-api.ts';
import { badDay } from '../support/stage.ts';
import { startRuntimeClient } from './runtime-client.ts';

const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);

describe("the template's function under AWS's own runtime client", () => {
  let deployed: Deployed;
  let api: RuntimeApi;
  let stop: () => void;
  beforeAll(async () => {
    deployed = await deployHere();
    deployed.simulator.world.setCounts(yesterday, badDay);
    api = await startRuntimeApi();
    stop = startRuntimeClient(api, deployed);
  }, 600_000);
  afterAll(async () => {
    stop();
    await api.stop();
    await deployed[Symbol.asyncDispose]();
  });

  it('runs the night that the schedule starts, and tells', async () => {
    const { kind, body } = await api.invoke(deployed.event(), deployed.timeoutMs);
    expect({ kind, body }).toMatchObject({
      kind: 'response',
      body: { account: 'acme', date: yesterday, counts: badDay },
    });
    expect(deployed.aws.deliveries()).toHaveLength(1);
  });
});
