import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from '../../../../support/command-line.ts';
import { writeConfig } from '../../../../support/doctor.ts';

const keys = { NCP_ACCESS_KEY: 'ACCESS-acme', NCP_SECRET_KEY: 'SECRET-acme' };
const table = (...accounts: string[]) =>
  ['account,accessKey,secretKey', ...accounts.map((one) => `${one},ACCESS-${one},SECRET-${one}`)].join('\n');

let directory: string;
let config: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-keys-'));
  config = await writeConfig(directory, {
    accounts: [
      { name: 'drama', secret: { ring: 'own' } },
      { name: 'city', secret: 'vendor/city' },
    ],
    fleet: { shifts: [{ name: 'night' }] },
  });
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs `fleet keys put` and makes sure that no key is printed. */
async function put(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const place = ['--config', config, '--directory', join(directory, 'state')];
  const result = await runCommand(['fleet', 'keys', 'put', ...args, ...place], variables);
  expect(result.stdout + result.stderr).not.toMatch(/ACCESS-|SECRET-/);
  return result;
}

async function write(name: string, text: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
}

/** Accounts of the fleet, each with the ring of its keys, if it has any. */
async function pushed(rings: Readonly<Record<string, string | undefined>>): Promise<void> {
  const accounts = Object.entries(rings).map(([name, ring]) =>
    JSON.stringify({ name, timeZone: 'Asia/Seoul', time: '01:10', ...(ring && { secret: { ring } }) }),
  );
  const file = await write('accounts.jsonl', accounts.join('\n'));
  const place = ['--config', config, '--directory', join(directory, 'state')];
  const { exitCode } = await runCommand(['fleet', 'push', file, ...place]);
  expect(exitCode).toBe(0);
}

