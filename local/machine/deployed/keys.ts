import type { Connect, Environment } from '../../../lambda/adapters/connect.ts';
import type { Account } from '../../../lambda/config/account.ts';
import { InvalidInputError } from '../../../lambda/errors.ts';
import type { FoundSchedule } from './schedules.ts';

type Schedules = readonly FoundSchedule[] | undefined;

/** A deployed night takes its keys from the secret that its schedule names, whatever the environment says. */
export function connectAsDeployed(connect: Connect, schedules: Schedules): Connect {
  return (account, night) => {
    const secret = secretOf(account, schedules);
    return connect(secret === undefined ? account : { ...account, secret }, night);
  };
}

/**
 * Makes sure that there are keys to ask with: what a simulator makes up does not belong into a bucket.
 * @throws InvalidInputError that says of each account without keys where they could come from
 */
export function requireKeys(
  accounts: readonly Account[],
  schedules: Schedules,
  { NCP_ACCESS_KEY, NCP_SECRET_KEY }: Environment,
): void {
  if (NCP_ACCESS_KEY && NCP_SECRET_KEY) return;
  const source = schedules
    ? 'the stack has no schedule that names its secret: deploy it with this configuration'
    : 'name its stack with --stack, to take them from its secret as its nights do';
  const faults = accounts
    .filter((account) => (account.secret ?? secretOf(account, schedules)) === undefined)
    .map(({ name }) => `${name}: has no keys; ${source}, or set NCP_ACCESS_KEY and NCP_SECRET_KEY`);
  if (faults.length > 0) throw new InvalidInputError('the environment', faults);
}

function secretOf({ name }: Account, schedules: Schedules): Account['secret'] {
  return schedules?.find(({ account }) => account === name)?.secret;
}
