import type { Account } from '../lambda/config/account.ts';
import type { Config } from '../lambda/config/config.ts';
import { toChecked } from '../lambda/config/event.ts';
import { routedRecipients, routesOf } from '../lambda/config/routes.ts';
import { InvalidInputError } from '../lambda/errors.ts';

/** What one stack takes: each account has a schedule and a secret, of the 500 resources that CloudFormation allows. */
const maxAccounts = 200;
/** How many resources grow with accounts and recipients. What is there for any number of them is fewer than the rest of 500. */
const maxResources = 430;
/** How many of these a fleet takes that nobody has a route in, and how many each of its shifts: a schedule and two alarms. */
const ofFleet = { fixed: 28, eachShift: 3 };
/** With as many there is room for recipients, too. */
const maxShifts = 100;
/**
 * What one schedule can hand over, and one state of a machine, whose whole definition may have four times as much. docs: EventBridge
 * Scheduler, Quotas, Invocation payload size; Step Functions developer guide, Service quotas, General quotas and State executions.
 */
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
export function refuseTooMuch(config: Config): void {
  const faults = [...faultsOfAccounts(config), ...faultsOfFleet(config)];
  if (faults.length > 0) throw new InvalidInputError('the configuration', faults);
}

function faultsOfAccounts({ accounts, fleet, alerts, reports }: Config): string[] {
  const own = accounts.filter(({ secret }) => secret === undefined).length;
  const recipients = alerts.length + reports.length;
  const routed = fleet ? routedRecipients([...alerts, ...reports]).length : 0;
  const shifts = fleet?.shifts.length ?? 0;
  const growing = accounts.length + own + recipients + routed + shifts * ofFleet.eachShift;
  const room = maxResources - (fleet ? ofFleet.fixed : 0);
  const beside = `${accounts.length} accounts${fleet ? ` and ${shifts} shifts` : ''}`;
  const arnsLength = accounts.reduce((sum, account) => sum + arnsLengthOf(account), 0);
  const eventBytes = Buffer.byteLength(JSON.stringify(accounts.map(toChecked)));
  return [
    ...(accounts.length > maxAccounts
      ? [`accounts: there are ${accounts.length}, and one stack takes ${maxAccounts}; ${divide}`]
      : []),
    ...(accounts.length <= maxAccounts && shifts <= maxShifts && growing > room
      ? [
          `alerts, reports: ${recipients} recipients beside ${beside} are more than one stack takes; ` +
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
}

function faultsOfFleet({ fleet, alerts, reports, deployment: { reservedConcurrency } }: Config): string[] {
  if (!fleet) return [];
  const { shifts, concurrency } = fleet;
  const routes = JSON.stringify([routesOf(alerts), routesOf(reports)]);
  return [
    ...(shifts.length > maxShifts
      ? [`fleet.shifts: there are ${shifts.length}, and one stack takes ${maxShifts}; ${divide}`]
      : []),
    ...(Buffer.byteLength(routes) > maxEventBytes - 4096
      ? [
          'alerts, reports: what their routes name takes more than one state of Step Functions, 256 KB; ' +
            'give accounts tags, and ask for those in the place of accounts',
        ]
      : []),
    ...(reservedConcurrency !== undefined && concurrency > reservedConcurrency
      ? [
          `fleet.concurrency: so many nights at once, ${concurrency}, are refused by Lambda, as ` +
            `deployment.reservedConcurrency lets ${reservedConcurrency} run; make one of them fit the other`,
        ]
      : []),
  ];
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