describe('fleet keys put, on this machine', () => {
  /** What the rings have, by their names. */
  async function stored(): Promise<Record<string, unknown>> {
    const folder = join(directory, 'state', 'secrets');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const rings = files.map(async (file) => {
      const { name, versions } = JSON.parse(await readFile(join(folder, file), 'utf8'));
      const current = versions.find(({ stages }: { stages: string[] }) => stages.includes('AWSCURRENT'));
      return [name.replace('vod-nightly/rings/', ''), JSON.parse(current.text)];
    });
    return Object.fromEntries(await Promise.all(rings));
  }

  it('puts the keys of the environment into the ring that the account names, in the fleet or the configuration', async () => {
    await pushed({ acme: 'gold' });
    expect(await put(['acme'], keys)).toEqual({
      exitCode: 0,
      stdout: 'gold: put the keys of 1 account, 1 new; it has 1 account now, and 62 of 65,536 bytes.\n',
      stderr: '',
    });
    expect((await put(['drama'], keys)).exitCode).toBe(0);
    const own = { accessKey: 'ACCESS-acme', secretKey: 'SECRET-acme' };
    expect(await stored()).toEqual({ gold: { acme: own }, own: { drama: own } });
    expect((await put(['acme'], keys)).stdout).toContain(
      'gold: has these keys already, and was left as it is',
    );
  });

  it('puts those of a file into the rings of their accounts, and says what became of each ring', async () => {
    await pushed({ acme: 'gold', globex: 'silver', initech: 'gold' });
    const file = await write('keys.csv', table('acme', 'globex', 'initech'));
    const { exitCode, stdout } = await put(['--file', file, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).rings).toMatchObject([
      { ring: 'gold', added: ['acme', 'initech'], changed: [], unchanged: [], accounts: 2 },
      { ring: 'silver', added: ['globex'], accounts: 1 },
    ]);
    expect(await stored()).toMatchObject({
      gold: { initech: { accessKey: 'ACCESS-initech', secretKey: 'SECRET-initech' } },
      silver: { globex: { accessKey: 'ACCESS-globex' } },
    });
  });

  it('says which accounts name a ring that has no keys of them', async () => {
    await pushed({ acme: 'gold', globex: 'gold', initech: 'silver', hooli: undefined });
    expect((await put(['acme'], keys)).stderr).toBe(
      'gold: has no keys of globex yet, so that nights have none to ask with.\n',
    );
    const { stdout, stderr } = await put(['acme', '--json'], keys);
    expect(JSON.parse(stdout).rings).toMatchObject([
      { ring: 'gold', unchanged: ['acme'], keyless: ['globex'] },
    ]);
    expect(stderr).toBe('');
    expect((await put(['globex'], keys)).stderr).toBe('');
  });

  it('puts them into a ring of one’s choice, and says which accounts look elsewhere', async () => {
    await pushed({ acme: 'gold', globex: undefined });
    const file = await write('keys.csv', table('acme', 'globex', 'umbrella', 'city'));
    const { exitCode, stderr } = await put(['--file', file, '--ring', 'silver']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      "acme, globex, city: nights take other keys until the account says secret: { ring: 'silver' }.\n",
    );
    expect(Object.keys(Object((await stored()).silver))).toEqual(['acme', 'city', 'globex', 'umbrella']);
  });

  it('names every account of which it does not know the ring, and puts nothing', async () => {
    await pushed({ acme: 'gold', globex: undefined });
    const file = await write('keys.csv', table('acme', 'globex', 'umbrella', 'city'));
    const { exitCode, stderr } = await put(['--file', file]);
    expect(exitCode).toBe(2);
    expect(stderr.match(/^ {2}- .*/gm)).toEqual([
      "  - globex: names no key ring; give it secret: { ring: 'NAME' }, or choose a ring with --ring",
      '  - umbrella: is in no shift of the fleet and not in the configuration; push it first, or name its ring with --ring',
      "  - city: has a secret of its own; give it secret: { ring: 'NAME' }, or choose a ring with --ring",
    ]);
    await expect(stored()).rejects.toThrow('ENOENT');
  });

  it.each([
    [[], {}, ['an account or --file: one of them has to be given, and not both']],
    [['acme', '--file', 'keys.csv'], {}, ['an account or --file: one of them has to be given, and not both']],
    [['ACCESS-acme'], keys, ['the account: has to be 1 to 40 of a-z, 0-9 and inner hyphens']],
    [['acme', '--ring', 'SECRET-acme'], keys, ['--ring: has to be 1 to 40 of a-z, 0-9 and inner hyphens']],
    [
      ['acme'],
      {},
      [
        'NCP_ACCESS_KEY: has to be set in the environment',
        'NCP_SECRET_KEY: has to be set in the environment',
      ],
    ],
    [['acme'], { ...keys, NCP_SECRET_KEY: '' }, ['NCP_SECRET_KEY: has to be set in the environment']],
    [
      ['acme'],
      { ...keys, NCP_ACCESS_KEY: 'ACCESS-\u200bacme' },
      ['NCP_ACCESS_KEY, NCP_SECRET_KEY: the access key has U+200B inside, a character that is in no key'],
    ],
    [
      ['--file', 'no-such-file.csv'],
      {},
      [expect.stringContaining('--file no-such-file.csv: cannot be read')],
    ],
  ])('is told what is wrong with its command line: %j', async (args, variables, faults) => {
    const { exitCode, stderr } = await put(args, variables);
    expect(exitCode).toBe(2);
    expect(stderr.match(/(?<=^ {2}- ).*/gm)).toEqual(faults);
  });

  it('is told all that is wrong with a file, and puts nothing', async () => {
    const file = await write('keys.csv', `${table('acme')}\nacme,ACCESS-x,SECRET-x\nSECRET-y,b,c`);
    const { exitCode, stderr } = await put(['--file', file, '--ring', 'gold']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `vod-nightly: ${file} cannot be used:\n  - line 3: acme is there already, in line 2\n` +
        '  - line 4: account has to be 1 to 40 of a-z, 0-9 and inner hyphens\n',
    );
    await expect(stored()).rejects.toThrow('ENOENT');
  });

  it('puts nothing at all where one of the rings would become too large', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => `customer-of-the-gold-desk-${index}`);
    const rings = Object.fromEntries(many.map((name) => [name, 'gold']));
    await pushed({ ...rings, acme: 'silver' });
    const file = await write('keys.csv', table('acme', ...many));
    const { exitCode, stderr } = await put(['--file', file]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /the key rings cannot be used:\n {2}- gold: would have 1200 accounts and \d+ bytes/,
    );
    await expect(stored()).rejects.toThrow('ENOENT');
  });
});
