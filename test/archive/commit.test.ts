import { describe, expect, it } from 'vitest';
import { updateObject } from '../../lambda/archive/commit.ts';
import { ConflictError } from '../../lambda/errors.ts';
import type { Ports, StoredText } from '../../lambda/ports.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';

/** One object that holds writes against their conditions, and lets others write in between. */
function shelf(first?: StoredText) {
  let stored = first;
  let versions = 0;
  const slept: number[] = [];
  const write = (text: string) => {
    versions += 1;
    stored = { text, version: `v${versions}` };
  };
  const archive = {
    readVersion: async () => stored,
    replace: async ({ body }: { body: string }, version: string | undefined) => {
      if (version !== stored?.version) throw new ConflictError('somebody else wrote it');
      write(body);
    },
  } as unknown as Ports['archive'];
  const clock = {
    now: () => 0,
    sleep: async (ms: number) => {
      slept.push(ms);
    },
  };
  const ports = { archive, clock, random: () => 0.5, telemetry: silentTelemetry };
  return { ports, write, slept, text: () => stored?.text };
}

describe('updating an object', () => {
  it('creates it where there is none', async () => {
    const { ports, text } = shelf();
    await updateObject('a', 'text/plain', (present) => `${present ?? 'new'}!`, ports);
    expect(text()).toBe('new!');
  });

  it('makes the change again on what somebody else wrote meanwhile, after a wait', async () => {
    const { ports, text, write, slept } = shelf();
    let others = 2;
    const change = (present = '') => {
      if (others > 0) write(`${present}other `);
      others -= 1;
      return `${present}ours`;
    };
    await updateObject('a', 'text/plain', change, ports);
    expect(text()).toBe('other other ours');
    expect(slept).toEqual([50, 100]);
  });

  it('writes nothing when there is nothing to change', async () => {
    const { ports, text } = shelf({ text: 'as it is', version: 'v0' });
    await updateObject('a', 'text/plain', (present) => present, ports);
    await updateObject('a', 'text/plain', () => undefined, ports);
    expect(await ports.archive.readVersion('a')).toEqual({ text: 'as it is', version: 'v0' });
    expect(text()).toBe('as it is');
  });

  it('gives up after twelve lost races', async () => {
    const { ports, write, slept } = shelf();
    const change = () => {
      write('other');
      return 'ours';
    };
    await expect(updateObject('a', 'text/plain', change, ports)).rejects.toThrow(ConflictError);
    expect(slept).toHaveLength(11);
  });
});
