import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../infra/function/bundle.ts';
import { badDay, startStage } from '../test/support/stage.ts';
import { writeHistory } from './history.ts';
import { createCertificate, serveOverTls } from './over-tls.ts';
import { bundleInChunks, bundlePlainly } from './plain-bundle.ts';
import { median, type Program, runProgram, timeInTurn } from './programs.ts';
import { letWait, realisticWaits } from './waits.ts';

/** What a night does beside the alert. */
type Extent = { readonly nameFiles: boolean; readonly report: boolean };
/** The most that ours may take, as a multiple of each of the others. */
type Goals = { readonly oneFile?: number; readonly chunks?: number };

const alertAlone: Extent = { nameFiles: false, report: false };
const all: Extent = { nameFiles: true, report: true };

const runs = Number(argv[2] ?? 31);
const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-'));
const handler = bundle(source('../lambda/handler.ts'), `${folder}/handler`);
const night = bundle(source('one-night.ts'), `${folder}/one-night`);
const crowd = bundle(source('crowd.ts'), `${folder}/crowd`);
let accounts = 0;

await using stage = await startStage(badDay);
const certificate = createCertificate(folder);
const aws = await serveOverTls(stage.aws.url, certificate);
const environment = {
  ...stage.environment,
  AWS_ENDPOINT_URL: aws,
  AWS_ENDPOINT_URL_S3: aws,
  VOD_STATION_URL: await serveOverTls(stage.simulator.url, certificate),
  NODE_EXTRA_CA_CERTS: certificate.cert,
};
const plain = async () => environment;

console.log(`Medians of ${runs} rounds, in each of which all programs run as whole processes in turn.`);
const startUp = { name: 'start-up', file: handler, environment: plain };
await compare(startUp, 'clients-only.ts', 'the clients alone', { chunks: 1.1 });
await compareNights('', { chunks: 1.3 }, { oneFile: 1.5 });
letWait(stage, realisticWaits);
const { vodStation, s3, sns } = realisticWaits;
console.log(`\nWith waits: the vendor ${vodStation} ms, S3 ${s3} ms, SNS ${sns} ms.`);
await compareNights(', with waits', { chunks: 1.25 }, {});
letWait(stage);
await compareMemory();
await meetAtOnce(150);
await meetAtOnce(500);

async function compareNights(setting: string, ofAlert: Goals, ofAll: Goals): Promise<void> {
  await compareScript(`alert alone${setting}`, alertAlone, ofAlert);
  await compareScript(`files named${setting}`, { nameFiles: true, report: false }, {});
  await compareScript(`names, summary and page${setting}`, all, ofAll);
}

async function compareScript(name: string, extent: Extent, goals: Goals): Promise<void> {
  await compare(nightOf(name, extent, 1), 'straightforward.ts', 'the 20-line script', goals);
}

/** Compares with another program bundled in one file, in chunks, and as ours is. */
async function compare(ours: Program, entry: string, name: string, goals: Goals): Promise<void> {
  const ways = [
    ['in one file', bundlePlainly, goals.oneFile],
    ['in chunks', bundleInChunks, goals.chunks],
    ['bundled as ours', bundle, undefined],
  ] as const;
  const others = ways.map(([way, make]) => ({
    name: `${name}, ${way}`,
    file: make(source(entry), `${folder}/${way}-${entry}`),
    environment: plain,
  }));
  const [first, ...timed] = await timeInTurn([ours, ...others], runs);
  console.log(`\n${first?.name}: ${first?.ms.toFixed(0)} ms`);
  for (const [index, { ratio, ms, name }] of timed.entries()) {
    const goal = ways[index]?.[2];
    const verdict =
      goal === undefined ? '' : `; goal ${goal.toFixed(2)}: ${ratio <= goal ? 'met' : 'missed'}`;
    console.log(`  ${ratio.toFixed(2)} × ${name}, ${ms.toFixed(0)} ms${verdict}`);
  }
}

/** A night of an account of its own each time, with so many days of history. */
function nightOf(name: string, extent: Extent, days: number): Program {
  return {
    name,
    file: night,
    async environment() {
      accounts += 1;
      const account = `bench-${accounts}`;
      await writeHistory(stage, account, days);
      return environmentOf(environment, extent, {
        EVENT: JSON.stringify(stage.event({ name: account, ...extent })),
      });
    },
  };
}

function environmentOf(
  whole: Readonly<Record<string, string>>,
  { report }: Extent,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const { VOD_NIGHTLY_REPORTS_TOPIC: topic = '', ...others } = whole;
  const topics = report ? { VOD_NIGHTLY_REPORTS_TOPIC: topic } : {};
  return { ...others, ...topics, BUNDLE_URL: pathToFileURL(handler).href, ...given };
}

async function compareMemory(): Promise<void> {
  const years = [1, 10] as const;
  const peaks: number[][] = [[], []];
  for (let run = 0; run < runs; run += 1)
    for (const [index, count] of years.entries()) {
      const { said } = await runProgram(nightOf('memory', all, count * 365), run);
      peaks[index]?.push(Number(said));
    }
  const [one = Number.NaN, ten = Number.NaN] = peaks.map(median);
  const [oneMb, tenMb] = [one, ten].map((kb) => (kb / 1024).toFixed(1));
  const verdict = ten / one <= 1.05 ? 'met' : 'missed';
  console.log(`\npeak memory: ${oneMb} MB with a year of history, ${tenMb} MB with ten`);
  console.log(`  ${(ten / one).toFixed(3)} ×; goal 1.05: ${verdict}`);
}

/** Nights of many accounts at once in one process, on a stage of their own. */
async function meetAtOnce(count: number): Promise<void> {
  await using crowded = await startStage(badDay);
  const events = Array.from({ length: count }, (_, index) => crowded.event({ name: `crowd-${index}` }));
  const crowds = environmentOf(crowded.environment, all, { EVENTS: JSON.stringify(events) });
  const { ms, log, said } = await runProgram(
    { name: 'crowd', file: crowd, environment: async () => crowds },
    0,
  );
  const lost = log.split('\n').filter((line) => line.includes('trying again')).length;
  const kinds = ['ledger/', 'snapshots/', 'files/', 'reports/'];
  const objects = await Promise.all(kinds.map((prefix) => crowded.objects(prefix)));
  const sizes = objects.flatMap((texts) => [...texts.values()].map((text) => Buffer.byteLength(text)));
  const largestKb = Math.max(...sizes) / 1024;
  console.log(`\n${count} accounts at once: ${said} failed nights, ${lost} lost races`);
  console.log(
    `  ${(ms / 1000).toFixed(1)} s; the largest of ${sizes.length} objects has ${largestKb.toFixed(0)} kB`,
  );
}

function source(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
