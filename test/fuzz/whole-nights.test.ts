import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// Beforehand what a night loads on its way: here it has two seconds in all.
import '../../lambda/adapters/notifier.ts';
import '../simulation/loaded-beforehand.ts';
import { connectFrom } from '../../lambda/adapters/connect.ts';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { run } from '../../lambda/night/night.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { countsIn } from './expected-counts.ts';
import { anyHostileAnswer, type HostileAnswer, sendHostile } from './hostile-answer.ts';
import { type RawVendor, startRawVendor } from './raw-vendor.ts';

/** What a night keeps free for telling, and a little for asking. Milliseconds. */
const nightMs = 2_000;

describe('a night whose vendor answers with any bytes', () => {
  let stage: Stage;
  let vendor: RawVendor;
  let log = '';
  let nights = 0;

  beforeAll(async () => {
    [stage, vendor] = await Promise.all([startStage(), startRawVendor()]);
  });
  afterAll(() => Promise.all([vendor.stop(), stage[Symbol.asyncDispose]()]));

  async function runNight(answer: HostileAnswer) {
    nights += 1;
    vendor.answer((socket) => sendHostile(socket, answer));
    const environment = { ...stage.environment, VOD_STATION_URL: vendor.url };
    const aws = {
      region: stage.environment.AWS_REGION ?? '',
      endpoint: stage.aws.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const { account, scheduledTime } = parseNightEvent(stage.event({ name: `account-${nights}` }));
    const connect = connectFrom(
      environment,
      (line) => {
        log += line;
      },
      aws,
    );
    const times = { dueMs: Date.parse(scheduledTime), deadlineMs: Date.now() + nightMs };
    const outcome = await run({ account, holder: `request-${nights}`, ...times }, connect(account));
    return { name: account.name, outcome };
  }

  it('measures or says why not, tells it, keeps the answer, and leaves nothing undone', async () => {
    await fc.assert(
      fc.asyncProperty(anyHostileAnswer, async (answer) => {
        const { name, outcome } = await runNight(answer);
        const [line, ...others] = await stage.ledger(name);
        expect(others).toEqual([]);
        expect(line).toEqual(outcome.line);
        expect(line?.notices.map(({ state }) => state)).not.toContain('pending');
        const archived = await stage.objects('');
        if (line?.state === 'measured') {
          expect(line.counts).toEqual(countsIn(answer.body));
          expect(archived.has(line.snapshot)).toBe(true);
          expect(outcome.failures).toEqual([]);
        } else {
          expect(line?.notices).toMatchObject([{ kind: 'unavailable', state: 'sent' }]);
          expect(outcome.failures.map(({ message }) => message)).toEqual([
            expect.stringContaining('measured'),
          ]);
          if (line?.rejected !== undefined) expect(archived.has(line.rejected)).toBe(true);
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    const deliveries = JSON.stringify(stage.aws.deliveries());
    const everything = [...(await stage.objects()).values(), deliveries, log].join('\n');
    for (const secret of [stage.keys.secretKey, ...vendor.signatures])
      expect(everything).not.toContain(secret);
  }, 120_000);
});
