import * as z from 'zod/mini';

/**
 * Refuses every item of a list that is like an earlier one, whatever else is wrong with them.
 * @param keyOf what may not be there twice; nothing of an item that has none
 * @param pathOf where it stands in its item
 * @param messageOf what is wrong, by the place of the earlier one
 */
export function refuseTwins<Item>(
  keyOf: (item: Item) => string | undefined,
  pathOf: (item: Item) => string[],
  messageOf: (first: number) => string,
) {
  return z.check<Item[]>(
    ({ value, issues }) => {
      const keys = value.map(keyOf);
      for (const [index, item] of value.entries()) {
        const first = keys.indexOf(keys[index]);
        if (first === index || keys[index] === undefined) continue;
        issues.push({
          code: 'custom',
          input: item,
          path: [index, ...pathOf(item)],
          message: messageOf(first),
        });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );
}

/** Refuses a name that an earlier item of a list has: two accounts of one name would share their ledger. */
export function refuseSameNames(list: string) {
  return refuseTwins<{ name: unknown }>(
    (item) => (typeof item?.name === 'string' ? item.name : undefined),
    () => ['name'],
    (first) => `has to be a name of its own: ${list}[${first}] has it already`,
  );
}
