import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { bundle } from '../infra/function/bundle.ts';
import { VodNightlyStack } from '../infra/stack.ts';
import { defineConfig } from '../lambda/config/config.ts';
import { formatNumber } from '../lambda/core/text/number.ts';
import { startFleetStage } from '../test/support/fleet-stage.ts';
import type { Taken } from './fleet-shift.ts';
import { type FixedUsage, listPrices, type NightUsage, priceMonth } from './prices.ts';
import { runProgram, timeInTurn } from './programs.ts';
import { realisticWaits } from './waits.ts';

/** What a shift took, what it called, and what lay in the archive afterwards. */
type Measured = Taken & {
  readonly accounts: number;
  readonly days: number;
  readonly calls: ReadonlyMap<string, number>;
  /** Of a core, in the process of the services, milliseconds. */
  readonly servicesMs: number;
  /** Bytes by the first folder of their keys, and the largest of all. */
  readonly bytes: ReadonlyMap<string, number>;
  readonly largest: { readonly key: string; readonly bytes: number };
};

const [accounts = 10_000, days = 365] = argv.slice(2).map(Number);
/** Lambda gives a function of 1,769 MB one core, and others as much of one as they have memory. docs: Lambda developer guide, Memory. */
const memoryMb = 512;
const share = memoryMb / 1_769;
const concurrency = 50;

const many = await runFleet({ count: accounts, days });
describeRun(many);
/** By which is reckoned: prices are those of a year's history. */
const year = days >= 365 ? many : await runFleet({ count: 1_000, days: 365 });
if (year !== many) describeRun(year);
const nightMs = describeNight(await runFleet({ count: 50, days: 365, atOnce: 1 }));
const coldMs = (await startUpMs()) / share;
describeTime();
await describePrices();

type Run = { readonly count: number; readonly days: number; readonly atOnce?: number };

/** Runs the night of a fleet in a process of its own, with waits as in Lambda where only so many run at once. */
async function runFleet({ count, days: history, atOnce }: Run): Promise<Measured> {
  const directory = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-fleet-'));
  try {
    await using stage = await startFleetStage(directory, { accounts: count, days: history });
    if (atOnce !== undefined) stage.letWait(realisticWaits);
    const night = { ...stage.night, ...(atOnce !== undefined && { concurrency: atOnce }) };
    const before = cpuUsage();
    const file = fileURLToPath(new URL('fleet-shift.ts', import.meta.url));
    const environment = async () => ({ ...stage.environment, SHIFT: JSON.stringify(night) });
    const { said } = await runProgram({ name: 'shift', file, environment }, 0);
    const { user, system } = cpuUsage(before);
    const taken: Taken = JSON.parse(said);
    const archived = await measureArchive(stage.folder);
    const servicesMs = (user + system) / 1_000;
    return { ...taken, accounts: count, days: history, calls: stage.calls, servicesMs, ...archived };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function measureArchive(folder: string): Promise<Pick<Measured, 'bytes' | 'largest'>> {
  const bytes = new Map<string, number>();
  let largest = { key: '', bytes: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size } = await stat(file);
    const key = file.slice(folder.length + 1);
    const kind = key.split('/', 1).join();
    bytes.set(kind, (bytes.get(kind) ?? 0) + size);
    if (size > largest.bytes) largest = { key, bytes: size };
  }
  return { bytes, largest };
}

function describeRun(run: Measured): void {
  const { outcome, wallMs, cpuMs, list, muster, peakKb, lostRaces, calls, servicesMs, largest } = run;
  const nightsCpuMs = cpuMs - list.cpuMs - muster.cpuMs;
  const passes = outcome.passes.map((pass) => `${pass.accounts} nights, ${pass.failed} failed`).join('; ');
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
  say(
    `${run.accounts} accounts with ${run.days} days of history, one night; ${cpus().length} cores, load ${load}`,
  );
  say(`  ${passes}; ${JSON.stringify(outcome.muster)}`);
  say(
    `  ${(wallMs / 1_000).toFixed(0)} s; of a core ${(cpuMs / 1_000).toFixed(0)} s, and ${(servicesMs / 1_000).toFixed(0)} s in the services`,
  );
  say(`  ${((1_000 * run.accounts) / nightsCpuMs).toFixed(1)} nights a second of a core`);
  for (const [name, spent] of Object.entries({ list, muster }))
    say(`  ${name}: ${(spent.wallMs / 1_000).toFixed(1)} s, of a core ${(spent.cpuMs / 1_000).toFixed(1)} s`);
  say(`  calls an account: ${describeCalls(calls, run.accounts)}`);
  say(`  ${lostRaces} lost races; peak memory ${(peakKb / 1_024).toFixed(0)} MB`);
  say(`  the largest object: ${largest.key}, ${(largest.bytes / 1_024).toFixed(0)} kB`);
}

function describeCalls(calls: ReadonlyMap<string, number>, count: number): string {
  return [...calls]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, times]) => `${name} ${(times / count).toFixed(2)}`)
    .join(', ');
}

