import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectArchive } from '../../../lambda/adapters/connect.ts';
import { openFolderArchive } from '../../../local/machine/folder-archive.ts';
import { makeDirectory } from '../embedded-aws/directories.ts';
import { bucket, startWithClients } from '../embedded-aws/embedded-clients.ts';

const text = (key: string, body: string) => ({ key, body, contentType: 'text/plain' });

describe('the archive read from files', () => {
  it('says what the embedded S3 says: texts, keys in order, and nothing where there is nothing', async () => {
    const directory = await makeDirectory();
    const { aws } = await startWithClients({ directory });
    const settings = {
      region: 'ap-northeast-2',
      endpoint: aws.url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const archive = connectArchive({ VOD_NIGHTLY_BUCKET: bucket }, settings);
    const read = openFolderArchive(join(directory, 's3', bucket));
    await archive.create(text('a/date=2026-11-22/2.json', '인코딩\n'));
    await archive.create(text('a/date=2026-11-22/10.json', 'ten'));
    await archive.create(text('a/date=2026-11-21/1.json', 'one'));
    await archive.create(text('ab/c.json', 'c'));
    for (const prefix of ['', 'a', 'a/', 'a/date=2026-11-2', 'a/date=2026-11-22/', 'none/', 'ab/c.json/'])
      expect(await read.listKeys(prefix)).toEqual(await archive.listKeys(prefix));
    for (const key of ['a/date=2026-11-22/2.json', 'ab/c.json', 'none', 'ab/c.json/d'])
      expect(await read.read(key)).toBe(await archive.read(key));
  });
});
