import type { Account } from '../../../lambda/config/account.ts';
import { formatShiftFile, isFields, type Roster } from '../../../lambda/config/roster.ts';
import { shiftKey } from '../../../lambda/core/ledger/keys.ts';
import { InvalidInputError } from '../../../lambda/errors.ts';

/** An account of a fleet, and the shift that its night belongs to. */
export type Assigned = { readonly account: Account; readonly shift: string };

/** What is to become of a fleet. What it does not name stays. */
export type Wish = {
  readonly accounts: readonly Assigned[];
  /** The names of accounts that are to go. */
  readonly gone: ReadonlySet<string>;
  /** Whether lines go as well that cannot be read. */
  readonly dropsDamaged: boolean;
};

/** A field that becomes another, by its place in the account; nothing where it is not set. */
export type FieldChange = { readonly field: string; readonly before?: unknown; readonly after?: unknown };

/** What becomes of one account. */
export type Change = {
  readonly account: string;
  readonly kind: 'added' | 'changed' | 'moved' | 'removed';
  /** The shift that it is in afterwards or, when it is removed, was in before. */
  readonly shift: string;
  /** The shift that it moves from. */
  readonly from?: string;
  /** Of what is added or removed there are none. */
  readonly fields: readonly FieldChange[];
};

/** What has to be written for a wish: whole files. */
type Plan = {
  readonly changes: readonly Change[];
  readonly files: readonly { readonly shift: string; readonly body: string }[];
};

/**
 * What a wish changes of the accounts of all shifts.
 * @param staysBehind whether accounts that move stay where they were as well: so they are written first where they go, and no
 * night finds them nowhere
 * @throws InvalidInputError when a file would have to be written anew of which not every line can be read
 */
export function planChanges(rosters: ReadonlyMap<string, Roster>, wish: Wish, staysBehind = false): Plan {
  const { gone, dropsDamaged } = wish;
  const goals = new Map(wish.accounts.map(({ account, shift }) => [account.name, shift]));
  const isNamed = (name = '') => goals.has(name) || gone.has(name);
  const shifts = new Set([...rosters.keys(), ...goals.values()]);
  const files = [...shifts].sort().flatMap((shift) => {
    const { accounts, damaged } = rosters.get(shift) ?? emptyRoster;
    const isLeaving = (name: string) => goals.has(name) && goals.get(name) !== shift;
    const stay = accounts.filter(({ name }) => !isNamed(name) || (staysBehind && isLeaving(name)));
    const come = wish.accounts.filter((assigned) => assigned.shift === shift).map(({ account }) => account);
    const body = formatShiftFile([...stay, ...come]);
    const unread = dropsDamaged ? [] : damaged.filter(({ name }) => !isNamed(name));
    if (body === formatShiftFile(accounts) && unread.length === damaged.length) return [];
    if (unread.length > 0) throw refuseDamaged(shift, unread);
    return [{ shift, body }];
  });
  const isGone = (name = '') => gone.has(name) || (dropsDamaged && !goals.has(name));
  return { files, changes: [...listWanted(rosters, wish), ...listGone(rosters, gone, isGone)] };
}

const emptyRoster: Roster = { accounts: [], damaged: [] };

function refuseDamaged(shift: string, damaged: Roster['damaged']): InvalidInputError {
  const faults = damaged.map(({ number, fault }) => `line ${number}: ${fault}`);
  return new InvalidInputError(shiftKey(shift), [
    ...faults,
    'what cannot be read would be lost: push a file that names it, or leave it out with --prune',
  ]);
}

function listWanted(rosters: ReadonlyMap<string, Roster>, { accounts }: Wish): Change[] {
  const homes = homesOf(rosters);
  return accounts.flatMap(({ account, shift }): Change[] => {
    const { name } = account;
    const found = homes.get(name) ?? [];
    const [first] = found;
    if (!first) return [{ account: name, kind: 'added', shift, fields: [] }];
    const here = found.find((home) => home.shift === shift);
    const elsewhere = found.find((home) => home.shift !== shift);
    const fields = compare((here ?? first).account, account);
    if (elsewhere) return [{ account: name, kind: 'moved', shift, from: elsewhere.shift, fields }];
    return fields.length === 0 ? [] : [{ account: name, kind: 'changed', shift, fields }];
  });
}

/** Where each account is; one whose move broke off is in two shifts. */
export function homesOf(rosters: ReadonlyMap<string, Roster>): Map<string, Assigned[]> {
  const assigned = [...rosters].flatMap(([shift, { accounts }]) =>
    accounts.map((account) => ({ account, shift })),
  );
  return Map.groupBy(assigned, ({ account }) => account.name);
}

function listGone(
  rosters: ReadonlyMap<string, Roster>,
  gone: ReadonlySet<string>,
  isGone: (damagedName?: string) => boolean,
): Change[] {
  return [...rosters].flatMap(([shift, { accounts, damaged }]) => {
    const lines = damaged.filter(({ name }) => isGone(name));
    const names = [
      ...accounts.map(({ name }) => name).filter((name) => gone.has(name)),
      ...lines.map(({ name, number }) => name ?? `line ${number}`),
    ];
    return names.map((account): Change => ({ account, kind: 'removed', shift, fields: [] }));
  });
}

/** The fields in which two objects differ, objects in them likewise; a list is one value. */
export function compare(before: object, after: object, place = ''): FieldChange[] {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): FieldChange[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const field = `${place}${name}`;
    return isFields(was) && isFields(is)
      ? compare(was, is, `${field}.`)
      : [{ field, before: was, after: is }];
  });
}
