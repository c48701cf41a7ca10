import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { invokeInProcess } from '../test/support/bundle-process.ts';
import { badDay, startStage } from '../test/support/stage.ts';
import { type Comparison, comparePrograms, type Program } from './pairs.ts';
import { bundlePlainly } from './plain-bundle.ts';

const runs = Number(argv[2] ?? 31);
const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-'));
const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const handler = bundle(source('../lambda/handler.ts'), `${folder}/handler`);
const clientsOnly = bundlePlainly(source('clients-only.ts'), `${folder}/clients-only`);
const straightforward = bundlePlainly(source('straightforward.ts'), `${folder}/straightforward`);
const clientsInChunks = bundle(source('clients-only.ts'), `${folder}/clients-in-chunks`);
const scriptInChunks = bundle(source('straightforward.ts'), `${folder}/script-in-chunks`);

let nights = 0;
await using stage = await startStage(badDay);
const plain = async () => stage.environment;

console.log(`${runs} pairs of whole processes, in turn; medians\n`);
const ours = { file: handler, environment: plain };
const floor = { file: clientsOnly, environment: plain };
const floorInChunks = { file: clientsInChunks, environment: plain };
show('start-up', 'constructing the clients', await comparePrograms(ours, floor, runs), 1.15);
show('start-up', 'the same in chunks', await comparePrograms(ours, floorInChunks, runs));

/** How much of a night is timed: the alert alone, or what a night does beside. */
type Extent = { readonly nameFiles: boolean; readonly report: boolean };

const script = { file: straightforward, environment: plain };
const chunkedScript = { file: scriptInChunks, environment: plain };
const one = bundle(source('one-night.ts'), `${folder}/one-night`);
const alone: Extent = { nameFiles: false, report: false };
await compareNight('an alert night', alone, 'the 20-line script', script, 1.3);
await compareNight('an alert night', alone, 'the same in chunks', chunkedScript);
await compareNight('naming the files', { nameFiles: true, report: false }, 'the 20-line script', script);
await compareNight(
  'with summary and report',
  { nameFiles: true, report: true },
  'the 20-line script',
  script,
);

async function compareNight(
  what: string,
  extent: Extent,
  against: string,
  other: Program,
  goal?: number,
): Promise<void> {
  nights += 1;
  const number = nights;
  const night = { file: one, environment: (run: number) => prepareNight(`${number}-${run}`, extent) };
  show(what, against, await comparePrograms(night, other, runs), goal);
}

/** An account whose ledger knows the night before, as on any night but the first; that night is not timed. */
async function prepareNight(run: string, extent: Extent): Promise<Record<string, string>> {
  const { VOD_NIGHTLY_REPORTS_TOPIC: topic = '', ...alone } = stage.environment;
  const environment = extent.report ? { ...alone, VOD_NIGHTLY_REPORTS_TOPIC: topic } : alone;
  const event = stage.event({ name: `bench-${run}`, ...extent });
  const before = new Date(Date.parse(event.scheduledTime) - 86_400_000).toISOString();
  await invokeInProcess(handler, { ...event, scheduledTime: before }, environment);
  return { ...environment, BUNDLE_URL: pathToFileURL(handler).href, EVENT: JSON.stringify(event) };
}

function show(what: string, against: string, { oursMs, otherMs, ratio }: Comparison, goal?: number): void {
  const verdict = goal === undefined ? 'no goal' : `goal ${goal}: ${ratio <= goal ? 'met' : 'missed'}`;
  console.log(`${what}: ${oursMs.toFixed(0)} ms, ${against} ${otherMs.toFixed(0)} ms`);
  console.log(`  ratio ${ratio.toFixed(2)}, ${verdict}\n`);
}
