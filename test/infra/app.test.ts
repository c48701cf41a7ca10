import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VodNightly } from '../../infra/vod-nightly.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { faultyConfigs } from '../support/faulty-configs.ts';
import { createQuickApp, synthesisMs, twoAccounts } from './synthesis.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-app-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Runs the app as the CDK's command line does, in an environment without AWS credentials. */
async function synthesizeAsCdk(context: object): Promise<{ exitCode: number; stderr: string }> {
  const env = { CDK_OUTDIR: join(directory, 'cdk.out'), CDK_CONTEXT_JSON: JSON.stringify(context) };
  const options = { cwd: root, env: { PATH: process.env.PATH, ...env } };
  return promisify(execFile)(execPath, ['infra/app.ts'], options).then(
    ({ stderr }) => ({ exitCode: 0, stderr }),
    (error) => ({ exitCode: Number(error.code), stderr: String(error.stderr) }),
  );
}

describe('the app', () => {
  it(
    'synthesizes the configuration that comes with it, with the bundle and its source map, to a template that CDK finds no fault with',
    async () => {
      const { exitCode, stderr } = await synthesizeAsCdk({});
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      const output = join(directory, 'cdk.out');
      const template = JSON.parse(await readFile(join(output, 'VodNightly.template.json'), 'utf8'));
      const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
      expect(types.filter((type) => type === 'AWS::Scheduler::Schedule')).toHaveLength(1);
      const report = JSON.parse(await readFile(join(output, 'validation-report.json'), 'utf8'));
      expect(report.pluginReports).toEqual([]);
      const [asset = ''] = (await readdir(output)).filter((name) => name.startsWith('asset.'));
      expect((await readdir(join(output, asset))).sort()).toEqual(['chunks', 'index.mjs', 'index.mjs.map']);
      // What `cdk synth` prints as a warning. The configuration that comes with it names nobody yet.
      const metadata = JSON.parse(await readFile(join(output, 'VodNightly.metadata.json'), 'utf8'));
      expect(JSON.stringify(metadata)).toMatch(/aws:cdk:warning[^}]*Nobody is told of anything/);
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

  it('stops where there is no configuration', async () => {
    const { exitCode, stderr } = await synthesizeAsCdk({ config: 'missing.config.ts' });
    expect(stderr).toBe(
      'the configuration missing.config.ts cannot be used:\n  - missing.config.ts: there is no such file\n',
    );
    expect(exitCode).toBe(1);
  });
});

describe('the construct', () => {
  it(
    "goes into someone else's stack, more than once",
    () => {
      const stack = new Stack(createQuickApp(), 'Theirs');
      new VodNightly(stack, 'One', { config: defineConfig(twoAccounts) });
      new VodNightly(stack, 'Other', { config: defineConfig(twoAccounts) });
      Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
    },
    synthesisMs,
  );
});
