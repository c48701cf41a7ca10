import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runIn } from './run-in.ts';

const project = inject('project');
const inProject = (program: string, ...args: readonly string[]) => runIn(project, program, ...args);

describe('the command line of the package', () => {
  it('begins a project by npx, without any peer', () => {
    expect(inject('begun')).toMatch(/my-nights\/app\.ts\n(.*\n)+ +cd my-nights\n +npm install\n +npm start /);
  });

  it('runs the first night within ten seconds of its installation, on the oldest Node.js that it names', async () => {
    expect(await inProject('node', '--version')).toBe(`v${manifest.engines.node.slice(2)}.0\n`);
    const startedMs = performance.now();
    const printed = await inProject('npm', 'start');
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    const [, page = ''] = /^ +page +(\S+)$/m.exec(printed) ?? [];
    expect(await readdir(join(project, '.local/s3/vod-nightly/reports/account=example'))).toContain(
      page.split('/').at(-1),
    );
  });

  it('explains itself, and shows what it has kept', async () => {
    expect(await inProject('vod-nightly', '--help')).toMatch(/^Usage: vod-nightly/);
    expect(await inProject('vod-nightly', 'history', '--json')).toContain('"account":"example"');
  });

  it('says in one line what is to be installed for a query', async () => {
    await expect(inProject('vod-nightly', 'query', 'SELECT 1')).rejects.toThrow(
      /failed\n\nvod-nightly: query: needs DuckDB, .*npm install "@duckdb\/node-api@\S+"\n$/,
    );
  });

  it.each(['v12.22.12', 'v20.20.2', 'v22.17.1'])('says which Node.js is needed on %s', async (version) => {
    const preload = `data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`;
    const program = 'node_modules/vod-nightly/local/vod-nightly.js';
    await expect(inProject('node', '--import', preload, program)).rejects.toThrow(
      `failed\n\nvod-nightly: needs Node.js 22.18 or newer, and this is ${version}. Get a newer one from https://nodejs.org.\n`,
    );
  });
});
