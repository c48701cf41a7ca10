import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { invokeInProcess } from '../test/support/bundle-process.ts';
import { badDay, startStage } from '../test/support/stage.ts';
import { type Comparison, comparePrograms } from './pairs.ts';

const runs = Number(argv[2] ?? 31);
const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-'));
const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const handler = bundle(source('../lambda/handler.ts'), `${folder}/handler`);
const clientsOnly = bundle(source('clients-only.ts'), `${folder}/clients-only`);
const straightforward = bundle(source('straightforward.ts'), `${folder}/straightforward`);

await using stage = await startStage(badDay);
const plain = async () => stage.environment;

console.log(`${runs} pairs of whole processes, in turn; medians\n`);
const startUp = {
  ours: { file: handler, environment: plain },
  floor: { file: clientsOnly, environment: plain },
};
show('start-up', 'constructing the clients', await comparePrograms(startUp.ours, startUp.floor, runs), 1.15);

/** How much of a night is timed: the alert alone, or what a night does beside. */
type Extent = { readonly nameFiles: boolean; readonly report: boolean };

const script = { file: straightforward, environment: plain };
const one = bundle(source('one-night.ts'), `${folder}/one-night`);
await compareNight('an alert night', { nameFiles: false, report: false }, 1.3);
await compareNight('the same, naming the files', { nameFiles: true, report: false });
await compareNight('the same, with summary and report', { nameFiles: true, report: true });

async function compareNight(what: string, extent: Extent, goal?: number): Promise<void> {
  const night = { file: one, environment: (run: number) => prepareNight(run, extent) };
  show(what, 'the 20-line script', await comparePrograms(night, script, runs), goal);
}

/** An account whose ledger knows the night before, as on any night but the first; that night is not timed. */
async function prepareNight(run: number, extent: Extent): Promise<Record<string, string>> {
  const { VOD_NIGHTLY_REPORTS_TOPIC: topic = '', ...alone } = stage.environment;
  const environment = extent.report ? { ...alone, VOD_NIGHTLY_REPORTS_TOPIC: topic } : alone;
  const name = `bench-${Number(extent.nameFiles)}${Number(extent.report)}-${run}`;
  const event = stage.event({ name, ...extent });
  const before = new Date(Date.parse(event.scheduledTime) - 86_400_000).toISOString();
  await invokeInProcess(handler, { ...event, scheduledTime: before }, environment);
  return { ...environment, BUNDLE_URL: pathToFileURL(handler).href, EVENT: JSON.stringify(event) };
}

function show(what: string, against: string, { oursMs, otherMs, ratio }: Comparison, goal?: number): void {
  const verdict = goal === undefined ? 'no goal' : `goal ${goal}: ${ratio <= goal ? 'met' : 'missed'}`;
  console.log(`${what}: ${oursMs.toFixed(0)} ms, ${against} ${otherMs.toFixed(0)} ms`);
  console.log(`  ratio ${ratio.toFixed(2)}, ${verdict}\n`);
}
