import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cdk from '../../../cdk.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };
import { runCommand } from '../../support/command-line.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-init-'));
});
afterAll(() => rm(directory, { recursive: true }));

const files = [
  ...['.github/workflows/deploy.yml', '.gitignore', 'README.md', 'app.ts', 'cdk.json', 'package.json'],
  ...['tsconfig.json', 'vod-nightly.config.ts'],
];
const listFiles = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('vod-nightly init', () => {
  it('begins a project in a folder that is not there yet, and says what comes next', async () => {
    const folder = join(directory, 'My Nights');
    const { exitCode, stdout, stderr } = await runCommand(['init', folder]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(await listFiles(folder)).toEqual(files);
    for (const file of files) expect(stdout).toContain(`${join(folder, file)}\n`);
    expect(
      stdout
        .split('\n')
        .slice(-7, -1)
        .map((line) => line.replace(/ +#.*/, '').trim()),
    ).toEqual([
      ...[`cd '${folder}'`, 'npm install', 'npm start', 'npx cdk bootstrap', 'npx cdk deploy'],
      'npx vod-nightly doctor --stack VodNightly',
    ]);
    const { name, engines, dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect({ name, engines }).toEqual({ name: 'my-nights', engines: manifest.engines });
    expect(dependencies).toMatchObject({ 'vod-nightly': `^${manifest.version}` });
  });

  it('deploys to the Region of whoever runs it, unless the repository says otherwise', async () => {
    const folder = join(directory, 'tokyo');
    const result = await runCommand(['init', folder, '--json'], { AWS_REGION: 'ap-northeast-1' });
    expect(JSON.parse(result.stdout)).toEqual({ directory: folder, files: expect.arrayContaining(files) });
    expect(await readFile(join(folder, '.github/workflows/deploy.yml'), 'utf8')).toContain(
      "vars.AWS_REGION || 'ap-northeast-1'",
    );
  });

  it('has the configuration that comes with a checkout', async () => {
    const folder = join(directory, 'same');
    await runCommand(['init', folder]);
    const settingsIn = async (file: string) =>
      (await readFile(file, 'utf8')).replace(/^import .*$/m, '').replace(/^ *\/\/.*\n/gm, '');
    const checkout = fileURLToPath(new URL('../../../vod-nightly.config.ts', import.meta.url));
    expect(await settingsIn(join(folder, 'vod-nightly.config.ts'))).toBe(await settingsIn(checkout));
  });

  it('has the flags of the CDK that a checkout has, so that the CDK does not ask for them', async () => {
    const folder = join(directory, 'flags');
    await runCommand(['init', folder]);
    const { app, ...settings } = JSON.parse(await readFile(join(folder, 'cdk.json'), 'utf8'));
    const { app: _app, output: _output, ...ofCheckout } = cdk;
    expect(app).toBe('node app.ts');
    expect(settings).toEqual(ofCheckout);
  });

  it('leaves what else is in the folder, and writes nothing where anything of its own is', async () => {
    const folder = join(directory, 'taken');
    await mkdir(folder);
    await writeFile(join(folder, 'app.ts'), 'mine');
    await symlink('nowhere', join(folder, 'cdk.json'));
    const { exitCode, stdout, stderr } = await runCommand(['init', folder]);
    const faults = ['app.ts', 'cdk.json'].map(
      (file) => `  - ${join(folder, file)}: is there already; nothing was written\n`,
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `vod-nightly: the command line cannot be used:\n${faults.join('')}`,
    });
    expect(await listFiles(folder)).toEqual(['app.ts', 'cdk.json']);
    await rm(join(folder, 'app.ts'));
    await rm(join(folder, 'cdk.json'));
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect(await runCommand(['init', folder])).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('says what keeps it from writing', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const { exitCode, stderr } = await runCommand(['init', join(file, 'folder')]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^vod-nightly: .*\n {2}- directory .*: has to be a folder .*EEXIST.*\n$/);
  });

  it.each([
    ['without a letter that npm takes', '한글'],
    ['of the name of the package, on which it could not depend', 'vod-nightly'],
  ])('finds a name for a folder %s', async (_, folder) => {
    await runCommand(['init', join(directory, folder)]);
    const { name } = JSON.parse(await readFile(join(directory, folder, 'package.json'), 'utf8'));
    expect(name).toBe('my-vod-nightly');
  });
});
