import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedAws } from '../../../../local/embedded-aws/server.ts';
import { makeDirectory } from '../directories.ts';
import { answerTo, bucket, startWithClients } from '../embedded-clients.ts';

const at = (Key: string) => ({ Bucket: bucket, Key });

/** Without what a test puts before it, which reads every address. */
async function startAlone() {
  const aws = await startEmbeddedAws({ directory: await makeDirectory(), buckets: [bucket], topics: [] });
  onTestFinished(() => aws.stop());
  return aws;
}

describe('the embedded S3', () => {
  it('gives back any bytes under any name', async () => {
    const { s3 } = await startWithClients();
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    // A file's name has at most 255 bytes, and no key is also the folder of another.
    const isName = (text: string) =>
      !/^\.{1,2}$|[/\\\0]/.test(text) && text.isWellFormed() && Buffer.byteLength(text) <= 255;
    const keys = fc
      .array(part.filter(isName), { minLength: 1, maxLength: 4 })
      .map((parts) => [randomUUID(), ...parts].join('/'));
    const property = fc.asyncProperty(keys, fc.uint8Array({ maxLength: 300 }), async (key, bytes) => {
      await s3.send(new PutObjectCommand({ ...at(key), Body: bytes }));
      const { Body } = await s3.send(new GetObjectCommand(at(key)));
      expect(await Body?.transformToByteArray()).toEqual(bytes);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('says of an object what it is', async () => {
    const { s3 } = await startWithClients();
    const { ETag } = await s3.send(new PutObjectCommand({ ...at('latest.html'), Body: '<p>' }));
    expect(await s3.send(new GetObjectCommand(at('latest.html')))).toMatchObject({
      ContentLength: 3,
      ChecksumCRC32: 'PG6huw==',
      ETag,
    });
  });

  it('refuses a body that came otherwise than it was sent', async () => {
    const { s3 } = await startWithClients();
    const put = s3.send(new PutObjectCommand({ ...at('one'), Body: 'one', ChecksumCRC32: 'AAAAAA==' }));
    expect(await answerTo(put)).toBe('400 BadDigest');
    expect(await answerTo(s3.send(new GetObjectCommand(at('one'))))).toBe('404 NoSuchKey');
  });

  it('tells no time, which a night would take for a second witness', async () => {
    const aws = await startAlone();
    for (const path of ['/archive/none', '/archive?list-type=2'])
      expect((await fetch(aws.url + path)).headers.get('date')).toBeNull();
  });

  it('refuses an address that is no text', async () => {
    const aws = await startAlone();
    const response = await fetch(`${aws.url}/archive/%ff`);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('InvalidURI')]);
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

  it('lists below a prefix', async () => {
    const { s3 } = await startWithClients();
    for (const key of ['a/b', 'a/c', 'ab', 'd'])
      await s3.send(new PutObjectCommand({ ...at(key), Body: key }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'a/' }));
    expect(Contents).toEqual([{ Key: 'a/b' }, { Key: 'a/c' }]);
  });

  it('refuses what is not there', async () => {
    const { s3 } = await startWithClients();
    const answers = [
      answerTo(s3.send(new GetObjectCommand(at('none')))),
      answerTo(s3.send(new GetObjectCommand({ Bucket: 'another', Key: 'none' }))),
      answerTo(s3.send(new ListObjectsV2Command({ Bucket: 'another' }))),
    ];
    expect(await Promise.all(answers)).toEqual(['404 NoSuchKey', '404 NoSuchBucket', '404 NoSuchBucket']);
  });

  it('refuses what no part of the program asks for', async () => {
    const { s3 } = await startWithClients();
    await s3.send(new PutObjectCommand({ ...at('one'), Body: '' }));
    const Body = Readable.from([Buffer.from('day one')]);
    const answers = [
      answerTo(s3.send(new CopyObjectCommand({ ...at('two'), CopySource: `${bucket}/one` }))),
      answerTo(s3.send(new CreateMultipartUploadCommand(at('two')))),
      answerTo(s3.send(new PutObjectCommand({ ...at('two'), Body, ContentLength: 7 }))),
      answerTo(s3.send(new DeleteObjectCommand(at('one')))),
      answerTo(s3.send(new GetObjectCommand({ ...at('one'), Range: 'bytes=0-1' }))),
      answerTo(s3.send(new GetObjectCommand({ ...at('one'), IfNoneMatch: '"00"' }))),
      answerTo(s3.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' }))),
    ];
    expect(await Promise.all(answers)).toEqual(Array(7).fill('501 NotImplemented'));
    expect((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents).toMatchObject([
      { Key: 'one' },
    ]);
  });
});
