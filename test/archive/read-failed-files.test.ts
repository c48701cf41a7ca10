import { describe, expect, it } from 'vitest';
import { readNewestFiles } from '../../lambda/archive/read-failed-files.ts';
import type { FailedFiles } from '../../lambda/core/ledger/failed-files.ts';
import { filesKey } from '../../lambda/core/ledger/keys.ts';
import { accountOf } from '../support/accounts.ts';
import { countsWith } from '../support/counts.ts';
import { measuredLine } from '../support/lines.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;
const line = measuredLine(date, { counts: countsWith({ failure: 9 }), findings: [finding] });

function listOf(hour: number, read: number, stopped?: FailedFiles['stopped']): FailedFiles {
  const askedAt = `${date}T${String(hour).padStart(2, '0')}:00:00.000Z`;
  return { askedAt, files: [], read, ...(stopped && { stopped }) };
}

/** The list that is read of those archived, a text for one that is damaged, and how many were read to find it. */
async function readOf(lists: readonly (FailedFiles | string)[], tonight?: FailedFiles) {
  const account = accountOf();
  const bodies = lists.map((list) => (typeof list === 'string' ? list : JSON.stringify(list)));
  const texts = new Map(
    bodies.map((body, hour) => [
      filesKey(account.name, date, listOf(hour, 0).askedAt, '0123456789abcdef'),
      body,
    ]),
  );
  let reads = 0;
  const archive = {
    listKeys: async (prefix: string) => [...texts.keys()].filter((key) => key.startsWith(prefix)),
    read: async (key: string) => {
      reads += 1;
      return texts.get(key);
    },
  };
  return { found: await readNewestFiles(account, line, archive, tonight), reads };
}

describe('reading the list of failed files', () => {
  it('reads no more than the newest where that is complete', async () => {
    expect(await readOf([listOf(0, 40), listOf(1, 49)])).toEqual({ found: listOf(1, 49), reads: 1 });
  });

  it('goes back to the newest complete list over such as failed or are damaged', async () => {
    const lists = [listOf(0, 30), listOf(1, 49), listOf(2, 0, 'outage'), 'no list'];
    expect(await readOf(lists)).toEqual({ found: listOf(1, 49), reads: 3 });
  });

  it('goes back over two and no more, and then takes the one that was read furthest', async () => {
    const lists = [listOf(0, 49), listOf(1, 7, 'bounds'), listOf(2, 20, 'timeout'), listOf(3, 0, 'outage')];
    expect(await readOf(lists)).toEqual({ found: listOf(2, 20, 'timeout'), reads: 3 });
  });

  it('takes what was found tonight before all others if it is complete, and reads nothing', async () => {
    expect(await readOf([listOf(0, 49)], listOf(9, 12))).toEqual({ found: listOf(9, 12), reads: 0 });
  });

  it('takes a complete list of earlier for what broke off tonight', async () => {
    expect((await readOf([listOf(0, 49)], listOf(9, 0, 'outage'))).found).toEqual(listOf(0, 49));
    expect((await readOf([listOf(0, 12, 'outage')], listOf(9, 12, 'bounds'))).found).toEqual(
      listOf(9, 12, 'bounds'),
    );
    expect((await readOf([], listOf(9, 0, 'outage'))).found).toEqual(listOf(9, 0, 'outage'));
  });
});
