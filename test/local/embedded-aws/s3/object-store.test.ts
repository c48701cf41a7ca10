import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from '../directories.ts';
import { answerTo, bucket, startWithClients } from '../embedded-clients.ts';

const ledger = 'ledger/account=acme/year=2026/days.jsonl';

describe('objects in files', () => {
  it('lie under their keys with exactly their bytes, and with nothing beside them', async () => {
    const directory = await makeDirectory();
    const { s3 } = await startWithClients({ directory });
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: ledger, Body: '{"date":"2026-11-22"}\n인코딩\n' }),
    );
    expect(await readFile(join(directory, 's3', bucket, ledger), 'utf8')).toBe(
      '{"date":"2026-11-22"}\n인코딩\n',
    );
    const files = await readdir(join(directory, 's3'), { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile()).map(({ name }) => name)).toEqual(['days.jsonl']);
  });

  it('are there after a restart under the same ETags, so that conditional writes go on', async () => {
    const directory = await makeDirectory();
    const before = await startWithClients({ directory });
    const { ETag } = await before.s3.send(new PutObjectCommand({ Bucket: bucket, Key: ledger, Body: 'one' }));
    await before.aws.stop();
    const { s3 } = await startWithClients({ directory });
    const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: ledger }));
    expect(await found.Body?.transformToString()).toBe('one');
    expect(found.ETag).toBe(ETag);
    const write = (IfMatch: string | undefined) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key: ledger, Body: 'two', IfMatch }));
    expect(await answerTo(write(ETag))).toBe('200');
    expect(await answerTo(write(ETag))).toBe('412 PreconditionFailed');
  });

  it.each(['../outside', 'a/../../../outside', '/etc/outside', 'a//b', 'a/', 'a/./b', 'a\\..\\b', 'a\0b'])(
    'cannot be had for the key %j',
    async (key) => {
      const directory = await makeDirectory();
      const { s3 } = await startWithClients({ directory });
      const put = s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' }));
      expect(await answerTo(put)).toBe('400 InvalidArgument');
      await writeFile(join(directory, 'outside'), 'not an object');
      expect(await answerTo(s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })))).toBe(
        '404 NoSuchKey',
      );
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
      expect(KeyCount).toBe(0);
      const files = await readdir(directory, { recursive: true, withFileTypes: true });
      expect(files.filter((file) => file.isFile()).map(({ name }) => name)).toEqual(['outside']);
    },
  );

  it('refuse a key below another key', async () => {
    const { s3 } = await startWithClients({ directory: await makeDirectory() });
    const put = (key: string) =>
      answerTo(s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' })));
    expect([await put('a'), await put('a/b'), await put('c/d'), await put('c')]).toEqual([
      '200',
      '400 InvalidArgument',
      '200',
      '400 InvalidArgument',
    ]);
  });
});
