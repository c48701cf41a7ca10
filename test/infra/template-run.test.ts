import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { invokeInProcess } from '../support/bundle-process.ts';
import { type Deployed, deployHere } from '../support/deployed.ts';
import { badDay, quietDay } from '../support/stage.ts';
import { isAllowed } from './permissions.ts';
import { synthesisMs } from './synthesis.ts';

const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);

describe('the template itself, run', () => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await deployHere();
  }, synthesisMs);
  afterEach(() => deployed.aws.intervene());
  afterAll(() => deployed[Symbol.asyncDispose]());

  const run = (event: unknown = deployed.event(), environment = deployed.environment) =>
    invokeInProcess(deployed.module, event, {
      ...environment,
      NODE_OPTIONS: `--max-old-space-size=${deployed.memoryMb}`,
    });

  it('runs the first night ever: an alert night with the keys from the secret, archived, recorded, told, measured', async () => {
    deployed.simulator.world.setCounts(yesterday, badDay);
    const { result, error, log } = await run();
    expect(error).toBeUndefined();
    expect(result).toMatchObject({
      account: 'acme',
      date: yesterday,
      counts: badDay,
      snapshot: expect.stringContaining(`snapshots/account=acme/date=${yesterday}/`),
      ledger: `ledger/account=acme/year=${yesterday.slice(0, 4)}/days.jsonl`,
      notices: [{ kind: 'breached' }],
    });
    expect(deployed.aws.deliveries()).toMatchObject([{ recipient: 'ops@example.com' }]);
    const metrics = log.split('\n').filter((line) => line.includes('"CloudWatchMetrics"'));
    expect(metrics.map((line) => JSON.parse(line))).toMatchObject([
      { Failure: badDay.failure },
      { NightCompleted: 1 },
    ]);
  });

  it('runs a quiet night over a ledger that is there, and a night that fails', async () => {
    deployed.simulator.world.setCounts(yesterday, quietDay);
    expect((await run()).error).toBeUndefined();
    deployed.simulator.behave({ reply: { kind: 'error', httpStatus: 400 } });
    const dayBefore = Date.now() - 86_400_000;
    expect((await run(deployed.event(dayBefore))).error?.errorType).toBe('NightFailedError');
    deployed.simulator.behave();
  });

  it('runs the check that the schedule starts: what the failed night left out is told, and counted for the alarms', async () => {
    const before = deployed.aws.deliveries().length;
    const schedule = deployed.paper.idOf('AWS::Scheduler::Schedule', 'Check');
    const { Target } = deployed.paper.propertiesOf(schedule) as { Target: { Input: string } };
    // Noon in Seoul, when the night of the date after the one that was measured is due since long, and no other.
    const due = `${addDays(yesterday, 2)}T03:00:00Z`;
    const event = JSON.parse(Target.Input.replace('<aws.scheduler.scheduled-time>', due));
    const named = { ...deployed.environment, AWS_LAMBDA_FUNCTION_NAME: 'the-function' };
    const { result, log } = await run(event, named);
    expect(result).toMatchObject({
      accounts: 1,
      missed: [{ account: 'acme', missing: [addDays(yesterday, 1)] }],
    });
    expect(deployed.aws.deliveries().slice(before)).toMatchObject([{ recipient: 'ops@example.com' }]);
    expect(log).toContain('"CheckCompleted":1,"AccountsMissed":1');
  });

  it('was allowed every call that these nights and this check made, by the role that the template gives it', async () => {
    const role = deployed.paper.idOf('AWS::IAM::Role', 'NightRole');
    const asked = [
      ...new Map(deployed.calls.map((call) => [`${call.action} ${call.resource}`, call])).values(),
    ];
    expect(new Set(asked.map(({ action }) => action))).toEqual(
      new Set([
        's3:GetObject',
        's3:PutObject',
        's3:ListBucket',
        'sns:Publish',
        'secretsmanager:GetSecretValue',
      ]),
    );
    const verdicts = await Promise.all(
      asked.map(async (call) => ({ ...call, allowed: await isAllowed(deployed.paper, role, call) })),
    );
    expect(verdicts.filter(({ allowed }) => !allowed)).toEqual([]);
  });

  it('fails when a variable of the function is misspelt', async () => {
    const { VOD_NIGHTLY_ALERTS_TOPIC: topic = '', ...others } = deployed.environment;
    const { result, log } = await run(deployed.event(), { ...others, VOD_NIGHTLY_ALERT_TOPIC: topic });
    expect(result).toBeUndefined();
    expect(log).toContain('VOD_NIGHTLY_ALERTS_TOPIC: has to be set');
  });

  it('fails when the schedule says what the handler does not know', async () => {
    const { scheduledTime, ...event } = deployed.event();
    const { error } = await run({ ...event, scheduled: scheduledTime });
    expect(error?.errorMessage).toContain('scheduledTime');
    expect(error?.errorMessage).toContain('scheduled: there is no such option');
  });
});
