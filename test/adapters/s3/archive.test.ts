import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createArchive } from '../../../lambda/adapters/s3/archive.ts';
import { type Ledger, withLines } from '../../../lambda/core/ledger/ledger.ts';
import type { UnavailableLine } from '../../../lambda/core/ledger/line.ts';
import { ConflictError, DamagedArchiveError, ForbiddenError } from '../../../lambda/errors.ts';
import type { Archive } from '../../../lambda/ports.ts';
import { type ScriptedAws, startScriptedAws } from '../../support/services/scripted-aws.ts';

const lineOf = (date: string): UnavailableLine => ({
  date,
  state: 'unavailable',
  fault: { code: 'notAsked', detail: 'no night asked for this date' },
  notices: [],
});
const ledgerOf = (...dates: string[]): Ledger => new Map(dates.map((date) => [date, lineOf(date)]));

describe('the archive', () => {
  let aws: ScriptedAws;
  let client: S3Client;
  let archive: Archive;
  let puts = 0;

  beforeAll(async () => {
    const onCall = ({ action }: { action: string }) => {
      if (action === 's3:PutObject') puts += 1;
    };
    aws = await startScriptedAws({ buckets: ['archive'], topics: [], onCall });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new S3Client({ region: 'ap-northeast-2', endpoint: aws.url, forcePathStyle: true, credentials });
    archive = createArchive({ client, name: 'archive' });
  });
  afterEach(() => aws.intervene());
  afterAll(async () => {
    client.destroy();
    await aws.stop();
  });

  const object = (key: string, body = 'first') => ({ key, body, contentType: 'text/plain' });

  it('creates an object once and leaves the one that is there as it is', async () => {
    await archive.create(object('a/1'));
    await archive.create(object('a/1', 'second'));
    expect(await archive.read('a/1')).toBe('first');
  });

  it('puts an object whatever is there', async () => {
    await archive.put(object('p/1'));
    await archive.put(object('p/1', 'second'));
    expect(await archive.read('p/1')).toBe('second');
  });

  it('tries again when S3 cannot say yet which of two creators won', async () => {
    let refused = 0;
    aws.intervene((call) => {
      if (call.action !== 's3:PutObject' || refused === 2) return undefined;
      refused += 1;
      return { status: 409, code: 'ConditionalRequestConflict', message: 'try again' };
    });
    await archive.create(object('b/1'));
    expect(refused).toBe(2);
    expect(await archive.read('b/1')).toBe('first');
  });

  it('replaces the version that was read, and refuses to replace any other', async () => {
    await archive.replace(object('r/1'), undefined);
    await expect(archive.replace(object('r/1', 'second'), undefined)).rejects.toThrow(ConflictError);
    const read = await archive.readVersion('r/1');
    await archive.replace(object('r/1', 'second'), read?.version);
    await expect(archive.replace(object('r/1', 'third'), read?.version)).rejects.toThrow(ConflictError);
    expect(await archive.readVersion('r/1')).toMatchObject({ text: 'second' });
    expect(await archive.readVersion('r/2')).toBeUndefined();
  });

  it('lists the keys of a prefix in their order, and reads nothing where there is none', async () => {
    for (const key of ['c/2', 'c/3', 'c/1']) await archive.create(object(key));
    expect(await archive.listKeys('c/')).toEqual(['c/1', 'c/2', 'c/3']);
    expect(await archive.listKeys('nothing/')).toEqual([]);
    expect(await archive.read('nothing/1')).toBeUndefined();
  });

  it('finds no ledger for an account that it has never seen', async () => {
    const loaded = await archive.loadLedger('new', [2025, 2026]);
    expect(loaded.ledger.size).toBe(0);
  });

  it('keeps a ledger year by year and reads it back', async () => {
    const empty = await archive.loadLedger('years', [2025, 2026]);
    await archive.saveLedger('years', empty, ledgerOf('2025-12-31', '2026-01-01'));
    const { ledger } = await archive.loadLedger('years', [2025, 2026]);
    expect(ledger).toEqual(ledgerOf('2025-12-31', '2026-01-01'));
  });

  it('goes on from the newest earlier year when the wanted ones do not exist', async () => {
    const empty = await archive.loadLedger('gap', [2024]);
    await archive.saveLedger('gap', empty, ledgerOf('2024-03-01'));
    const { ledger } = await archive.loadLedger('gap', [2026]);
    expect(ledger).toEqual(ledgerOf('2024-03-01'));
  });

  it('reads the years as well that those that are read note as not told of, and no others', async () => {
    const empty = await archive.loadLedger('silent', [2024]);
    const lineWith = (date: string, given: Partial<UnavailableLine> = {}) => ({
      ...lineOf(date),
      ...{ askedAt: '2026-01-01T00:00:00.000Z', ...given },
    });
    const lines = ['2020-01-01', '2021-01-01', '2023-01-01'].map((date) => lineWith(date));
    const noting = [
      lineWith('2022-01-01', { unsentYears: [2020] }),
      lineWith('2024-01-01', { unsentYears: [2022] }),
    ];
    await archive.saveLedger('silent', empty, withLines(new Map(), [...lines, ...noting]));
    const { ledger, versions } = await archive.loadLedger('silent', [2023, 2024]);
    expect([...ledger.keys()].sort()).toEqual(['2020-01-01', '2022-01-01', '2023-01-01', '2024-01-01']);
    expect([...versions.keys()].sort()).toEqual([2020, 2022, 2023, 2024]);
  });

  it('leaves no hole between two years when it is stopped after the first of them', async () => {
    const empty = await archive.loadLedger('stopped', [2025, 2026]);
    await archive.saveLedger('stopped', empty, ledgerOf('2026-01-02'));
    const loaded = await archive.loadLedger('stopped', [2025, 2026]);
    let writes = 0;
    aws.intervene(({ action }) => {
      if (action !== 's3:PutObject') return undefined;
      writes += 1;
      return writes > 1 ? { status: 403, code: 'AccessDenied', message: 'stopped' } : undefined;
    });
    const filled = ledgerOf('2025-12-31', '2026-01-01', '2026-01-02');
    await expect(archive.saveLedger('stopped', loaded, filled)).rejects.toThrow(ForbiddenError);
    aws.intervene();
    const { ledger } = await archive.loadLedger('stopped', [2025, 2026]);
    expect(ledger).toEqual(ledgerOf('2026-01-01', '2026-01-02'));
  });

  it('refuses to write over what somebody else wrote since', async () => {
    const one = await archive.loadLedger('race', [2026]);
    const other = await archive.loadLedger('race', [2026]);
    const saved = await archive.saveLedger('race', one, ledgerOf('2026-05-01'));
    await expect(archive.saveLedger('race', other, ledgerOf('2026-05-02'))).rejects.toThrow(ConflictError);
    await expect(
      archive.saveLedger('race', saved, ledgerOf('2026-05-01', '2026-05-03')),
    ).resolves.toBeDefined();
    await expect(archive.saveLedger('race', saved, ledgerOf('2026-05-04'))).rejects.toThrow(ConflictError);
  });

  it('writes nothing when nothing has changed', async () => {
    const empty = await archive.loadLedger('same', [2026]);
    const saved = await archive.saveLedger('same', empty, ledgerOf('2026-05-01'));
    const before = puts;
    await archive.saveLedger('same', saved, ledgerOf('2026-05-01'));
    expect(puts).toBe(before);
  });

  it('tells what is forbidden apart from what is missing', async () => {
    aws.intervene(() => ({ status: 403, code: 'AccessDenied', message: 'Access Denied' }));
    await expect(archive.loadLedger('any', [2026])).rejects.toThrow(ForbiddenError);
    await expect(archive.create(object('d/1'))).rejects.toThrow(ForbiddenError);
    await expect(archive.listKeys('d/')).rejects.toThrow(ForbiddenError);
  });

  it('names the place of a ledger that is damaged, and leaves it alone', async () => {
    const key = 'ledger/account=damaged/year=2026/days.jsonl';
    await archive.create({ key, body: '{"date":"2026-05-01"}\n', contentType: 'application/x-ndjson' });
    const loading = archive.loadLedger('damaged', [2026]);
    await expect(loading).rejects.toThrow(DamagedArchiveError);
    await expect(loading).rejects.toThrow(`${key}: line 1`);
  });
});
