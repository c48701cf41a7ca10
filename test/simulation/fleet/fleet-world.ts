import { parseNightEvent } from '../../../lambda/config/event.ts';
import { type Bucket, createBucket, type Written } from '../bucket.ts';
import type { Invocation } from '../invocation.ts';
import { createJobs } from '../jobs.ts';
import type { Line } from '../ledger-lines.ts';
import type { Timeline } from '../timeline.ts';
import { createTopic, type Published, type Topic } from '../topic.ts';
import { createVendor } from '../vendor.ts';
import { otherRules, type Violation, type World } from '../world.ts';
import type { Enrolment, FleetHistory, PlannedAccount, PlannedShift } from './fleet-history.ts';

/** The topics of a stack with a fleet. */
export const topicNames = ['alerts', 'reports', 'routedAlerts', 'routedReports'] as const;

/** See {@link topicNames}. */
export type TopicName = (typeof topicNames)[number];

/** What a process does, and for which night of which shift. */
export type Role = {
  readonly kind: 'list' | 'muster' | 'night';
  readonly shift: PlannedShift;
  readonly date: string;
  readonly dueMs: number;
  /** The execution that runs it. */
  readonly execution: number;
  /** Of a night: whose, and what the account's line said. */
  readonly account?: { readonly name: string; readonly tags: readonly string[] };
};

/** Something as it was from one time on, epoch milliseconds. */
export type Version<T> = { readonly atMs: number; readonly value: T };

/** A message of a muster, with what its record says that it tells. */
export type MusterMessage = {
  readonly published: Published;
  readonly role: Role;
  readonly topic: 'alerts' | 'reports';
  /** As the record names it. */
  readonly channel: string;
  /** The notices that it tells, by their ids. */
  readonly notices: readonly string[];
  readonly entry: MusterEntry;
};

/** As much of what a muster tells programs as an onlooker goes by. */
export type MusterEntry = {
  readonly accounts: number;
  readonly measured: number;
  readonly unavailable: number;
  readonly failed: number;
  readonly groups: readonly {
    readonly state: string;
    readonly reason: string;
    readonly names: readonly string[];
  }[];
  readonly recovered?: { readonly names: readonly string[] };
  readonly measuredLater?: number;
  readonly broken?: { readonly worst: readonly { readonly account: string; readonly severity: string }[] };
};

/** One simulated world of a fleet: everything outside the program, and what an onlooker has noted down of it. */
export type FleetWorld = {
  readonly fleet: FleetHistory;
  readonly timeline: Timeline;
  readonly bucket: Bucket;
  readonly topics: Readonly<Record<TopicName, Topic>>;
  /** Each account as a world of its own, with its ledger and its messages alone. */
  readonly views: ReadonlyMap<string, World>;
  readonly roles: Map<Invocation, Role>;
  /** The accounts of each shift's file, by name, with their tags. */
  readonly files: Map<string, Version<ReadonlyMap<string, readonly string[]>>[]>;
  readonly ledgers: Map<string, Version<ReadonlyMap<string, Line>>[]>;
  readonly messages: MusterMessage[];
  /** Who wrote the overview that stands, by shift. */
  readonly overviews: Map<string, Invocation>;
  /** What was told of each account, by its own nights and by musters to those who hear of all. */
  readonly told: ReadonlyMap<string, Published[]>;
  /** By recipient and notice, what told it last. */
  readonly heard: Map<string, Published>;
  readonly violations: Violation[];
  /** From when on nothing goes wrong any more. */
  cleanMs: number;
};

/** What the fleet's world does when it sees a write or a message. */
export type FleetOnlooker = {
  onWrite(world: FleetWorld, written: Written): void;
  onPublish(world: FleetWorld, topic: TopicName, published: Published): void;
};

