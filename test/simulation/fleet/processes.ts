import { createStaticCredentials } from '../../../lambda/adapters/credentials.ts';
import { createNotifier } from '../../../lambda/adapters/notifier.ts';
import { createArchive } from '../../../lambda/adapters/s3/archive.ts';
import { createTelemetry } from '../../../lambda/adapters/telemetry.ts';
import { createVodStation } from '../../../lambda/adapters/vendor/vod-station.ts';
import { routesOf } from '../../../lambda/config/routes.ts';
import type { FleetPorts, Ports } from '../../../lambda/ports.ts';
import { dueOf } from '../calendar.ts';
import { type Fault, mishaps, type PlannedNight, strangeMishaps, type Weather } from '../history.ts';
import { createInvocation, type Invocation } from '../invocation.ts';
import { createRandom, mix, type Random } from '../random.ts';
import { accessKey, secretKey } from '../vendor.ts';
import type { FleetWorld, Role, TopicName } from './fleet-world.ts';

const minuteMs = 60_000;
const clocksMs = [400, -400, 4 * minuteMs, -4 * minuteMs, 60 * minuteMs, -60 * minuteMs] as const;

/** Starts a process. Its chances follow from the seed and from what it is alone, whatever else goes on. */
export function startProcess(world: FleetWorld, role: Role, ...numbers: readonly number[]): Invocation {
  const { fleet, timeline, roles } = world;
  const { kind, date, shift, account } = role;
  const id = mix(fleet.seed, role.execution, kinds.indexOf(kind), ...numbers);
  const random = createRandom(id);
  const isClean = timeline.now() >= world.cleanMs;
  const chance = kind === 'night' ? fleet.trouble.nights : fleet.trouble.steps;
  const isStrange = !isClean && random.chance(chance / 4);
  const planned: PlannedNight = {
    id,
    date,
    delayMs: timeline.now() - dueOf(date, shift.timeZone),
    requestId: `${kind}-${role.execution}`,
    retries: 0,
    get weather() {
      return account ? weatherOf(world, account.name) : 'fine';
    },
    skewMs: isStrange && random.chance(0.2) ? random.pick([-4, 4, 8]) * minuteMs : 0,
    ourClockMs: isStrange && random.chance(0.3) ? random.pick(clocksMs) : 0,
    faults: isClean || !random.chance(chance) ? [] : generateFaults(random, callsOf(world, role), isStrange),
  };
  const invocation = createInvocation(fleet.seed, planned, 0, timeline);
  roles.set(invocation, role);
  return invocation;
}

const kinds = ['list', 'muster', 'night'];

/** About how many calls a process makes, and from which on it does what others have to go by. */
function callsOf({ files }: FleetWorld, { kind, shift }: Role): readonly [first: number, last: number] {
  const accounts = files.get(shift.name)?.at(-1)?.value.size ?? 0;
  if (kind === 'night') return [1, 18];
  return kind === 'list' ? [1, accounts + 3] : [accounts + 2, 3 * accounts + 12];
}

function generateFaults(
  random: Random,
  [first, last]: readonly [number, number],
  isStrange: boolean,
): Fault[] {
  return Array.from({ length: random.pick([1, 1, 2, 3]) }, () => ({
    attempt: 0,
    call: random.pick([random.int(1, first + 5), random.int(first, first + 12), random.int(1, last)]),
    mishap: isStrange ? random.pick(strangeMishaps) : random.pick(mishaps),
  }));
}

function weatherOf({ fleet, timeline, cleanMs }: FleetWorld, account: string): Weather {
  const nowMs = timeline.now();
  if (nowMs >= cleanMs) return 'fine';
  const outage = fleet.outages.find(
    ({ fromMs, toMs, accounts }) => fromMs <= nowMs && nowMs < toMs && (accounts?.includes(account) ?? true),
  );
  return outage?.weather ?? 'fine';
}

/** What a list or a muster works with: the real adapters over the simulated services. */
export function fleetPortsFor(world: FleetWorld, invocation: Invocation, deadlineMs: number): FleetPorts {
  const { timeline, bucket, topics, fleet } = world;
  const clock = { now: invocation.now, sleep: invocation.sleep };
  const random = createRandom(mix(invocation.planned.id, 1)).next;
  const bounds = { clock, random, deadlineMs };
  const telemetry = createTelemetry(() => undefined, timeline.now);
  const notifierOf = (name: TopicName) =>
    createNotifier(
      topics[name].clientFor(invocation),
      `arn:aws:sns:ap-northeast-1:111122223333:${name}`,
      telemetry,
      bounds,
    );
  const place = { name: 'simulated-bucket', clock: bucket.clockFor(invocation) };
  return {
    archive: createArchive({ client: bucket.clientFor(invocation), ...place }, bounds),
    notifier: notifierOf('alerts'),
    summaries: notifierOf('reports'),
    routedAlerts: routesOf(fleet.recipients.alerts).length > 0 ? notifierOf('routedAlerts') : undefined,
    routedReports: routesOf(fleet.recipients.reports).length > 0 ? notifierOf('routedReports') : undefined,
    telemetry,
    clock,
    random,
  };
}

/** What the night of an account works with. */
export function nightPortsFor(
  world: FleetWorld,
  invocation: Invocation,
  deadlineMs: number,
  account: string,
): Ports {
  const {
    routedAlerts: _alerts,
    routedReports: _reports,
    ...ports
  } = fleetPortsFor(world, invocation, deadlineMs);
  const view = world.views.get(account);
  const planned = world.fleet.accounts.find(({ name }) => name === account);
  if (!view || !planned) throw new Error(`there is no account ${account}`);
  const credentials = createStaticCredentials(accessKey, planned.hasWrongKeys ? 'not-the-key' : secretKey);
  const vodStation = createVodStation({
    baseUrl: view.account.baseUrl,
    credentials,
    send: view.vendor.fetchFor(invocation),
    clock: ports.clock,
    random: ports.random,
  });
  const telemetry = createTelemetry((line) => void view.logged.push(line), world.timeline.now);
  return { ...ports, telemetry, vodStation };
}
