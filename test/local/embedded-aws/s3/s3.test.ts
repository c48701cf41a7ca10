import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from '../directories.ts';
import { answerTo, bucket, startWithClients } from '../embedded-clients.ts';

const at = (Key: string) => ({ Bucket: bucket, Key });

describe('the embedded S3', () => {
  it('gives back any bytes under any name', async () => {
    const { s3 } = await startWithClients();
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const keys = fc
      .array(
        part.filter((text) => !/^\.{1,2}$|[/\\\0]/.test(text) && text.isWellFormed()),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('/'));
    const property = fc.asyncProperty(keys, fc.uint8Array({ maxLength: 300 }), async (key, bytes) => {
      await s3.send(new PutObjectCommand({ ...at(key), Body: bytes }));
      const { Body } = await s3.send(new GetObjectCommand(at(key)));
      expect(await Body?.transformToByteArray()).toEqual(bytes);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('takes streams, whose checksum follows the body', async () => {
    const directory = await makeDirectory();
    const { s3 } = await startWithClients({ directory });
    const Body = Readable.from([Buffer.from('day one\n'), Buffer.from('day two\n')]);
    await s3.send(new PutObjectCommand({ ...at('stream.txt'), Body, ContentLength: 16 }));
    const found = await s3.send(new GetObjectCommand(at('stream.txt')));
    expect(await found.Body?.transformToString()).toBe('day one\nday two\n');
    expect(found.ContentEncoding).toBeUndefined();
    expect(await readFile(join(directory, 's3', bucket, 'stream.txt'), 'utf8')).toBe('day one\nday two\n');
  });

  it('says of an object what it is, without its content', async () => {
    const nowMs = Date.UTC(2026, 10, 23, 1, 10, 2);
    const { s3 } = await startWithClients({ now: () => nowMs });
    const report = {
      ...at('latest.html'),
      Body: '<p>',
      ContentType: 'text/html',
      Metadata: { date: '2026-11-22' },
    };
    const { ETag } = await s3.send(new PutObjectCommand(report));
    expect(await s3.send(new HeadObjectCommand(at('latest.html')))).toMatchObject({
      ContentLength: 3,
      ContentType: 'text/html',
      Metadata: { date: '2026-11-22' },
      LastModified: new Date(nowMs),
      ETag,
    });
  });

  it('tells the time in each answer by the clock that it was given', async () => {
    const { aws } = await startWithClients({ now: () => Date.UTC(2026, 10, 23, 1, 10, 2) });
    const dates = await Promise.all(
      ['/archive/none', '/no-bucket/none'].map(async (path) =>
        (await fetch(aws.url + path)).headers.get('date'),
      ),
    );
    expect(dates).toEqual(Array(2).fill('Mon, 23 Nov 2026 01:10:02 GMT'));
  });

  it('lists in the order of bytes, page by page, without losing a key', async () => {
    const { s3 } = await startWithClients();
    const keys = [
      '1',
      'Zeta',
      '_b',
      'a/account=acme-2/x',
      'a/account=acme/x',
      'a/account=acmea/x',
      '가',
      '😀',
    ];
    for (const key of keys.toReversed()) await s3.send(new PutObjectCommand({ ...at(key), Body: key }));
    const listed: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const input = { Bucket: bucket, MaxKeys: 3, ContinuationToken };
      const page = await s3.send(new ListObjectsV2Command(input));
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(listed).toEqual(keys);
  });

  it('lists below a prefix, and rolls up at a delimiter', async () => {
    const { s3 } = await startWithClients();
    for (const key of ['a/b/1', 'a/b/2', 'a/c', 'd'])
      await s3.send(new PutObjectCommand({ ...at(key), Body: key }));
    const input = { Bucket: bucket, Prefix: 'a/', Delimiter: '/' };
    const { Contents, CommonPrefixes } = await s3.send(new ListObjectsV2Command(input));
    expect(Contents).toMatchObject([{ Key: 'a/c', Size: 3 }]);
    expect(CommonPrefixes).toEqual([{ Prefix: 'a/b/' }]);
  });

  it('refuses what is not there', async () => {
    const { s3 } = await startWithClients();
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    const answers = [
      answerTo(s3.send(new GetObjectCommand(at('none')))),
      answerTo(s3.send(new GetObjectCommand({ Bucket: 'another', Key: 'none' }))),
      answerTo(s3.send(new HeadBucketCommand({ Bucket: 'another' }))),
    ];
    expect(await Promise.all(answers)).toEqual(['404 NoSuchKey', '404 NoSuchBucket', '404 NotFound']);
  });

  it('refuses what would get past its guard', async () => {
    const { s3 } = await startWithClients();
    await s3.send(new PutObjectCommand({ ...at('one'), Body: '' }));
    const answers = [
      answerTo(s3.send(new CopyObjectCommand({ ...at('two'), CopySource: `${bucket}/one` }))),
      answerTo(s3.send(new CreateMultipartUploadCommand(at('two')))),
      answerTo(s3.send(new DeleteObjectCommand({ ...at('one'), IfMatch: '"00"' }))),
    ];
    expect(await Promise.all(answers)).toEqual(Array(3).fill('501 NotImplemented'));
  });
});
