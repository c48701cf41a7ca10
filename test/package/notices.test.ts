import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeNotices } from '../../package/notices.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vod-nightly-notices-'));
});
afterAll(() => rm(root, { recursive: true }));

/** Lays a package, and gives a source of it. */
async function lay(name: string, license?: string, files: Readonly<Record<string, string>> = {}) {
  const folder = join(root, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  const described = { 'package.json': JSON.stringify({ name, version: '1.0.0', license }), ...files };
  for (const [file, text] of Object.entries(described)) await writeFile(join(folder, file), text);
  return join(folder, 'dist/index.js');
}

describe('the notices', () => {
  it('name each package once, and each text once', async () => {
    const sources = [
      await lay('@scope/a', 'MIT', { LICENSE: 'Copyright A' }),
      await lay('@scope/b', 'MIT', { 'license.md': 'Copyright A', 'NOTICE.txt': 'Thanks' }),
      await lay('c', 'ISC', { 'LICENSE.txt': 'Copyright A' }),
    ];
    const notices = composeNotices([...sources, ...sources, join(root, 'own.ts')]);
    expect(notices).toContain('@scope/a 1.0.0 (MIT)\nc 1.0.0 (ISC)\n');
    expect(notices).toMatch(/@scope\/b 1\.0\.0 \(MIT\)\n-+\n(Thanks|Copyright A)\n\n(Thanks|Copyright A)\n/);
    expect(notices.match(/@scope\/a/g)).toHaveLength(1);
  });

  it('give the usual words to a package that only names them, after the copyright in its README', async () => {
    const mit = await lay('mit', 'MIT', {
      'README.md': '# x\n\nMIT License. Copyright (c) 2026 Somebody.\n',
    });
    const notices = composeNotices([mit, await lay('apache', 'Apache-2.0')]);
    expect(notices).toMatch(/Copyright \(c\) 2026 Somebody\.\n\nPermission is hereby granted/);
    expect(notices).toMatch(/apache 1\.0\.0 \(Apache-2\.0\)\n-+\n *Apache License/);
  });

  it('refuse what cannot be passed on, all of it at once', async () => {
    const sources = [
      await lay('copyleft', 'GPL-3.0-only', { LICENSE: 'GPL' }),
      await lay('nameless', 'MIT', { 'README.md': '# nameless' }),
      await lay('unlicensed'),
      await lay('whole', 'MIT', { LICENSE: 'Copyright' }),
    ];
    expect(() => composeNotices(sources)).toThrow(
      'the bundles cannot be passed on:\ncopyleft 1.0.0: its licence is GPL-3.0-only\n' +
        'nameless 1.0.0: says nowhere whose it is\nunlicensed 1.0.0: its licence is not named',
    );
  });
});
