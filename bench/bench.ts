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

const night = {
  file: bundle(source('one-night.ts'), `${folder}/one-night`),
  environment: (run: number) => prepareNight(run),
};
const script = { file: straightforward, environment: plain };
show('an alert night', 'the 20-line script', await comparePrograms(night, script, runs), 1.3);
const naming = { ...night, environment: (run: number) => prepareNight(run, true) };
show('the same, naming the files', 'the 20-line script', await comparePrograms(naming, script, runs));

/** An account whose ledger knows the night before, as on any night but the first; that night is not timed. */
async function prepareNight(run: number, nameFiles = false): Promise<Record<string, string>> {
  const event = stage.event({ name: `bench-${nameFiles ? 'files-' : ''}${run}`, nameFiles });
  const before = new Date(Date.parse(event.scheduledTime) - 86_400_000).toISOString();
  await invokeInProcess(handler, { ...event, scheduledTime: before }, stage.environment);
  return { ...stage.environment, BUNDLE_URL: pathToFileURL(handler).href, EVENT: JSON.stringify(event) };
}

function show(what: string, against: string, { oursMs, otherMs, ratio }: Comparison, goal?: number): void {
  const verdict = goal === undefined ? 'no goal' : `goal ${goal}: ${ratio <= goal ? 'met' : 'missed'}`;
  console.log(`${what}: ${oursMs.toFixed(0)} ms, ${against} ${otherMs.toFixed(0)} ms`);
  console.log(`  ratio ${ratio.toFixed(2)}, ${verdict}\n`);
}
