import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createArchive } from '../lambda/adapters/archive.ts';
import { filesKey, ledgerKey, reportIndexKey, reportKey } from '../lambda/core/keys.ts';
import { formatLedgerYear, type Ledger, type LedgerLine } from '../lambda/core/ledger.ts';
import type { Archive } from '../lambda/ports.ts';
import { type Publication, publishReports } from '../lambda/publish-reports.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../local/embedded-aws/server.ts';
import { accountOf } from './support/accounts.ts';
import { countsWith } from './support/counts.ts';
import { ledgerOf, measuredLine } from './support/lines.ts';
import { createManualClock } from './support/manual-clock.ts';
import { textOf } from './support/report-pages.ts';
import { silentTelemetry } from './support/silent-telemetry.ts';

const date = '2026-11-22';
const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;

/** A date on which so many files failed. */
function lineOf(day: string, failure: number): LedgerLine {
  return measuredLine(day, { counts: countsWith({ failure }), findings: failure > 5 ? [finding] : [] });
}

describe('publishing the reports', () => {
  let aws: EmbeddedAws;
  let client: S3Client;
  let archive: Archive;
  let name = 'night-0';
  let nights = 0;

  beforeAll(async () => {
    aws = await startEmbeddedAws({ buckets: ['archive'], topics: [] });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new S3Client({ region: 'ap-northeast-2', endpoint: aws.url, forcePathStyle: true, credentials });
    archive = createArchive({ client, name: 'archive' });
  });
  beforeEach(() => {
    nights += 1;
    name = `night-${nights}`;
  });
  afterAll(async () => {
    client.destroy();
    await aws.stop();
  });

  /** Puts lines in the place of what the ledger has of their years. */
  async function saveLines(...lines: readonly LedgerLine[]): Promise<Ledger> {
    const ledger = ledgerOf(...lines);
    for (const year of new Set(lines.map((line) => Number(line.date.slice(0, 4))))) {
      const key = ledgerKey(name, year);
      const version = (await archive.readVersion(key))?.version;
      await archive.replace(
        { key, body: formatLedgerYear(ledger, year), contentType: 'text/plain' },
        version,
      );
    }
    return ledger;
  }

  function publish(given: Partial<Publication>, through: Archive = archive) {
    const quiet = { clock: createManualClock(), random: () => 0.5, telemetry: silentTelemetry };
    const publication = {
      account: accountOf({ name }),
      ...{ date, dates: [given.date ?? date] },
      ledger: ledgerOf(),
      lookUps: new Map(),
      mute: undefined,
    };
    return publishReports({ ...publication, ...given }, { archive: through, ...quiet });
  }

  async function read(key: string): Promise<string> {
    return (await archive.read(key)) ?? '';
  }

  /** The archive, but that something happens just after an object's version was read, the first time. */
  function interrupting(key: string, happens: () => Promise<unknown>): Archive {
    let isOver = false;
    return {
      ...archive,
      readVersion: async (wanted) => {
        const stored = await archive.readVersion(wanted);
        if (wanted === key && !isOver) {
          isOver = true;
          await happens();
        }
        return stored;
      },
    };
  }

  it('writes page, table, newest page and index', async () => {
    const ledger = await saveLines(lineOf(date, 3));
    const { keys, failures } = await publish({ ledger });
    expect(failures).toEqual([]);
    const [html, csv] = [reportKey(name, date, 'html'), reportKey(name, date, 'csv')];
    expect(keys).toEqual([html, csv, reportKey(name, 'latest', 'html'), reportIndexKey]);
    expect(textOf(await read(html))).toContain('3 of 43 files failed');
    expect(await read(reportKey(name, 'latest', 'html'))).toBe(await read(html));
    expect(await read(csv)).toContain(`${date},measured,0,0,40,3,0`);
    expect(await read(reportIndexKey)).toContain(`href="account=${name}/latest.html"`);
  });

  it('writes page and table of every date that was changed', async () => {
    const ledger = await saveLines(lineOf('2026-11-20', 9), lineOf(date, 3));
    const { keys } = await publish({ ledger, dates: [date, '2026-11-20'] });
    expect(keys).toHaveLength(6);
    expect(textOf(await read(reportKey(name, '2026-11-20', 'html')))).toContain('9 of 49 files failed');
    expect(await read(reportKey(name, '2026-11-20', 'csv'))).toMatch(/2026-11-20,measured,0,0,40,9,0.*\r\n$/);
    expect(textOf(await read(reportKey(name, 'latest', 'html')))).toContain('3 of 43 files failed');
  });

  it('draws an earlier date anew with all of its twelve months, though they begin in a year before the night’s', async () => {
    const ledger = await saveLines(lineOf('2026-12-31', 4), lineOf('2027-12-30', 1), lineOf('2027-12-31', 2));
    const night = { ledger, date: '2027-12-31', dates: ['2027-12-31', '2027-12-30'] };
    const table = () => read(reportKey(name, '2027-12-30', 'csv'));
    await publish(night);
    const before = await table();
    expect(before).toContain('2026-12-31,measured,0,0,40,4,0');
    await publish(night);
    expect(await table()).toBe(before);
  });

  it.each([
    ['html', 'text/html; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
  ] as const)('says of %s what it is', async (ending, type) => {
    await publish({ ledger: await saveLines(lineOf(date, 3)) });
    const { ContentType } = await client.send(
      new GetObjectCommand({ Bucket: 'archive', Key: reportKey(name, date, ending) }),
    );
    expect(ContentType).toBe(type);
  });

  it('writes nothing when it is run again', async () => {
    const ledger = await saveLines(lineOf(date, 3));
    await publish({ ledger });
    const replaced: string[] = [];
    const watched: Archive = {
      ...archive,
      replace: (object, version) => {
        replaced.push(object.key);
        return archive.replace(object, version);
      },
    };
    await publish({ ledger }, watched);
    expect(replaced).toEqual([]);
  });

  it('loads the years that the night has not loaded', async () => {
    await saveLines(lineOf('2025-12-24', 4));
    const ledger = await saveLines(lineOf('2026-01-20', 3));
    await publish({ ledger, date: '2026-01-20' });
    expect(await read(reportKey(name, '2026-01-20', 'csv'))).toContain('2025-12-24,measured,0,0,40,4,0');
  });

  it('shows the newest date on the newest page, also after a late night for an older one', async () => {
    const ledger = await saveLines(lineOf('2026-12-31', 1), lineOf('2027-01-01', 2));
    await publish({ ledger: ledgerOf(...[...ledger.values()].slice(0, 1)), date: '2026-12-31' });
    expect(textOf(await read(reportKey(name, '2026-12-31', 'html')))).toContain('1 of 41 files failed');
    expect(textOf(await read(reportKey(name, 'latest', 'html')))).toContain('2 of 42 files failed');
    expect(textOf(await read(reportIndexKey))).toContain('2 of 42 files failed');
  });

  it('ends with the newest ledger when another night overtakes it before its pages are written', async () => {
    const older = await saveLines(lineOf(date, 1));
    const newer = await saveLines(lineOf(date, 9));
    await publish({ ledger: newer });
    await publish({ ledger: older });
    for (const key of [reportKey(name, date, 'html'), reportKey(name, 'latest', 'html'), reportIndexKey])
      expect(textOf(await read(key))).toContain('9 of 49 files failed');
    expect(await read(reportKey(name, date, 'csv'))).toContain(`${date},measured,0,0,40,9,0`);
  });

  it('ends with the newest ledger when another night writes while it does', async () => {
    const older = await saveLines(lineOf(date, 1));
    const key = reportKey(name, date, 'html');
    const overtaken = interrupting(key, async () => publish({ ledger: await saveLines(lineOf(date, 9)) }));
    expect((await publish({ ledger: older }, overtaken)).failures).toEqual([]);
    expect(textOf(await read(key))).toContain('9 of 49 files failed');
    expect(textOf(await read(reportKey(name, 'latest', 'html')))).toContain('9 of 49 files failed');
  });

  it('keeps the rows of accounts whose nights run at the same time', async () => {
    const names = ['left', 'middle', 'right'];
    const publications: Partial<Publication>[] = [];
    for (const each of names) {
      name = each;
      publications.push({ account: accountOf({ name }), ledger: await saveLines(lineOf(date, 3)) });
    }
    await Promise.all(publications.map((publication) => publish(publication)));
    const index = await read(reportIndexKey);
    for (const each of names) expect(index).toContain(`href="account=${each}/latest.html"`);
  });

  it('names the files that this night found, or else the newest list in the archive', async () => {
    const ledger = await saveLines(lineOf(date, 9));
    const listOf = (path: string) => ({ askedAt: '2026-11-22T16:10:04.000Z', files: [{ path }], read: 49 });
    const keep = (hour: string, body: string) =>
      archive.create({
        key: filesKey(name, date, `2026-11-22T${hour}:00:00.000Z`, '0123456789abcdef'),
        ...{ body, contentType: 'application/json' },
      });
    await keep('15', JSON.stringify(listOf('/in/older.mp4')));
    await keep('16', JSON.stringify(listOf('/in/archived.mp4')));
    await publish({ ledger });
    const page = () => read(reportKey(name, date, 'html'));
    expect(await page()).toContain('/in/archived.mp4');
    await publish({ ledger, account: accountOf({ name, nameFiles: false }) });
    expect(await page()).not.toContain('/in/');
    await publish({ ledger, lookUps: new Map([[date, listOf('/in/tonight.mp4')]]) });
    expect(await page()).toContain('/in/tonight.mp4');
    await keep('17', 'no list at all');
    await publish({ ledger });
    expect(await page()).not.toContain('/in/');
  });

  it('shows a mute on the dates on which it holds', async () => {
    const ledger = await saveLines(lineOf(date, 3), lineOf('2026-11-23', 3));
    const mute = {
      ...{ until: date, reason: 'moving', by: 'kim', exceptCritical: false },
      mutedAt: '2026-11-20T00:00:00.000Z',
    };
    await publish({ ledger, mute });
    expect(await read(reportKey(name, date, 'html'))).toContain('Alerts are muted until');
    expect(await read(reportKey(name, 'latest', 'html'))).not.toContain('Alerts are muted until');
  });

  it('writes what it can when something cannot be written, and says what failed', async () => {
    const ledger = await saveLines(lineOf(date, 3));
    const broken: Archive = {
      ...archive,
      replace: (object, version) =>
        object.key === reportIndexKey
          ? Promise.reject(new Error('no index'))
          : archive.replace(object, version),
    };
    const { keys, failures } = await publish({ ledger }, broken);
    expect(keys).toHaveLength(3);
    expect(failures.map(({ message }) => message)).toEqual(['no index']);
  });

  it('never throws, not even when nothing can be read', async () => {
    const broken: Archive = { ...archive, listKeys: () => Promise.reject(new Error('no bucket')) };
    const { keys, failures } = await publish({}, broken);
    expect(keys).toEqual([]);
    expect(failures.map(({ message }) => message)).toEqual(['no bucket']);
  });
});