/** How long a warm night takes in Lambda: what it waits for, and its share of a core. */
function describeNight({ wallMs, cpuMs, list, muster, accounts: count }: Measured): number {
  const wall = (wallMs - list.wallMs - muster.wallMs) / count;
  const cpu = (cpuMs - list.cpuMs - muster.cpuMs) / count;
  const waitMs = Math.max(wall - cpu, 0);
  const ms = waitMs + cpu / share;
  const { vodStation, s3, sns } = realisticWaits;
  say(`\nA warm night by itself, the vendor taking ${vodStation} ms, S3 ${s3} ms, SNS ${sns} ms:`);
  say(
    `  it waits ${waitMs.toFixed(0)} ms and takes ${cpu.toFixed(1)} ms of a core: ${ms.toFixed(0)} ms with ${memoryMb} MB`,
  );
  return ms;
}

/** How long a process takes to load the function, milliseconds. */
async function startUpMs(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-'));
  const file = bundle(fileURLToPath(new URL('../lambda/handler.ts', import.meta.url)), folder);
  const environment = async () => ({
    ...{
      AWS_REGION: 'us-east-1',
      VOD_NIGHTLY_BUCKET: 'b',
      VOD_NIGHTLY_ALERTS_TOPIC: 'arn:aws:sns:us-east-1:1:t',
    },
  });
  const [timed] = await timeInTurn([{ name: 'start-up', file, environment }], 11);
  await rm(folder, { recursive: true });
  return timed?.ms ?? Number.NaN;
}

/** What one call of a step takes in Lambda that reads all ledgers, milliseconds. */
function stepMs(step: 'list' | 'muster', count: number): number {
  const ledgersAtOnce = 50;
  const calls = step === 'list' ? year.outcome.passes.length + 1 : 1;
  const cpuMs = (year[step].cpuMs / calls / year.accounts) * count;
  return (count / ledgersAtOnce) * realisticWaits.s3 + cpuMs / share;
}

function describeTime(): void {
  const count = 10_000;
  say(
    `\nTime for ${formatNumber(count)} accounts, by calculation: a warm night ${nightMs.toFixed(0)} ms, a cold start ${coldMs.toFixed(0)} ms`,
  );
  const [list, muster] = [stepMs('list', count) / 1_000, stepMs('muster', count) / 1_000];
  for (const atOnce of [10, concurrency, 200, 1_000]) {
    const nights = (count * nightMs) / atOnce / 1_000 + coldMs / 1_000;
    // A child enters two states. docs: Step Functions developer guide, Quotas related to state throttling: 800 a second in Seoul.
    const states = (2 * count) / 800;
    const seconds = Math.max(nights, states) + 2 * list + muster;
    const bound = nights > states ? '' : ', bound by the states that Step Functions enters in Seoul';
    say(
      `  ${atOnce} at once: ${(seconds / 60).toFixed(1)} min${bound}; of these list ${list.toFixed(0)} s, twice, and muster ${muster.toFixed(0)} s`,
    );
  }
  say(
    '  The vendor: a question an account, each by the quota of its own; at so many nights at once as many questions at once.',
  );
}

