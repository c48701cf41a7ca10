import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Reader } from './reader.ts';
import type { VodNightly } from './vod-nightly.ts';

/**
 * Says at the end of a deployment where everything is, and for each account how its keys are stored and how a night is
 * run by hand.
 */
export function addOutputs(scope: Construct, nightly: VodNightly): void {
  const { archive, topics, night, accounts, secrets, schedules, history } = nightly;
  say(scope, 'Bucket', 'Where snapshots, ledgers and reports are kept', archive.bucketName);
  say(scope, 'AlertsTopic', 'Where broken rules and alarms are told', topics.alerts.topicArn);
  say(scope, 'ReportsTopic', 'Where the nightly summary is told', topics.reports.topicArn);
  say(scope, 'Function', 'What runs a night', night.function.functionName);
  say(scope, 'Queries', 'Athena workgroup with saved queries about the archive', history.workGroup.name);
  if (nightly.reader) sayReader(scope, nightly.reader);
  const storeKeys = new Construct(scope, 'StoreKeys');
  for (const account of accounts) {
    const description = `Stores the keys of ${account.name}, from the variables NCP_ACCESS_KEY and NCP_SECRET_KEY`;
    say(storeKeys, account.name, description, composeStoreKeys(storeKeys, secrets.idOf(account)));
  }
  const runNight = new Construct(scope, 'RunNight');
  for (const [name, { scheduleName }] of schedules.byAccount) {
    const description = `Runs the night of ${name} that is due now`;
    say(runNight, name, description, composeRunNight(runNight, scheduleName, night.function.functionName));
  }
}

/** Where pages are read, and how all links end: for good, or until somebody opens the reader again. */
function sayReader(scope: Construct, { function: { functionName }, url, linkKey }: Reader): void {
  say(scope, 'ReaderUrl', 'Where reports are read, with a link of vod-nightly link', url);
  say(scope, 'LinkKey', 'The secret that links are signed with', linkKey.secretArn);
  say(scope, 'EndLinks', 'Ends all links that there are', composeEndLinks(scope, linkKey.secretArn));
  const setConcurrency = `--region ${Stack.of(scope).region} --function-name ${functionName}`;
  const close = `aws lambda put-function-concurrency ${setConcurrency} --reserved-concurrent-executions 0`;
  say(scope, 'CloseReader', 'Closes the reader; delete-function-concurrency opens it again', close);
}

function say(scope: Construct, id: string, description: string, value: string): void {
  new CfnOutput(scope, id, { description, value });
}

/** Through a pipe: what stands in a command's arguments can be read by everyone on the machine. */
function composeStoreKeys(scope: Construct, secretId: string): string {
  const { region } = Stack.of(scope);
  return [
    `printf '{"accessKey":"%s","secretKey":"%s"}' "$NCP_ACCESS_KEY" "$NCP_SECRET_KEY"`,
    `aws secretsmanager put-secret-value --region ${region} --secret-id ${secretId} --secret-string file:///dev/stdin`,
  ].join(' | ');
}

/** A new key, which nobody sees: it goes through a pipe. */
function composeEndLinks(scope: Construct, secretArn: string): string {
  const { region } = Stack.of(scope);
  return [
    `aws secretsmanager get-random-password --region ${region} --password-length 64 --exclude-punctuation --output text`,
    `aws secretsmanager put-secret-value --region ${region} --secret-id ${secretArn} --secret-string file:///dev/stdin`,
  ].join(' | ');
}

/** Takes the event from the schedule itself, and puts the present where Scheduler would put the time that was due. */
function composeRunNight(scope: Construct, scheduleName: string, functionName: string): string {
  const { region } = Stack.of(scope);
  const input = `aws scheduler get-schedule --region ${region} --name ${scheduleName} --query Target.Input --output text`;
  const now = `sed "s/<aws.scheduler.scheduled-time>/$(date -u +%Y-%m-%dT%H:%M:%SZ)/"`;
  const payload = '--cli-binary-format raw-in-base64-out --payload file://event.json --cli-read-timeout 310';
  const invoke = `aws lambda invoke --region ${region} --function-name ${functionName} ${payload} night.json`;
  return `${input} | ${now} > event.json && ${invoke} && cat night.json`;
}
