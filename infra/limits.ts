import type { Account } from '../lambda/config/account.ts';
import type { Config } from '../lambda/config/config.ts';
import { toChecked } from '../lambda/config/event.ts';
import { InvalidInputError } from '../lambda/errors.ts';

/** What one stack takes: each account has a schedule and a secret, of the 500 resources that CloudFormation allows. */
const maxAccounts = 200;
/** How many resources grow with accounts and recipients. What is there for any number of them is fewer than the rest of 500. */
const maxResources = 430;
/** What one schedule can hand over. docs: EventBridge Scheduler, Quotas, Invocation payload size. */
const maxEventBytes = 256 * 1024;

/**
 * ARNs in the policies of the function's role: 10,240 characters are written into it, and ten managed policies of 6,144 may be
 * attached, less what CDK leaves free. docs: IAM user guide, IAM and AWS STS quotas.
 */
const maxArnsLength = 45_000;

const divide =
  'divide the accounts among several configurations, and deploy each as a stack of its own: ' +
  'npx cdk deploy --context config=FILE --context stack=NAME';

/**
 * Refuses before synthesis what AWS would refuse in the middle of a deployment, or what would not be synthesized.
 * @throws InvalidInputError with what is too much, and what to do
 */
export function refuseTooMuch({ accounts, alerts, reports }: Config): void {
  const own = accounts.filter(({ secret }) => secret === undefined).length;
  const recipients = alerts.length + reports.length;
  const arnsLength = accounts.reduce((sum, account) => sum + arnsLengthOf(account), 0);
  const eventBytes = Buffer.byteLength(JSON.stringify(accounts.map(toChecked)));
  const faults = [
    ...(accounts.length > maxAccounts
      ? [`accounts: there are ${accounts.length}, and one stack takes ${maxAccounts}; ${divide}`]
      : []),
    ...(accounts.length <= maxAccounts && accounts.length + own + recipients > maxResources
      ? [
          `alerts, reports: ${recipients} recipients beside ${accounts.length} accounts are more than one stack takes; ` +
            `put mailing lists in the place of several addresses, or ${divide}`,
        ]
      : []),
    ...(arnsLength > maxArnsLength
      ? [
          `accounts: the names of their own secrets and keys take more than the policies of a role hold; ${divide}`,
        ]
      : []),
    ...(eventBytes > maxEventBytes - 1024
      ? [
          'accounts: their quiet dates take more than one event of EventBridge Scheduler, 256 KB; ' +
            'take out those that are over, mute accounts instead (npx vod-nightly mute), or ' +
            divide,
        ]
      : []),
  ];
  if (faults.length > 0) throw new InvalidInputError('the configuration', faults);
}

function arnsLengthOf({ secret, secretKmsKey }: Account): number {
  if (typeof secret !== 'string') return 0;
  // Before a name there are Region and account, and behind it six characters that nobody knows; and a comma and quotes.
  return (
    secret.length +
    (secret.startsWith('arn:') ? 3 : 70) +
    (secretKmsKey === undefined ? 0 : secretKmsKey.length + 3)
  );
}
