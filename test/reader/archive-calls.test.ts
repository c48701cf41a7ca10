import { describe, expect, it } from 'vitest';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { datesBetween } from '../../lambda/core/time/day.ts';
import { ForbiddenError } from '../../lambda/errors.ts';
import type { LogFields } from '../../lambda/ports.ts';
import { measuredLine } from '../support/lines.ts';
import { createCountedArchive, objectsOf } from '../support/readable-archive.ts';
import { files, finding, remains, startReader } from '../support/reader.ts';
import { textOf } from '../support/report-pages.ts';

describe('what is asked of the archive', () => {
  const years = (from: number, to: number) =>
    datesBetween(`${from}-01-01`, `${to}-12-31`).map((date) => measuredLine(date, { findings: [finding] }));
  const lists = Array.from({ length: 30 }, (_, index) => ({
    ...files,
    ...{ date: '2026-12-31', stopped: 'timeout' as const },
    askedAt: `2027-01-${String(index + 1).padStart(2, '0')}T16:10:04.000Z`,
  }));

  it.each([
    ['the newest date', '/acme'],
    ['a date', '/acme/2026-06-30'],
    ['the last date of a year', '/acme/2025-12-31'],
    ['a table', '/acme/2026-06-30.csv'],
    ['the index', '/'],
    ['nothing', '/acme/1990-01-01'],
  ])('does not grow with the history: %s', async (_, path) => {
    const calls = await Promise.all(
      [2024, 2017].map(async (first) => {
        const archive = createCountedArchive(
          objectsOf({ acme: { lines: years(first, 2026), files: lists } }),
        );
        await (await startReader({ archive }).getAs('acme', path)).text();
        return archive.calls;
      }),
    );
    expect(calls[1]).toEqual(calls[0]);
    expect(calls[0]?.length).toBeLessThanOrEqual(9);
  });
});

describe('a fault', () => {
  const failures = [
    ['a damaged ledger', 'DamagedArchiveError', { [ledgerKey('acme', 2026)]: 'secret text' }],
    ['an emptied ledger', 'DamagedArchiveError', { [ledgerKey('acme', 2026)]: '' }],
    ['damaged mutes', 'DamagedArchiveError', { 'mutes/account=acme/mutes.json': 'secret text' }],
  ] as const;

  function collect() {
    const logged: Error[] = [];
    return {
      logged,
      telemetry: { error: (_: string, error: Error, _fields?: LogFields) => logged.push(error) },
    };
  }

  it.each(failures)(
    'is logged, and the page says no more than that there was one: %s',
    async (_, name, objects) => {
      const { logged, telemetry } = collect();
      const archive = createCountedArchive(new Map([...remains, ...Object.entries(objects)]));
      const answer = await startReader({ archive, telemetry }).getAs('acme', '/acme');
      const page = await answer.text();
      expect(answer.status).toBe(500);
      expect(textOf(page)).toContain('This page cannot be shown now');
      expect(page).not.toMatch(/ledger\/|mutes\/|secret text|Error/);
      expect(logged.map((error) => error.name)).toEqual([name]);
    },
  );

  it.each([
    ['forbidden', new ForbiddenError('not allowed to read ledger/…')],
    ['not to be reached', new Error('could not read ledger/…: ECONNREFUSED')],
  ])('is an archive that is %s', async (_, error) => {
    const { logged, telemetry } = collect();
    const broken = { ...createCountedArchive(remains), listKeys: () => Promise.reject(error) };
    for (const path of ['/acme', '/']) {
      const answer = await startReader({ archive: broken, telemetry }).getAs('acme', path);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('ledger/');
    }
    expect(logged).toEqual([error, error]);
  });

  it('is a key that cannot be read: nobody is let in', async () => {
    const { logged, telemetry } = collect();
    const refused = () => Promise.reject(new Error('Secrets Manager says no'));
    const { getAs, archive } = startReader({ key: refused, telemetry });
    expect((await getAs('acme', '/acme')).status).toBe(500);
    expect(logged).toHaveLength(1);
    expect(archive.calls).toEqual([]);
  });
});
