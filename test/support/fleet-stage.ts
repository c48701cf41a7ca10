import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { ledgerKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import { addDays, dateReportedBy, datesBetween, yearOf } from '../../lambda/core/time/day.ts';
import { lastDue } from '../../lambda/core/time/last-due.ts';
import type { ShiftNight } from '../../local/commands/fleet/run/shift.ts';
import { keysOf } from '../../local/simulator/gateway.ts';
import { startSimulator } from '../../local/simulator/server.ts';
import { createWorld, createWorlds, type World } from '../../local/simulator/world/world.ts';
import { ledgerOf, measuredLine } from './lines.ts';
import { startScriptedAws } from './services/scripted-aws.ts';

/** How long each answer takes to come, milliseconds. */
type Waits = { readonly vodStation: number; readonly s3: number; readonly sns: number };

/** A fleet on services of this machine, S3 on its disk, whose calls are counted. */
export type FleetStage = AsyncDisposable & {
  readonly environment: Readonly<Record<string, string>>;
  readonly night: ShiftNight;
  /** Calls so far, by their names: `GetObject ledger`, `Publish alerts`, `ask`. */
  readonly calls: Map<string, number>;
  /** Where the objects lie as files. */
  readonly folder: string;
  /** Lets every answer wait, or none. */
  letWait(waits?: Waits): void;
};

type FleetExtent = {
  readonly accounts: number;
  readonly days: number;
  readonly worldOf?: (account: string) => World;
};

const region = 'ap-northeast-2';
const bucket = 'archive';
const accountsInRing = 500;

/**
 * Starts it with so many accounts, each with so many days of history and its keys in a ring.
 * @param worldOf of each account; one drawn for it unless told
 */
export async function startFleetStage(
  directory: string,
  { accounts, days, worldOf = createWorlds(1) }: FleetExtent,
): Promise<FleetStage> {
  const calls = new Map<string, number>();
  const count = (name: string) => void calls.set(name, (calls.get(name) ?? 0) + 1);
  let waits: Waits | undefined;
  const keys = { accessKey: randomBytes(10).toString('hex'), secretKey: randomBytes(20).toString('hex') };
  const simulator = await startSimulator({
    ...keys,
    world: createWorld(1),
    worldOf,
    middleware: async (request, handle) => {
      count('ask');
      await sleep(waits?.vodStation);
      return handle(request);
    },
  });
  const names = Array.from({ length: accounts }, (_, index) => `customer-${String(index).padStart(5, '0')}`);
  const aws = await startScriptedAws({
    region,
    directory,
    buckets: [bucket],
    topics: [
      { name: 'alerts', recipients: [{ protocol: 'email', address: 'ops@example.com' }] },
      { name: 'reports', recipients: [{ protocol: 'email', address: 'ops@example.com' }] },
    ],
    secrets: ringsOf(names, keys),
    onCall: ({ operation, resource }) => count(`${operation} ${kindOf(resource)}`.trim()),
  });
  aws.intervene(async ({ service }) => sleep(service === 'sns' ? waits?.sns : waits?.s3));
  const folder = join(directory, 's3', bucket);
  const night = nightNow();
  await writeFleet(folder, night, names, days);
  return {
    environment: {
      ...{ AWS_REGION: region, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
      ...{ AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: aws.url, VOD_STATION_URL: simulator.url },
      ...{ VOD_NIGHTLY_BUCKET: bucket, VOD_NIGHTLY_RINGS: 'rings/' },
      VOD_NIGHTLY_ALERTS_TOPIC: aws.topicArn('alerts'),
      VOD_NIGHTLY_REPORTS_TOPIC: aws.topicArn('reports'),
    },
    night,
    calls,
    folder,
    letWait: (next) => {
      waits = next;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([simulator.stop(), aws.stop()]);
    },
  };
}

async function sleep(ms: number | undefined): Promise<undefined> {
  if (ms !== undefined) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** What an object or a topic is of. */
function kindOf(resource: string): string {
  return /(?<=archive\/)[a-z]+|alerts$|reports$/.exec(resource)?.[0] ?? '';
}

function ringsOf(names: readonly string[], keys: Parameters<typeof keysOf>[1]): Record<string, string> {
  const rings: Record<string, Record<string, object>> = {};
  for (const [index, name] of names.entries()) {
    const ring = `rings/${ringOf(index)}`;
    rings[ring] = { ...rings[ring], [name]: keysOf(name, keys) };
  }
  return Object.fromEntries(
    Object.entries(rings).map(([ring, document]) => [ring, JSON.stringify(document)]),
  );
}

function ringOf(index: number): string {
  return `r${Math.floor(index / accountsInRing)}`;
}

function nightNow(): ShiftNight {
  const shift = { name: 'night', timeZone: 'Asia/Seoul', time: '01:10' };
  const scheduledTime = new Date(lastDue(Date.now(), shift.timeZone, shift.time)).toISOString();
  const routes = { alerts: [], reports: [] };
  return { shift, scheduledTime, passes: [1], concurrency: 50, language: 'en', routes };
}

/** The file of the shift, and for each account a ledger up to the night before. */
async function writeFleet(
  folder: string,
  { shift, scheduledTime }: ShiftNight,
  names: readonly string[],
  days: number,
): Promise<void> {
  const accounts = names.map((name, index) => {
    const account = { name, secret: { ring: ringOf(index) } };
    return parseNightEvent({ account, scheduledTime }).account;
  });
  await write(join(folder, shiftKey(shift.name)), formatShiftFile(accounts));
  const last = addDays(dateReportedBy(Date.parse(scheduledTime), shift.timeZone), -1);
  const dates = datesBetween(addDays(last, 1 - days), last);
  const ledger = ledgerOf(...dates.map((date) => measuredLine(date)));
  const years = [...new Set(dates.map(yearOf))].map(
    (year) => [year, formatLedgerYear(ledger, year)] as const,
  );
  for (const name of names)
    for (const [year, text] of years) await write(join(folder, ledgerKey(name, year)), text);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
