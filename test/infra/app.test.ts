import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { faultyConfigs } from '../support/faulty-configs.ts';
import { synthesisMs } from './synthesis.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-app-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Runs the app as the CDK's command line does, in an environment without AWS credentials. */
async function synthesizeAsCdk(context: object): Promise<{ exitCode: number; stderr: string }> {
  const env = {
    CDK_OUTDIR: join(directory, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify({ ...cdk.context, ...context }),
    NODE_COMPILE_CACHE: join(directory, 'compiled'), // half of what the CDK takes to start
  };
  const options = { cwd: root, env: { PATH: process.env.PATH, ...env } };
  return promisify(execFile)(execPath, ['infra/app.ts'], options).then(
    ({ stderr }) => ({ exitCode: 0, stderr }),
    (error) => ({ exitCode: Number(error.code), stderr: String(error.stderr) }),
  );
}

describe('the app', () => {
  it(
    'synthesizes the configuration that comes with it, and says no more than that it names nobody to be told',
    async () => {
      const { exitCode, stderr } = await synthesizeAsCdk({});
      expect(exitCode).toBe(0);
      const [warning, path, acknowledge, ...others] = stderr.split('\n').filter((line) => line !== '');
      expect(warning).toMatch(/^WARNING Nobody is told of anything: .*put an address into alerts\.email/);
      expect([path, acknowledge]).toEqual([
        expect.stringContaining('VodNightly/Nightly/Topics'),
        expect.stringContaining("'Annotation::vod-nightly:nobody-told'"),
      ]);
      expect(others).toEqual([expect.stringContaining('A copy of this report')]);
    },
    synthesisMs,
  );

  it(
    'synthesizes a template that CDK finds no fault with, under the name that it is given, with bundles and their source maps, and says nothing',
    async () => {
      await rm(join(directory, 'cdk.out'), { recursive: true, force: true });
      const synthesized = await synthesizeAsCdk({
        config: 'test/infra/everything.config.ts',
        stack: 'Others',
      });
      expect(synthesized).toEqual({ exitCode: 0, stderr: '' });
      const output = join(directory, 'cdk.out');
      const files = await readdir(output);
      expect(files).toContain('Others.template.json');
      const assets = files.filter((name) => name.startsWith('asset.'));
      const contents = await Promise.all(
        assets.map(async (asset) => (await readdir(join(output, asset))).sort()),
      );
      const bundled = ['chunks', 'index.mjs', 'index.mjs.map'];
      expect(contents.sort((a, b) => a.length - b.length)).toEqual([bundled, ['accounts.json', ...bundled]]);
    },
    synthesisMs,
  );

  it(
    'stops at a configuration that cannot be used, with all its faults',
    async () => {
      const file = join(directory, 'faulty.config.ts');
      const config = {
        accounts: [{ name: 'Acme!', time: '25:00' }],
        alerts: { email: ['nobody'], phone: [] },
        deployment: { logRetentionDays: 10 },
      };
      const define = JSON.stringify(join(root, 'lambda/config/config.ts'));
      await writeFile(
        file,
        `import { defineConfig } from ${define};\nexport default defineConfig(${JSON.stringify(config)});\n`,
      );
      const { exitCode, stderr } = await synthesizeAsCdk({ config: file });
      expect(exitCode).toBe(1);
      const places = [
        'accounts[0].name',
        'accounts[0].time',
        'alerts.email[0]',
        'alerts.phone',
        'deployment.logRetentionDays',
      ];
      for (const place of places) expect(stderr).toContain(place);
      expect(stderr).not.toContain('    at ');
    },
    synthesisMs,
  );

  it.each(
    faultyConfigs.filter(({ what }) => /default export|syntax|thrown|misspelt file|go through/.test(what)),
  )(
    'stops at $what, with the place and the true reason',
    async ({ name, text, said }) => {
      const file = join(directory, name);
      await writeFile(file, text);
      const { exitCode, stderr } = await synthesizeAsCdk({ config: file });
      for (const words of said)
        expect(stderr).toContain(words.replace('FILE', file).replace('DIR', directory));
      expect(stderr).toMatch(/^the configuration .* cannot be used:\n( {2}- .+\n)+$/);
      expect(exitCode).toBe(1);
    },
    synthesisMs,
  );

  it(
    'stops at more accounts than a stack takes, with what to do and no stack trace',
    async () => {
      const file = join(directory, 'crowded.config.ts');
      const define = JSON.stringify(join(root, 'lambda/config/config.ts'));
      const accounts = 'Array.from({ length: 201 }, (_, index) => ({ name: "customer-" + index }))';
      await writeFile(
        file,
        `import { defineConfig } from ${define};\nexport default defineConfig({ accounts: ${accounts} });\n`,
      );
      const { exitCode, stderr } = await synthesizeAsCdk({ config: file });
      expect(stderr).toMatch(
        /^the configuration cannot be used:\n {2}- accounts: there are 201, .*stack=NAME\n$/,
      );
      expect(exitCode).toBe(1);
    },
    synthesisMs,
  );

  it('stops where there is no configuration', async () => {
    const { exitCode, stderr } = await synthesizeAsCdk({ config: 'missing.config.ts' });
    expect(stderr).toBe(
      'the configuration missing.config.ts cannot be used:\n  - missing.config.ts: there is no such file\n',
    );
    expect(exitCode).toBe(1);
  });
});
