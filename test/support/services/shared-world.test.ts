import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, nightly, signedHeaders, statisticsPath } from '../../local/simulator/client.ts';
import { startScriptedSimulator } from './scripted-simulator.ts';

let simulator: Awaited<ReturnType<typeof startScriptedSimulator>>;

beforeEach(async () => {
  simulator = await startScriptedSimulator({ ...nightly, isShared: true });
});

afterEach(() => simulator.stop());

describe('a world that accounts share', () => {
  const statusWith = async (accessKey: string, secretKey = keys.secretKey) =>
    (
      await fetch(simulator.url + statisticsPath, {
        headers: signedHeaders(statisticsPath, { accessKey, secretKey }),
      })
    ).status;

  it('is open to every key that ends with its own, and to no other, and records whose key it was', async () => {
    expect(await statusWith(`acme-${keys.accessKey}`)).toBe(200);
    expect(await statusWith(keys.accessKey)).toBe(200);
    expect(await statusWith('acme')).toBe(401);
    expect(await statusWith(`acme-${keys.accessKey}`, 'another-secret-key')).toBe(401);
    expect(simulator.requests[0]).toMatchObject({ accessKey: `acme-${keys.accessKey}`, httpStatus: 200 });
  });

  it('misbehaves for whom it is told to', async () => {
    const when = ({ accessKey }: { accessKey: string }) => accessKey.startsWith('acme-');
    simulator.behave({ reply: { kind: 'error', httpStatus: 403 }, when });
    expect(await statusWith(`acme-${keys.accessKey}`)).toBe(403);
    expect(await statusWith(`globex-${keys.accessKey}`)).toBe(200);
  });
});
