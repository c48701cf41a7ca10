import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, memoryUsage } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { filesKey, ledgerKey } from '../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../lambda/core/ledger/line.ts';
import { addDays, datesBetween, yearOf } from '../lambda/core/time/day.ts';
import type { ReadableArchive } from '../lambda/reader/read-report.ts';
import { startReaderServer } from '../local/commands/serve/reader-server.ts';
import { openFolderArchive } from '../local/machine/folder-archive.ts';
import { accountOf } from '../test/support/accounts.ts';
import { countsWith } from '../test/support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../test/support/lines.ts';

/** What a call to S3 takes within a Region, about; the folder itself answers at once. */
const callMs = 20;
const [readers, accounts, years] = [50, 100, 10].map((usual, index) => Number(argv[index + 2] ?? usual)) as [
  number,
  number,
  number,
];
const last = '2026-11-26';
const names = Array.from({ length: accounts }, (_, index) => `account-${index + 1}`);
const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-reader-'));
const finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 } as const;

let calls = 0;
let bytes = 0;
const archive = countCalls(openFolderArchive(folder));
await fillArchive();
await using server = await startReaderServer({
  ...{ accounts: names.map((name) => accountOf({ name })), archive, port: 0 },
  ...{ clock: { now: Date.now }, telemetry: { error: (_, error) => console.error(error) } },
});

console.log(`${accounts} accounts of ${years} years; ${callMs} ms for each call to the archive\n`);
const pages = {
  'the index': () => '/',
  'the newest date': (reader: number) => `/${nameOf(reader)}`,
  'a date of some years ago': (reader: number) => `/${nameOf(reader)}/${addDays(last, -365 * (years - 2))}`,
  'the table': (reader: number) => `/${nameOf(reader)}.csv`,
  'all failed files': (reader: number) => `/${nameOf(reader)}/${last}/files`,
};
for (const [page, pathOf] of Object.entries(pages)) {
  await ask(pathOf(0));
  [calls, bytes] = [0, 0];
  const size = await ask(pathOf(0));
  console.log(`${page}: ${calls} calls, ${toKb(bytes)} KB read, ${toKb(size)} KB sent`);
  show('  one reader', await measure(1, 5, pathOf));
  show(`  ${readers} at once`, await measure(readers, 2, pathOf));
}
await rm(folder, { recursive: true });

/** Latencies in milliseconds of as many readers at once, each of whom looks several times. */
async function measure(count: number, times: number, pathOf: (reader: number) => string): Promise<number[]> {
  const all = await Promise.all(
    Array.from({ length: count }, async (_, reader) => {
      const latencies: number[] = [];
      for (let time = 0; time < times; time += 1) {
        const startedMs = performance.now();
        await ask(pathOf(reader));
        latencies.push(performance.now() - startedMs);
      }
      return latencies;
    }),
  );
  return all.flat().sort((a, b) => a - b);
}

async function ask(path: string): Promise<number> {
  const answer = await fetch(server.url + path);
  const body = await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
  return body.byteLength;
}

function show(who: string, latencies: readonly number[]): void {
  const at = (share: number) => (latencies[Math.ceil(latencies.length * share) - 1] ?? 0).toFixed(0);
  const memoryMb = Math.round(memoryUsage.rss() / 2 ** 20);
  console.log(`${who}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, slowest ${at(1)} ms; ${memoryMb} MB`);
}

function nameOf(reader: number): string {
  return names[reader % names.length] ?? '';
}

function toKb(size: number): string {
  return (size / 1_000).toFixed(0);
}

function countCalls(inner: ReadableArchive): ReadableArchive {
  return {
    async listKeys(prefix) {
      calls += 1;
      await wait(callMs);
      return inner.listKeys(prefix);
    },
    async read(key) {
      calls += 1;
      await wait(callMs);
      const text = await inner.read(key);
      bytes += text?.length ?? 0;
      return text;
    },
  };
}

/** A bad date a week, each of which was told; the ledgers of all accounts are the same. */
async function fillArchive(): Promise<void> {
  const dates = datesBetween(`${yearOf(last) - years + 1}-01-01`, last);
  const ledger = ledgerOf(...dates.map(lineOf));
  const files = Array.from({ length: 200 }, (_, index) => ({
    path: `/in/2026/11/26/${index}.mp4`,
    category: 'drama',
  }));
  const askedAt = `${last}T16:10:04.000Z`;
  const failed = JSON.stringify({ askedAt, files, read: 200, total: 200 });
  for (const year of new Set(dates.map(yearOf))) {
    const text = formatLedgerYear(ledger, year);
    for (const name of names) await put(ledgerKey(name, year), text);
  }
  for (const name of names) await put(filesKey(name, last, askedAt, '0123456789abcdef'), failed);
}

function lineOf(date: string, index: number): LedgerLine {
  const isBad = index % 7 === 0 || date === last;
  const notices = isBad ? [noticeOf('breached', { messageId: '5f0c1e9a-7b42-5d1e-9c3f-0123456789ab' })] : [];
  const counts = countsWith({ complete: 120 + (index % 40), failure: isBad ? 9 : index % 3 });
  return measuredLine(date, { counts, findings: isBad ? [finding] : [], notices });
}

async function put(key: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, key)), { recursive: true });
  await writeFile(join(folder, key), text);
}
