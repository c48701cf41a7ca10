import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runIn } from './run-in.ts';

const project = inject('project');

/** An app as somebody writes it who has a stack already. */
const ownStack = `
import * as cdk from 'aws-cdk-lib';
import { type Config, defineConfig, VodNightly } from 'vod-nightly';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Theirs');
const config: Config = defineConfig({
  accounts: [{ name: 'acme' }],
  fleet: { shifts: [{ name: 'seoul' }] },
  reports: { links: { days: 7 } },
});
const nightly: VodNightly = new VodNightly(stack, 'Nightly', { config });
const shifts = nightly.fleet?.machine.stateMachineArn ?? '';
new cdk.CfnOutput(stack, 'Where', { value: nightly.archive.bucketName + shifts });
app.synth();
`;
/** The same without types. */
const plainStack = ownStack.replace('type Config, ', '').replace(/: (Config|VodNightly)\b/g, '');

/** Of each function that was synthesized, the files that it is made of. */
async function readFunctions(output: string, stack: string): Promise<string[][]> {
  const { Resources } = JSON.parse(await readFile(join(output, `${stack}.template.json`), 'utf8'));
  type Resource = { readonly Metadata?: { readonly 'aws:asset:path'?: string } };
  const assets = Object.values<Resource>(Resources).flatMap(
    ({ Metadata }) => Metadata?.['aws:asset:path'] ?? [],
  );
  const files = await Promise.all(assets.map((asset) => readdir(join(output, asset))));
  return files.map((names) => names.toSorted()).toSorted((a, b) => b.length - a.length);
}

const night = ['chunks', 'index.mjs', 'index.mjs.map'];
const reader = ['accounts.json', ...night];

/** Lays an app in a folder of its own, in which it finds what the project has installed. */
async function layApp(name: string, files: Readonly<Record<string, string | object>>): Promise<string> {
  const folder = join(project, name);
  await mkdir(folder);
  for (const [file, text] of Object.entries(files))
    await writeFile(join(folder, file), typeof text === 'string' ? text : JSON.stringify(text));
  return folder;
}

describe('the constructs of the package', () => {
  it('are in the app that init has written, which needs no esbuild', async () => {
    expect(existsSync(join(project, 'node_modules/esbuild'))).toBe(false);
    await runIn(project, 'cdk', 'synth', '--quiet');
    expect(await readFunctions(join(project, 'cdk.out'), 'VodNightly')).toEqual([night]);
  });

  it('go into a stack of one’s own, in a plain ES module', async () => {
    const folder = await layApp('plain', { 'app.mjs': plainStack });
    await runIn(folder, 'cdk', 'synth', '--quiet', '--app', 'node app.mjs');
    expect(await readFunctions(join(folder, 'cdk.out'), 'Theirs')).toEqual([reader, night]);
  });

  it('go into an app as cdk init makes it: CommonJS, checked by tsc, run by tsx', async () => {
    const folder = join(project, 'made');
    await mkdir(folder);
    await runIn(folder, 'cdk', 'init', 'app', '--language', 'typescript', '--generate-only');
    await runIn(folder, 'npm', 'install', '--no-audit', '--no-fund', inject('tarball'));
    await writeFile(join(folder, 'bin/made.ts'), ownStack);
    await runIn(folder, 'cdk', 'synth', '--quiet');
    expect(await readFunctions(join(folder, 'cdk.out'), 'Theirs')).toEqual([reader, night]);
  });

  it('go into such an app of earlier years: run by ts-node, compiled by an older tsc', async () => {
    const folder = await layApp('older', {
      'package.json': { name: 'older', private: true },
      'tsconfig.json': {
        compilerOptions: {
          ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['es2022'] },
          ...{ declaration: true, strict: true, types: ['node'], outDir: 'out' },
        },
        files: ['app.ts'],
      },
      'app.ts': ownStack,
    });
    const tools = ['typescript@5.9.3', 'ts-node@10.9.2', '@types/node@24'];
    await runIn(folder, 'npm', 'install', '--no-audit', '--no-fund', ...tools);
    // Below ts-node the types of the CDK alone take half a minute; they are checked by tsc.
    const byTsNode = 'ts-node --transpile-only --prefer-ts-exts app.ts';
    await runIn(folder, 'cdk', 'synth', '--quiet', '--app', byTsNode);
    expect(await readFunctions(join(folder, 'cdk.out'), 'Theirs')).toEqual([reader, night]);
    await runIn(folder, 'tsc');
    await runIn(folder, 'cdk', 'synth', '--quiet', '--app', 'node out/app.js', '--output', 'compiled.out');
    expect(await readFunctions(join(folder, 'compiled.out'), 'Theirs')).toEqual([reader, night]);
  });
});
