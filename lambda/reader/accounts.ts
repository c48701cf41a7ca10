import * as z from 'zod/mini';
import { type Account, accountSchema } from '../config/account.ts';
import { parseInput } from '../config/parse-input.ts';

const readAccountSchema = z.pick(accountSchema, {
  name: true,
  timeZone: true,
  language: true,
  rules: true,
  nameFiles: true,
  tags: true,
});

/** As much of an account as its pages need. Neither where its keys are nor whom it tells. */
export type ReadAccount = Pick<Account, keyof typeof readAccountSchema.shape>;

/** The file beside the reader's code that says which accounts there are. */
export const accountsFile = 'accounts.json';

/** The accounts as they lie beside the reader's code. */
export function formatReadAccounts(accounts: readonly Account[]): string {
  const names = Object.keys(readAccountSchema.shape);
  const pick = (account: Account) => Object.entries(account).filter(([name]) => names.includes(name));
  return JSON.stringify(accounts.map((account) => Object.fromEntries(pick(account))));
}

/**
 * The accounts that lie beside the reader's code.
 * @throws InvalidInputError with every fault
 */
export function parseReadAccounts(text: string): readonly ReadAccount[] {
  return parseInput(z.array(readAccountSchema), accountsFile, JSON.parse(text));
}
