import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseShiftFile } from '../../../../lambda/config/roster.ts';
import { backfillAccountsKey, shiftKey } from '../../../../lambda/core/ledger/keys.ts';
import { type AwsAccount, startAwsAccount } from '../../../support/aws-account.ts';
import { runCommand, startCommand } from '../../../support/command-line.ts';
import { writeConfig } from '../../../support/doctor.ts';
import { openAccount } from '../../../support/past-account.ts';
import { type StepFunctions, startStepFunctions } from '../../../support/services/step-functions.ts';
import { quietDay, type Stage, startStage } from '../../../support/stage.ts';

type Input = { readonly key: string; readonly backfill: { id: string; from: string; to: string } };

const [from, to] = ['2026-01-01', '2026-02-28'];
const days = 59;
const shifts = [{ name: 'night' }, { name: 'paris', timeZone: 'Europe/Paris' }];
const usual = { timeZone: 'Asia/Seoul', time: '01:10' };
const accounts = [
  { name: 'acme', ...usual, tags: ['gold'] },
  { name: 'globex', ...usual, tags: ['gold', 'team-a'] },
  { name: 'initech', ...usual },
];
const fileOf = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const paris = fileOf([{ name: 'lumiere', timeZone: 'Europe/Paris', time: '01:10' }]);

