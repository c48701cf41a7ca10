import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Counts } from '../../../lambda/core/ledger/measurement.ts';
import type { HttpServer } from '../../../local/http/http-server.ts';
import { keysOf } from '../../../local/simulator/gateway.ts';
import { startSimulator } from '../../../local/simulator/server.ts';
import { createWorld, createWorlds } from '../../../local/simulator/world/world.ts';
import { keys, monday, nightMs, query2021, signedHeaders, statisticsPath } from './client.ts';

const target = `${statisticsPath}?${query2021(monday)}`;

describe('a simulator of many accounts', () => {
  let simulator: HttpServer;
  beforeEach(async () => {
    const worlds = { world: createWorld(1), worldOf: createWorlds(1) };
    simulator = await startSimulator({ ...keys, ...worlds, now: () => nightMs });
  });
  afterEach(() => simulator.stop());

  const ask = (signed: Parameters<typeof signedHeaders>[1]) =>
    fetch(simulator.url + target, { headers: signedHeaders(target, signed) });
  const countsOf = async (signed: Parameters<typeof signedHeaders>[1]) =>
    ((await (await ask(signed)).json()) as { content: Counts }).content;

  it('has numbers of its own for each, the same at each asking, and of a size with each other', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `account-${index}`);
    const counts = await Promise.all(names.map((name) => countsOf(keysOf(name, keys))));
    expect(new Set(counts.map((each) => JSON.stringify(each))).size).toBeGreaterThan(35);
    expect(await countsOf(keysOf('account-7', keys))).toEqual(counts[7]);
    const totals = counts.map((each) => Object.values(each).reduce((sum, count) => sum + count));
    expect(totals.toSorted((one, other) => one - other)[20]).toBeGreaterThan(90);
    expect(Math.max(...totals)).toBeLessThanOrEqual(160);
  });

  it('has the one world under its own keys, and refuses whoever signs with others', async () => {
    expect(await countsOf(keys)).toEqual(createWorld(1).statistics(monday, nightMs));
    const foreign = await ask({ ...keysOf('acme', keys), secretKey: 'of somebody else' });
    expect(foreign.status).toBe(401);
    expect((await ask({ accessKey: 'acme' })).status).toBe(401);
  });
});
