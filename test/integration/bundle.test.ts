import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone, invokeInProcess } from '../support/bundle-process.ts';
import type { Behaviour } from '../support/services/behaviours.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

/** Leaves, after what a night keeps free for telling, no time to wait for another attempt. Milliseconds. */
const enoughForOneTry = 4_000;

describe('the bundle in a process of its own', () => {
  let bundle: string;
  let stage: Stage;
  beforeAll(async () => {
    bundle = await bundleAlone();
    stage = await startStage(badDay);
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.aws.intervene();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('reads no more at its start than a night needs, in two files', async () => {
    const read = new Set<string>();
    expect(await sizeAtStart(bundle, read)).toBeLessThan(410_000);
    expect(read.size).toBe(2);
  });

  it('runs a good night: archives, records and tells', async () => {
    const { result, error, exitCode } = await invokeInProcess(bundle, stage.event(), stage.environment);
    expect(error).toBeUndefined();
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({
      account: 'acme',
      date: stage.yesterday,
      state: 'measured',
      counts: badDay,
    });
    expect([...(await stage.objects('snapshots/')).keys()]).toHaveLength(1);
    expect(stage.aws.deliveries()).toMatchObject([{ protocol: 'email', recipient: 'ops@example.com' }]);
  });

  it('refuses a bad event with all its faults, before anything is asked', async () => {
    const asked = stage.simulator.requests.length;
    const event = {
      account: { name: 'Acme!', timeZone: 'Mars/Olympus' },
      scheduledTime: 'yesterday',
      extra: 1,
    };
    const { result, error } = await invokeInProcess(bundle, event, stage.environment);
    expect(result).toBeUndefined();
    expect(error?.errorType).toBe('InvalidInputError');
    for (const place of ['account.name', 'account.timeZone', 'scheduledTime', 'extra']) {
      expect(error?.errorMessage).toContain(place);
    }
    expect(stage.simulator.requests).toHaveLength(asked);
  });

  it.each<[string, Behaviour]>([
    ['fails', { reply: { kind: 'error', httpStatus: 503 } }],
    ['does not answer', { transfer: { kind: 'slow', headersAfterMs: 60_000 } }],
  ])('ends at once when the ledger cannot be read, although the vendor %s', async (_, behaviour) => {
    stage.simulator.behave(behaviour);
    stage.aws.intervene(({ action }) =>
      action === 's3:GetObject' ? { status: 403, code: 'AccessDenied', message: 'no' } : undefined,
    );
    const startedMs = performance.now();
    const { error } = await invokeInProcess(bundle, stage.event(), stage.environment);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(error?.errorType).toBe('ForbiddenError');
  });

  it('is thrown out of with a stack trace that names the sources', async () => {
    const { error } = await invokeInProcess(bundle, {}, stage.environment);
    expect(error?.stack).toMatch(/\n {4}at .*\([^:]*lambda\/config\/parse-input\.ts:\d+:\d+\)\n/);
    expect(error?.stack).toMatch(/lambda\/handler\.ts:\d+:\d+/);
    expect(error?.stack).not.toMatch(/\.mjs/);
  });

  it('fails the night when the vendor is down, having told so and kept what it was answered', async () => {
    stage.simulator.behave({ reply: { kind: 'error', httpStatus: 503 } });
    const event = stage.event({ name: 'other' });
    const { result, error } = await invokeInProcess(bundle, event, stage.environment, enoughForOneTry);
    expect(result).toBeUndefined();
    expect(error?.errorType).toBe('NightFailedError');
    expect(await stage.ledger('other')).toMatchObject([
      { date: stage.yesterday, state: 'unavailable', notices: [{ kind: 'unavailable', state: 'sent' }] },
    ]);
    expect([...(await stage.objects('rejected/account=other/')).keys()]).toHaveLength(1);
  });
});

/** Bytes of a module and of all that it imports outright; what it imports when it is needed is not among them. */
async function sizeAtStart(module: string, read: Set<string>): Promise<number> {
  if (read.has(module)) return 0;
  read.add(module);
  const code = await readFile(module, 'utf8');
  let size = Buffer.byteLength(code);
  for (const [, path = ''] of code.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g))
    size += await sizeAtStart(resolve(dirname(module), path), read);
  return size;
}
