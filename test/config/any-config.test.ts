import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { faultsOf } from '../support/faults.ts';

/** From which on clock changes matter here. */
const nowMs = Date.UTC(2026, 10, 27);

const faultsIn = (config: unknown) => faultsOf(() => defineConfig(config as ConfigInput, nowMs));

describe('a configuration of anything at all', () => {
  const some = (known: object) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.anything() },
      { weight: 4, arbitrary: fc.record(known, { requiredKeys: [] }) },
    );
  const text = fc.oneof(
    fc.anything(),
    fc.constantFrom('acme', 'Europe/London', '01:10', 'a@b.com', 'critical'),
  );
  const list = fc.oneof(
    text,
    fc.array(fc.oneof(text, some({ address: text, accounts: fc.array(text) })), { maxLength: 3 }),
  );
  const account = some({
    ...{ name: text, timeZone: text, time: text, secret: text, secretKmsKey: text },
    quiet: some({ weekdays: list, dates: list }),
    tags: list,
    rules: some({ stuck: text, failureRate: some({ warning: text }) }),
  });
  const shift = some({ name: text, timeZone: text, time: text });
  const config = some({
    accounts: fc.oneof(fc.anything(), fc.array(account, { maxLength: 3 })),
    fleet: some({
      shifts: fc.oneof(list, fc.array(shift, { maxLength: 3 })),
      concurrency: text,
      passes: list,
    }),
    alerts: some({ email: list, sms: list, https: list, smsSeverities: list }),
    deployment: some({ memoryMb: text, runbookUrl: text }),
  });

  it('is taken or refused with its faults, each on one line with a place, and nothing else is thrown', () => {
    fc.assert(
      fc.property(config, (given) => {
        for (const fault of faultsIn(given)) expect(fault).toMatch(/^\S.*: \S.*$/);
      }),
      { seed: 20_261_127, numRuns: 2_000 },
    );
  });
});
