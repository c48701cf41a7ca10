import { type AwsAccount, startAwsAccount } from './aws-account.ts';
import { type CommandResult, runCommand } from './command-line.ts';
import { type FleetHere, openFleetHere } from './fleet-here.ts';
import { type Stage, startStage } from './stage.ts';

/** The state machine of its shifts. */
export const stackMachine = 'arn:aws:states:ap-northeast-2:111122223333:stateMachine:shift';
const scheduleOf = (name: string, time: string, State: 'ENABLED' | 'DISABLED' = 'ENABLED') => ({
  State,
  ScheduleExpression: 'cron(10 1 * * ? *)',
  ScheduleExpressionTimezone: 'Asia/Seoul',
  GroupName: 'shifts',
  Target: {
    Arn: stackMachine,
    Input: JSON.stringify({
      shift: { name, timeZone: 'Asia/Seoul', time },
      scheduledTime: '<aws.scheduler.scheduled-time>',
    }),
  },
});

/** Starts the nights of one account that is a resource of the stack. */
const ownTarget = {
  Arn: 'arn:aws:lambda:ap-northeast-2:111122223333:function:night',
  Input: JSON.stringify({ account: { name: 'solo' }, scheduledTime: '<aws.scheduler.scheduled-time>' }),
};

/** A deployed fleet with the shifts `deployed`, at 02:30, and `paused`, at 05:30 and disabled; and a stack `Plain` without
 * one. Both have the account `solo` with a schedule of its own. */
export type FleetStack = AsyncDisposable & {
  /** Its configuration is of other shifts. */
  readonly fleet: FleetHere;
  readonly stage: Stage;
  readonly account: AwsAccount;
  /** The environment of whoever looks after it. */
  readonly shell: Readonly<Record<string, string>>;
  /** Runs `vod-nightly fleet` on it. */
  readonly run: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<CommandResult>;
};

/** Opens it. */
export async function openFleetStack(): Promise<FleetStack> {
  const fleet = await openFleetHere();
  const stage = await startStage();
  const {
    NCP_ACCESS_KEY: _key,
    NCP_SECRET_KEY: _secret,
    VOD_NIGHTLY_BUCKET = '',
    ...others
  } = stage.environment;
  const { VOD_NIGHTLY_ALERTS_TOPIC = '', VOD_NIGHTLY_REPORTS_TOPIC = '', ...aws } = others;
  const outputs = {
    Bucket: VOD_NIGHTLY_BUCKET,
    AlertsTopic: VOD_NIGHTLY_ALERTS_TOPIC,
    ReportsTopic: VOD_NIGHTLY_REPORTS_TOPIC,
    Function: 'night',
    OursSecretsTag0A1B2C3D: 'ours',
  };
  const ofFleet = { OursFleetScheduleGroup0A1B2C3D: 'shifts', OursFleetMachine0A1B2C3D: stackMachine };
  const account = await startAwsAccount({
    schedules: {
      one: scheduleOf('deployed', '02:30'),
      two: scheduleOf('paused', '05:30', 'DISABLED'),
      own: { ...scheduleOf('own', '01:10'), GroupName: 'nights', Target: ownTarget },
    },
    subscriptions: { [VOD_NIGHTLY_ALERTS_TOPIC]: {}, [VOD_NIGHTLY_REPORTS_TOPIC]: {} },
    stacks: { Fleet: { ...outputs, ...ofFleet }, Plain: outputs },
  });
  const shell = {
    ...aws,
    AWS_ENDPOINT_URL_CLOUDFORMATION: account.url,
    AWS_ENDPOINT_URL_SCHEDULER: account.url,
    AWS_ENDPOINT_URL_SNS: account.url,
  };
  const place = ['--stack', 'Fleet', '--config', fleet.config, '--directory', fleet.directory];
  return {
    fleet,
    stage,
    account,
    shell,
    run: (args, environment = shell) => runCommand(['fleet', ...args, ...place], environment),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stage, account, fleet].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