/** Builds the world of a fleet's history. */
export function createFleetWorld(
  fleet: FleetHistory,
  timeline: Timeline,
  onlooker: FleetOnlooker,
): FleetWorld {
  const violations: Violation[] = [];
  const told = new Map(fleet.accounts.map(({ name }) => [name, [] as Published[]]));
  const topicOf = (name: TopicName) =>
    createTopic((published) => onlooker.onPublish(world, name, published), timeline.now);
  const world: FleetWorld = {
    fleet,
    timeline,
    bucket: createBucket((written) => onlooker.onWrite(world, written), timeline.now),
    topics: {
      alerts: topicOf('alerts'),
      reports: topicOf('reports'),
      routedAlerts: topicOf('routedAlerts'),
      routedReports: topicOf('routedReports'),
    },
    views: new Map(
      fleet.accounts.map((account) => [
        account.name,
        viewOf(account, timeline, told.get(account.name) ?? [], violations),
      ]),
    ),
    roles: new Map(),
    files: new Map(fleet.shifts.map(({ name }) => [name, [{ atMs: 0, value: new Map() }]])),
    ledgers: new Map(fleet.accounts.map(({ name }) => [name, []])),
    messages: [],
    overviews: new Map(),
    told,
    heard: new Map(),
    violations,
    cleanMs: Number.POSITIVE_INFINITY,
  };
  return world;
}

/** The line of an account in a shift's file. */
export function lineOf(
  { name, history }: PlannedAccount,
  shift: PlannedShift,
  tags: readonly string[],
): object {
  const { lookBackDays, warning, critical, configured, order, quiet } = history;
  return {
    name,
    timeZone: shift.timeZone,
    time: shift.time,
    secret: { ring: 'customers' },
    ...(tags.length > 0 && { tags }),
    baseUrl: 'https://vodstation.example',
    ...(configured && { windowOrder: order }),
    lookBackDays,
    quiet,
    report: false,
    rules: { failureCount: { warning, ...(critical !== undefined && { critical }) }, ...otherRules },
  };
}

/** Changes the files of the shifts, as an operator's push does. */
export function enrol(world: FleetWorld, { account, shift, tags }: Enrolment): void {
  const { bucket, fleet, files, timeline } = world;
  for (const planned of fleet.shifts) {
    const versions = files.get(planned.name) ?? [];
    const present = new Map(versions.at(-1)?.value);
    if (planned.name === shift) present.set(account, tags);
    else if (!present.delete(account)) continue;
    versions.push({ atMs: timeline.now(), value: present });
    const lines = fleet.accounts.flatMap((one) => {
      const given = present.get(one.name);
      return given ? `${JSON.stringify(lineOf(one, planned, given))}\n` : [];
    });
    bucket.texts.set(`fleet/accounts/${planned.name}.jsonl`, lines.sort().join(''));
  }
}

/** What held at any time between two: what was so at the first, and all that came after it until the second. */
export function versionsBetween<T>(versions: readonly Version<T>[], fromMs: number, toMs: number): T[] {
  const first = versions.findLastIndex(({ atMs }) => atMs <= fromMs);
  return versions.filter(({ atMs }, index) => index >= first && atMs <= toMs).map(({ value }) => value);
}

function viewOf(
  planned: PlannedAccount,
  timeline: Timeline,
  published: readonly Published[],
  violations: Violation[],
): World {
  const { name, history } = planned;
  const jobs = createJobs(history);
  const own: Violation[] = [];
  own.push = (...found) =>
    violations.push(...found.map((one) => ({ ...one, detail: `${name}: ${one.detail}` })));
  const object = (invariant: string, detail: string) => own.push({ invariant, detail });
  const shift = { name: '', timeZone: history.zone, time: '01:10', passes: [], concurrency: 1 };
  const scheduledTime = '2026-01-01T00:00:00Z';
  return {
    history,
    account: parseNightEvent({ account: lineOf(planned, shift, []), scheduledTime }).account,
    timeline,
    jobs,
    vendor: createVendor(history, jobs, timeline.now, object),
    bucket: { texts: new Map(), clientFor: unreachable, clockFor: unreachable },
    topic: { published, clientFor: unreachable },
    summaries: { published: [], clientFor: unreachable },
    mutes: [],
    processes: [],
    violations: own,
    committed: new Map(),
    logged: [],
    portsFor: unreachable,
  };
}

function unreachable(): never {
  throw new Error('an account of a fleet is reached through the fleet');
}
