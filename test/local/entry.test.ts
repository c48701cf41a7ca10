import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../support/command-line.ts';

describe('the file that npm links', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-entry-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const runWith = (node: string, ...options: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(node, [...options, program, '--version'], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const tooOld = (version: string) => ({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(`^vod-nightly: needs Node\\.js 24\\.0 or newer, and this is ${version}\\. .*npm ci.*\\n$`),
    ),
  });

  it.each(['v12.22.12', 'v20.20.2', 'v23.11.1'])('says which Node.js is needed on %s', async (version) => {
    const stub = join(directory, `${version}.cjs`);
    await writeFile(stub, `Object.defineProperty(process, 'version', { value: '${version}' });`);
    expect(runWith(execPath, '--require', stub)).toEqual(tooOld(version));
  });

  it.each(['v24.0.0', 'v100.1.0'])('goes on on %s', async (version) => {
    const stub = join(directory, `${version}.cjs`);
    await writeFile(stub, `Object.defineProperty(process, 'version', { value: '${version}' });`);
    expect(runWith(execPath, '--require', stub)).toMatchObject({ status: 0, stderr: '' });
  });

  const installed = '/usr/bin/node';
  const version = spawnSync(installed, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  it.skipIf(!/^v(1[2-9]|2[0-3])\./.test(version))('says so to an old Node.js of this machine', () => {
    expect(runWith(installed)).toEqual(tooOld(version));
  });

  it('says so when its packages are not installed', async () => {
    await cp(join(program, '..'), join(directory, 'local'), { recursive: true });
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    const { status, stderr } = spawnSync(execPath, [join(directory, 'local/vod-nightly.js')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^vod-nightly: .*run npm ci .*\n$/)]);
  });
});
