import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Account } from '../lambda/config/account.ts';
import type { FleetNights } from './fleet/fleet-nights.ts';
import type { AccountSecrets } from './function/account-secrets.ts';
import type { NightFunction } from './function/night-function.ts';
import type { HistoryTables } from './history/history-tables.ts';
import type { Reader } from './reader.ts';
import type { Schedules } from './schedules/schedules.ts';
import type { Topics } from './topics/topics.ts';

/** What the outputs tell of. */
type Parts = {
  readonly accounts: readonly Account[];
  readonly archive: IBucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
  readonly night: NightFunction;
  readonly schedules: Schedules;
  readonly history: HistoryTables;
  readonly reader: Reader | undefined;
  readonly fleet: FleetNights | undefined;
};

/**
 * Says at the end of a deployment where everything is, how an account's keys are stored, and how its night is run by hand. The
 * commands are about the account in the variable ACCOUNT: outputs for each would be more than a stack can have.
 */
export function addOutputs(scope: Construct, parts: Parts): void {
  const { accounts, archive, topics, secrets, night, schedules, history, reader, fleet } = parts;
  const { scheduleGroupName } = schedules.group;
  say(scope, {
    Bucket: ['Where snapshots, ledgers and reports are kept', archive.bucketName],
    AlertsTopic: ['Where broken rules and alarms are told', topics.alerts.topicArn],
    ReportsTopic: ['Where the nightly summary is told', topics.reports.topicArn],
    Function: ['What runs a night', night.function.functionName],
    ScheduleGroup: ['The group of the schedules that start nights', scheduleGroupName],
    Queries: ['Athena workgroup with saved queries about the archive', history.workGroup.name],
  });
  if (reader) sayReader(scope, reader);
  say(scope, {
    KeyRings: ['What stands before the name of each key ring in that of its secret', secrets.ringPrefix],
    SecretsTag: ['What the tag vod-nightly of a secret says that nights may read', secrets.tagValue],
  });
  if (fleet) sayFleet(scope, fleet, topics);
  if (accounts.length === 0) return;
  const [store, run] = composeCommands(scope, scheduleGroupName, night.function.functionName);
  const account = 'the account named by ACCOUNT; needs the AWS CLI, version 2';
  say(scope, {
    StoreKeys: [`Stores the keys in NCP_ACCESS_KEY and NCP_SECRET_KEY for ${account}`, store],
    RunNight: [`Runs the night that is due now of ${account}`, run],
  });
}

/** Where the fleet's machines and schedules are, for the commands of `vod-nightly fleet`. */
function sayFleet(
  scope: Construct,
  { machine, backfillMachine, schedules }: FleetNights,
  { routedAlerts, routedReports }: Topics,
): void {
  say(scope, {
    FleetMachine: ['What runs the nights of a shift', machine.stateMachineArn],
    FleetBackfillMachine: ['What fills in the past of many accounts', backfillMachine.stateMachineArn],
    FleetScheduleGroup: ['The group of the schedules that start shifts', schedules.group.scheduleGroupName],
  });
  const whom = 'is told to those who hear of some accounts only';
  if (routedAlerts)
    say(scope, { RoutedAlerts: [`Where trouble of many accounts ${whom}`, routedAlerts.topicArn] });
  if (routedReports)
    say(scope, { RoutedReports: [`Where the summary of a shift ${whom}`, routedReports.topicArn] });
}

/** Where pages are read, and how all links end: for good, or until somebody opens the reader again. */
function sayReader(scope: Construct, { function: { functionName }, url, linkKey }: Reader): void {
  const setConcurrency = `--region ${Stack.of(scope).region} --function-name ${functionName}`;
  const close = `aws lambda put-function-concurrency ${setConcurrency} --reserved-concurrent-executions 0`;
  say(scope, {
    ReaderUrl: ['Where reports are read, with a link of vod-nightly link', url],
    LinkKey: ['The secret that links are signed with', linkKey.secretArn],
    EndLinks: ['Ends all links that there are', composeEndLinks(scope, linkKey.secretArn)],
    CloseReader: ['Closes the reader; delete-function-concurrency opens it again', close],
  });
}

/** Says in outputs of these names what they are and, as their values, where. */
function say(
  scope: Construct,
  outputs: Readonly<Record<string, [description: string, value: string]>>,
): void {
  for (const [id, [description, value]] of Object.entries(outputs))
    new CfnOutput(scope, id, { description, value });
}

/** A new key, which nobody sees: it goes through a pipe. */
function composeEndLinks(scope: Construct, secretArn: string): string {
  const { region } = Stack.of(scope);
  return [
    `aws secretsmanager get-random-password --region ${region} --password-length 64 --exclude-punctuation --output text`,
    `aws secretsmanager put-secret-value --region ${region} --secret-id ${secretArn} --secret-string file:///dev/stdin`,
  ].join(' | ');
}

/**
 * How keys are stored, and how a night is run: what is particular to an account, they take from its schedule. The keys go through a
 * pipe: what stands in a command's arguments can be read by everyone on the machine. The present stands where Scheduler would put
 * the time that was due, and a night that fails ends the command with 1.
 */
function composeCommands(
  scope: Construct,
  group: string,
  functionName: string,
): [store: string, run: string] {
  const { region } = Stack.of(scope);
  const schedule = `--group-name ${group} --name "\${ACCOUNT:?has to name an account}"`;
  const get = `aws scheduler get-schedule --region ${region} ${schedule} --query Target.Input --output text`;
  const input = `input=$(${get}) && printf %s "$input"`;
  const keys = `printf '{"accessKey":"%s","secretKey":"%s"}' "$NCP_ACCESS_KEY" "$NCP_SECRET_KEY"`;
  const put = `aws secretsmanager put-secret-value --region ${region} --secret-id "$secret" --secret-string file:///dev/stdin`;
  const now = `sed "s/<aws.scheduler.scheduled-time>/$(date -u +%Y-%m-%dT%H:%M:%SZ)/" > event.json`;
  const payload = '--cli-binary-format raw-in-base64-out --payload file://event.json --cli-read-timeout 310';
  const answer = '--query FunctionError --output text night.json';
  const invoke = `aws lambda invoke --region ${region} --function-name ${functionName} ${payload} ${answer}`;
  return [
    `secret=$(${input} | sed -n 's/.*"secret":"\\([^"]*\\)".*/\\1/p') && ${keys} | ${put}`,
    `${input} | ${now} && error=$(${invoke}) && cat night.json && [ "$error" = None ]`,
  ];
}
