import type { Account } from '../../lambda/config/account.ts';
import type { AccountInput } from '../../lambda/config/account-input.ts';
import { defineConfig } from '../../lambda/config/config.ts';

/** The account `acme` with everything that is usual, but for what is given. */
export function accountOf(given: Partial<AccountInput> = {}): Account {
  const [account] = defineConfig({ accounts: [{ name: 'acme', ...given }] }).accounts;
  if (account === undefined) throw new Error('there is no account');
  return account;
}