describe('vod-nightly fleet backfill', () => {
  let stage: Stage;
  let directory: string;
  let config: string;
  beforeEach(async () => {
    stage = await startStage(quietDay);
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    config = await writeConfig(directory, { fleet: { shifts } });
    await stage.put(shiftKey('night'), fileOf(accounts));
    await stage.put(shiftKey('paris'), paris);
  });
  afterEach(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });
  const args = (...given: string[]) => [
    'fleet',
    'backfill',
    '--config',
    config,
    '--directory',
    directory,
    ...given,
  ];
  const range = ['--from', from, '--to', to];
  const measured = async (account: string) =>
    (await stage.ledger(account)).filter(({ state }) => state === 'measured').length;

  describe('in this process', () => {
    const run = (...given: string[]) => runCommand(args(...given), stage.environment);

    it('measures the dates of every account, and tells nobody', async () => {
      const { exitCode, stdout, stderr } = await run(...range, '--json');
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ from, to, accounts: 4, done: 4, measured: 4 * days, unavailable: 0, remaining: 0 },
        ...{ refused: [], interrupted: false },
      });
      for (const name of ['acme', 'globex', 'initech', 'lumiere']) expect(await measured(name)).toBe(days);
      expect(stage.aws.deliveries()).toEqual([]);
    });

    it('takes those of a tag or of a shift', async () => {
      const tagged = await run(...range, '--tag', 'gold');
      expect(tagged.stdout).toMatch(/accounts {2}2 of 2 done\n {2}measured {2}118 dates/);
      await run(...range, '--shift', 'paris');
      expect(await measured('lumiere')).toBe(days);
      expect(await measured('initech')).toBe(0);
    });

    it('names accounts that are refused, goes on with the others, and later with those', async () => {
      let refused = 0;
      stage.simulator.behave({
        when: () => {
          refused += 1;
          return refused <= 2; // keys that are refused are read again
        },
        reply: { kind: 'error', httpStatus: 401, code: 210 },
      });
      const first = await run(...range, '--concurrency', '1');
      expect(first.exitCode).toBe(1);
      expect(first.stderr).toContain('59 dates could not be measured');
      expect(first.stdout).toContain('refused   no permission: acme\n');
      expect(first.stdout).toContain('Give the sub account of these keys permission');
      expect(first.stdout).toContain('58 dates; the same command goes on with them');
      const second = await run(...range, '--json');
      expect(JSON.parse(second.stdout)).toMatchObject({ done: 4, measured: days, refused: [] });
    });

    it('stops at Ctrl-C, records what it has, and goes on when it is given again', async () => {
      const child = startCommand(args(...range, '--concurrency', '1', '--json'), stage.environment);
      let requests = 0;
      stage.simulator.behave({
        when: () => {
          requests += 1;
          if (requests === 90) child.kill('SIGINT');
          return true;
        },
        transfer: { kind: 'slow', headersAfterMs: 20 },
      });
      const exited = once(child, 'exit');
      const first = JSON.parse(child.stdout ? await text(child.stdout) : '');
      expect((await exited)[0]).toBe(130);
      expect(first).toMatchObject({ accounts: 4, done: 1, interrupted: true, unavailable: 0 });
      expect(first.measured).toBeGreaterThan(80);
      const second = JSON.parse((await run(...range, '--json')).stdout);
      expect(second).toMatchObject({ done: 4, measured: 4 * days - first.measured, interrupted: false });
    });

    it('refuses what cannot be, and says all of it', async () => {
      const wrong = await run(
        ...['--from', '2026-02-30', '--shift', 'day'],
        ...['--concurrency', 'x', '--tag', 'none'],
      );
      expect(wrong.exitCode).toBe(2);
      for (const fault of [
        '--from 2026-02-30: has to be a date',
        '--to: has to be given',
        '--shift day: has to be one of night, paris',
        '--concurrency x: has to be',
        '--shift day, --tag none: there are no such accounts in the fleet; npx vod-nightly fleet list shows them all',
      ])
        expect(wrong.stderr).toContain(fault);
      const alone = await run('--id', '20261127t011000z');
      expect(alone.stderr).toContain('has to come with the --stack that it was started on');
    });
  });

  describe('on a stack', () => {
    let aws: AwsAccount;
    let machine: StepFunctions;
    let status: string;
    let gate: PromiseWithResolvers<void>;
    let isBroken: boolean;
    const arn = 'arn:aws:states:ap-northeast-2:111122223333:stateMachine:backfill';
    let environment: Record<string, string>;
    beforeEach(async () => {
      gate = Promise.withResolvers();
      isBroken = false;
      status = 'RUNNING';
      machine = await startStepFunctions(() => ({ status }));
      machine.firstInput.then(runMap).then(
        () => {
          status = 'SUCCEEDED';
        },
        () => {
          status = 'FAILED';
        },
      );
      const { VOD_NIGHTLY_BUCKET: Bucket = '', ...others } = stage.environment;
      const outputs = {
        ...{ Bucket, Function: 'night', FleetBackfillMachine: arn },
        AlertsTopic: others.VOD_NIGHTLY_ALERTS_TOPIC ?? '',
        ReportsTopic: others.VOD_NIGHTLY_REPORTS_TOPIC ?? '',
      };
      const { FleetBackfillMachine: _machine, ...without } = outputs;
      const stacks = { Fleet: outputs, Plain: without };
      aws = await startAwsAccount({ schedules: {}, subscriptions: {}, stacks });
      environment = {
        ...{ AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
        AWS_ENDPOINT_URL_S3: stage.aws.url,
        AWS_ENDPOINT_URL_CLOUDFORMATION: aws.url,
        AWS_ENDPOINT_URL_SFN: machine.url,
      };
    });
    afterEach(async () => {
      gate.resolve();
      await Promise.all([aws[Symbol.asyncDispose](), machine[Symbol.asyncDispose]()]);
    });

    /** What the machine does: a child for each account of the file; here the last one waits for the gate. */
    async function runMap(input: unknown): Promise<void> {
      const { key, backfill } = input as Input;
      const { id, ...dates } = backfill;
      const { accounts: listed } = parseShiftFile((await stage.objects(key)).get(key) ?? '');
      for (const [index, { name }] of listed.entries()) {
        if (index === listed.length - 1) await gate.promise;
        if (index === listed.length - 1 && isBroken) throw new Error('out of memory');
        await openAccount(stage, { name }).callStep(id, dates.from, dates.to);
      }
    }

    it('starts its machine over a file of the accounts, and follows it to the end', async () => {
      gate.resolve();
      const { exitCode, stdout, stderr } = await runCommand(
        args(...range, '--tag', 'gold', '--stack', 'Fleet', '--json'),
        environment,
      );
      const [{ name: id = '', input = '' } = {}] = machine.started;
      expect(JSON.parse(input)).toEqual({ key: backfillAccountsKey(id), backfill: { id, from, to } });
      expect(stderr).toMatch(new RegExp(`^Started ${id}: 2 accounts.\\nhttps://.*execution:backfill:1\\n$`));
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ id, accounts: 2, done: 2, measured: 2 * days, refused: [] });
      expect([await measured('acme'), await measured('initech')]).toEqual([days, 0]);
    });

    it('leaves the machine running at Ctrl-C, and says how to look at it again', async () => {
      const child = startCommand(args(...range, '--stack', 'Fleet'), environment);
      const said = child.stderr ? text(child.stderr) : '';
      const exited = once(child, 'exit');
      while ((await measured('initech')) < days) await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGINT');
      expect((await exited)[0]).toBe(130);
      const [{ name: id = '' } = {}] = machine.started;
      const again = `npx vod-nightly fleet backfill --id ${id} --config`;
      expect(await said).toContain(`The backfill goes on. Look at it again with: ${again}`);

      gate.resolve();
      const looked = await runCommand(args('--id', id, '--stack', 'Fleet'), environment);
      expect(looked.exitCode).toBe(0);
      expect(looked.stdout).toMatch(
        new RegExp(`^${id}\\n {2}accounts {2}4 of 4 done\\n {2}measured {2}236 dates\\n$`),
      );
      expect(machine.started).toHaveLength(1);
    });

    it('says when the machine came to an end and some accounts did not', async () => {
      isBroken = true;
      gate.resolve();
      const { exitCode, stdout, stderr } = await runCommand(args(...range, '--stack', 'Fleet'), environment);
      expect(exitCode).toBe(1);
      expect(stdout).toContain('3 of 4 done');
      expect(stderr).toMatch(
        /1 account did not come to an end: see the execution [\w-]+ of the state machine, FAILED/,
      );
    });

    it('is refused by a stack without a fleet, and for an id that there is not', async () => {
      const plain = await runCommand(args(...range, '--stack', 'Plain'), environment);
      expect(plain.stderr).toContain('--stack Plain: has no fleet');
      const none = await runCommand(args('--id', 'none', '--stack', 'Fleet'), environment);
      expect(none.stderr).toContain('--id none: there is no backfill of this id');
      expect([plain.exitCode, none.exitCode]).toEqual([2, 2]);
    });
  });
});
