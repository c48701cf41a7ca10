import { join } from 'node:path';
import type { Account } from '../../lambda/config/account.ts';
import { keepSecretsInFiles } from '../embedded-aws/secret-store.ts';

/** What stands before the names of key rings among the embedded secrets. */
export const ringPrefix = 'vod-nightly/rings/';

/**
 * Gives an account as its nights on this machine have its keys: in a key ring that was put here, or else in the environment. Secrets
 * of AWS are not here.
 * @param directory where local state lies
 */
export function findKeysHere(directory: string): (account: Account) => Account {
  const secrets = keepSecretsInFiles(join(directory, 'secrets'));
  return (account) => {
    const { secret, ...others } = account;
    const isHere = typeof secret === 'object' && secrets.read(`${ringPrefix}${secret.ring}`) !== undefined;
    return isHere ? account : others;
  };
}
