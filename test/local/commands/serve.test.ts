import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey, shiftKey } from '../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import { runCommand, startCommand } from '../../support/command-line.ts';
import { countsWith } from '../../support/counts.ts';
import { openFleetHere } from '../../support/fleet-here.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { overviewObjects, overviewWith, standingOf, unavailableOf } from '../../support/overviews.ts';
import { textOf } from '../../support/report-pages.ts';
import { startStage } from '../../support/stage.ts';

/** A reader in a process of its own. */
type Served = AsyncDisposable & { readonly url: string; readonly port: number };

async function startServe(args: readonly string[], environment = {}): Promise<Served> {
  const child = startCommand(['serve', ...args], environment);
  const exited = once(child, 'exit');
  const chunk = child.stdout ? (await once(child.stdout, 'data'))[0] : '';
  const url = String(chunk).trim();
  return {
    url,
    port: Number(new URL(url).port),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await exited;
    },
  };
}

async function getFrom(port: number, host: string): Promise<{ status: number | undefined; body: string }> {
  const sent = request({ host: '127.0.0.1', port, path: '/example', headers: { host } }).end();
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, body: await text(answer) };
}

describe('vod-nightly serve', { timeout: 60_000 }, () => {
  let directory: string;
  const write = async (day: string, failure: number) => {
    const file = join(directory, 's3/vod-nightly', ledgerKey('example', 2026));
    await mkdir(dirname(file), { recursive: true });
    const lines = [measuredLine('2026-01-01'), measuredLine(day, { counts: countsWith({ failure }) })];
    await writeFile(file, formatLedgerYear(ledgerOf(...lines), 2026));
  };
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('shows the archive of this machine without a link, as it is when somebody looks', async () => {
    await using served = await startServe(['--directory', directory]);
    const get = async (path: string) => textOf(await (await fetch(served.url + path)).text());
    expect(await get('/')).toContain('Nothing is recorded here yet');
    await write('2026-01-02', 24);
    expect(await get('/')).toContain('24 of 64 files failed');
    await write('2026-01-03', 9);
    expect(await get('/example')).toContain('9 of 49 files failed');
    expect(await get('/example/2026-01-02')).toContain('Nothing is recorded here yet');
  });

  it('answers on loopback to its own name and to no other', async () => {
    await write('2026-01-02', 24);
    await using served = await startServe(['--directory', directory]);
    const { port } = served;
    expect(served.url).toBe(`http://127.0.0.1:${port}`);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
      expect((await getFrom(port, host)).status).toBe(200);
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`, '127.0.0.1']) {
      const { status, body } = await getFrom(port, host);
      expect([host, status]).toEqual([host, 421]);
      expect(body).not.toContain('failed');
    }
  });

  it('opens the browser', async () => {
    const [browser, opened] = [join(directory, 'browser'), join(directory, 'opened')];
    await writeFile(browser, `#!/bin/sh\necho "$@" >> ${opened}\n`);
    await chmod(browser, 0o755);
    await using served = await startServe(['--open', '--directory', directory], { BROWSER: browser });
    await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toContain(served.url);
  });

  it('shows what lies in a bucket', async () => {
    await using stage = await startStage();
    await runCommand(['run', '--directory', directory, '--date', stage.yesterday], stage.environment);
    const { NCP_ACCESS_KEY: _access, NCP_SECRET_KEY: _secret, ...environment } = stage.environment;
    await using served = await startServe([], environment);
    expect(textOf(await (await fetch(`${served.url}/example`)).text())).toContain('12 of 43 files failed');
  });

  it('shows a fleet that lies in the folder, or one of its accounts alone', async () => {
    await using fleet = await openFleetHere();
    const lay = async (key: string, text: string) => {
      const file = join(fleet.directory, 's3/vod-nightly', key);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    };
    const standings = [standingOf('hana'), unavailableOf('tour')];
    for (const [key, text] of overviewObjects(overviewWith(standings, { shift: 'night' })))
      await lay(key, text);
    await lay(shiftKey('night'), '{"name":"hana"}\n{"name":"tour"}\n');
    const day = measuredLine('2026-01-02', { counts: countsWith({ failure: 24 }) });
    await lay(ledgerKey('hana', 2026), formatLedgerYear(ledgerOf(day), 2026));
    const place = ['--config', fleet.config, '--directory', fleet.directory];
    const textAt = async ({ url }: Served, path: string) => textOf(await (await fetch(url + path)).text());
    {
      await using served = await startServe(place);
      expect(await textAt(served, '/')).toContain('1 of 2 accounts needs attention');
      expect(await textAt(served, '/hana')).toContain('24 of 64 files failed');
    }
    await using alone = await startServe(['--account', 'hana', ...place]);
    expect(await textAt(alone, '/')).toContain('24 of 64 files failed');
    expect(await textAt(alone, '/tour')).toContain('Nothing is recorded here yet');
  });

  it('says so in a line when it cannot start', async () => {
    await using served = await startServe(['--directory', directory]);
    const taken = await runCommand(['serve', '--port', String(served.port), '--directory', directory]);
    expect(taken.exitCode).toBe(1);
    expect(taken.stderr).toMatch(/^vod-nightly: .*EADDRINUSE.*\n$/);
    const wrong = await runCommand(['serve', '--port', '70000']);
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--port 70000: has to be a whole number from 0 to 65535'),
    ]);
  });
});