async function describePrices(): Promise<void> {
  const fixed = await readTemplate();
  say(
    `\nA month, in US dollars: us-east-1, list prices of November 2026, no free tier; ${JSON.stringify(fixed)}`,
  );
  for (const [name, { usd, page }] of Object.entries(listPrices))
    say(`  ${name}: ${Number(usd.toPrecision(6))} (${page})`);
  for (const count of [1, 100, 1_000, 10_000]) {
    const lines = priceMonth(count, usageOf(count), storedOf(year), fixed);
    const total = Object.values(lines).reduce((sum, usd) => sum + usd, 0);
    const perAccount = total / count;
    const fixedUsd = ['Alarms', 'Metrics', 'Dashboard'].reduce((sum, name) => sum + (lines[name] ?? 0), 0);
    const goal = count < 1_000 ? '' : `; goal 0.01: ${perAccount < 0.01 ? 'met' : 'missed'}`;
    say(
      `  ${count}: ${total.toFixed(2)}, ${perAccount.toFixed(5)} an account${goal}; ${((total - fixedUsd) / count).toFixed(5)} where CloudWatch's lasting free usage covers alarms, metrics and dashboard`,
    );
    say(
      `    ${Object.entries(lines)
        .map(([name, usd]) => `${name} ${usd.toFixed(2)}`)
        .join(', ')}`,
    );
  }
}

function usageOf(count: number): NightUsage {
  const sum = (...names: readonly string[]) =>
    [...year.calls]
      .filter(([name]) => names.some((start) => name.startsWith(start)))
      .reduce((total, [, times]) => total + times, 0) / year.accounts;
  const containers = Math.min(concurrency, count);
  const stepsMs = 2 * stepMs('list', count) + stepMs('muster', count) + 3 * coldMs;
  const billedMs = nightMs + (coldMs * containers + stepsMs) / count;
  return {
    reads: sum('GetObject'),
    writes: sum('PutObject', 'ListObjectsV2'),
    // Each container reads each ring that it meets, and once a minute at the most again.
    secretCalls: Math.min(1, (containers * Math.ceil(count / 500)) / count),
    publishes: sum('Publish'),
    invocations: 1 + 3 / count,
    // The start of a child and its one state; and those of the shift.
    transitions: 2 + 10 / count,
    gbSeconds: (billedMs / 1_000) * (memoryMb / 1_024),
    // Lambda writes three lines about each call itself.
    logBytes: year.logBytes / year.accounts + 400,
  };
}

/** Of an account with a year of nights. */
function storedOf({ bytes, calls, accounts: count }: Measured) {
  const each = (kind: string) => (bytes.get(kind) ?? 0) / count;
  const ofNights = ['snapshots', 'reports', 'files'].reduce((total, kind) => total + each(kind), 0);
  const ledgerWrites = (calls.get('PutObject ledger') ?? 0) / count;
  return { current: 365 * ofNights + each('ledger'), overwrittenNightly: ledgerWrites * each('ledger') };
}

/** What the stack of a fleet has. */
async function readTemplate(): Promise<FixedUsage> {
  const email = ['ops@example.com'];
  const fleet = { shifts: [{ name: 'night' }] };
  const config = defineConfig({ fleet, alerts: { email }, reports: { email } });
  const outdir = await mkdtemp(join(tmpdir(), 'vod-nightly-bench-'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const template = Template.fromStack(new VodNightlyStack(app, 'Fleet', { config }));
  await rm(outdir, { recursive: true });
  const countOf = (type: string) => Object.keys(template.findResources(type)).length;
  return {
    alarms: countOf('AWS::CloudWatch::Alarm'),
    // Six of each shift, and what is not told, for all nights together.
    metrics: 6 * fleet.shifts.length + 1,
    dashboards: countOf('AWS::CloudWatch::Dashboard'),
    secrets: countOf('AWS::SecretsManager::Secret'),
  };
}

function say(text: string): void {
  console.log(text);
}
