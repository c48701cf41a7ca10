import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from '../directories.ts';
import { answerTo, bucket, startWithClients } from '../embedded-clients.ts';

type Condition = { readonly IfNoneMatch?: string; readonly IfMatch?: string };

const key = 'ledger/account=acme/year=2026/days.jsonl';
/** They write to the disk, which takes long enough for all of them to meet. */
const competitors = Array.from({ length: 32 }, (_, index) => `writer ${index}`);

function put(s3: S3Client, body: string, condition: Condition = {}) {
  return s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...condition }));
}

async function read(s3: S3Client): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body?.transformToString();
}

describe('If-None-Match: *', () => {
  it('creates an object that is not there', async () => {
    const { s3 } = await startWithClients();
    await put(s3, 'first', { IfNoneMatch: '*' });
    expect(await read(s3)).toBe('first');
  });

  it('refuses with 412 what is there, and leaves it', async () => {
    const { s3 } = await startWithClients();
    await put(s3, 'first');
    await expect(put(s3, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      message: 'At least one of the pre-conditions you specified did not hold',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await read(s3)).toBe('first');
  });

  it('lets exactly one of 32 creators win', async () => {
    const { s3 } = await startWithClients({ directory: await makeDirectory() });
    const answers = await Promise.all(
      competitors.map((body) => answerTo(put(s3, body, { IfNoneMatch: '*' }))),
    );
    expect(answers.toSorted()).toEqual(['200', ...Array(31).fill('412 PreconditionFailed')]);
    expect(await read(s3)).toBe(competitors[answers.indexOf('200')]);
  });
});

describe('If-Match', () => {
  it('replaces the version it names, with and without its quotes', async () => {
    const { s3 } = await startWithClients();
    const { ETag = '' } = await put(s3, 'first');
    const second = await put(s3, 'second', { IfMatch: ETag });
    await put(s3, 'third', { IfMatch: second.ETag?.replaceAll('"', '') ?? '' });
    expect(await read(s3)).toBe('third');
  });

  it('refuses with 412 when another version is there', async () => {
    const { s3 } = await startWithClients();
    const { ETag = '' } = await put(s3, 'first');
    await put(s3, 'second');
    await expect(put(s3, 'third', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await read(s3)).toBe('second');
  });

  it('answers 404 when there is no object', async () => {
    const { s3 } = await startWithClients();
    expect(await answerTo(put(s3, 'first', { IfMatch: '"00000000000000000000000000000000"' }))).toBe(
      '404 NoSuchKey',
    );
  });

  it('lets exactly one of 32 writers win', async () => {
    const { s3 } = await startWithClients({ directory: await makeDirectory() });
    const { ETag = '' } = await put(s3, 'first');
    const answers = await Promise.all(competitors.map((body) => answerTo(put(s3, body, { IfMatch: ETag }))));
    expect(answers.toSorted()).toEqual(['200', ...Array(31).fill('412 PreconditionFailed')]);
    expect(await read(s3)).toBe(competitors[answers.indexOf('200')]);
  });
});

describe('conditions that S3 does not have', () => {
  it.each<[string, Condition]>([
    ['If-None-Match with an ETag', { IfNoneMatch: '"00000000000000000000000000000000"' }],
    ['If-Match: *', { IfMatch: '*' }],
    ['both at once', { IfNoneMatch: '*', IfMatch: '"00000000000000000000000000000000"' }],
  ])('answers 501 to %s', async (_, condition) => {
    const { s3 } = await startWithClients();
    expect(await answerTo(put(s3, 'first', condition))).toBe('501 NotImplemented');
    expect(await answerTo(read(s3))).toBe('404 NoSuchKey');
  });
});
