import pMap from 'p-map';
import type { MusterEvent } from '../config/event.ts';
import { routeIdOf } from '../config/routes.ts';
import type { MusterRecord, RecordedMessage } from '../core/fleet/muster-record.ts';
import { type Channel, type PlannedMessage, planMessages } from '../core/fleet/plan-messages.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import type { Message } from '../core/messages/alert.ts';
import { composeMusterAlert } from '../core/messages/muster/muster-alert.ts';
import { composeMusterSummary } from '../core/messages/muster/muster-summary.ts';
import { claimMs } from '../core/notices/outbox.ts';
import { collectIn, toError } from '../errors.ts';
import { keepFree } from '../night/deadlines.ts';
import type { FleetPorts, Notifier } from '../ports.ts';
import type { Found, Muster } from './context.ts';
import { type OpenedRecord, writeRecord } from './open-record.ts';

/** What is kept free at the end of the claim for writing down what was told, milliseconds. */
const recordingReserveMs = 10_000;
/** Messages that are published at once. */
const messagesAtOnce = 8;

/** A message and what it is told by. */
type Composed = { readonly recorded: RecordedMessage; readonly message: Message; readonly to: Notifier };

/**
 * Tells each channel what it has not been told: commits it, publishes it, and writes down under which ids. What could not be
 * published is without one in the record that is given.
 * @throws ClaimedElsewhereError when another muster was first
 */
export async function tell(
  muster: Muster,
  found: Found,
  opened: OpenedRecord,
  ports: FleetPorts,
  failures: Error[],
): Promise<MusterRecord> {
  const channels = channelsOf(muster.routes, ports);
  const { date } = muster;
  const planned = planMessages({ ...found, date, record: opened.record, channels });
  const overviewUrl = planned.length > 0 ? await findOverview(muster, ports) : undefined;
  const composed = planned.flatMap((one) => compose(one, { ...muster, overviewUrl }, ports) ?? []);
  if (composed.length === 0) return opened.record;
  const { shift, messages } = opened.record;
  const untilMs = ports.clock.now() + claimMs;
  const claim = { holder: muster.holder, until: instantOf(untilMs) };
  const told = { version: 1, shift, date } as const;
  const committed = await writeRecord(
    muster,
    { ...told, claim, messages: [...messages, ...composed.map(({ recorded }) => recorded)] },
    opened.version,
    ports,
  );
  const endMs = keepFree(recordingReserveMs, Math.min(untilMs, muster.deadlineMs), ports.clock.now());
  const published = await publish(composed, endMs, ports, failures);
  const next = { ...told, messages: [...messages, ...published] };
  return (await writeRecord(muster, next, committed.version, ports)).record;
}

/** Who hears of the shift, those who hear of all first. */
function channelsOf(routes: MusterEvent['muster']['routes'], ports: FleetPorts): Channel[] {
  const routed = (topic: Channel['topic']) =>
    routes[topic].map((route): Channel => {
      const id = routeIdOf(route);
      return { name: `${topic}/${id}`, topic, route: { ...route, id } };
    });
  const all: Channel[] = [
    { name: 'alerts', topic: 'alerts' },
    { name: 'reports', topic: 'reports' },
    ...routed('alerts'),
    ...routed('reports'),
  ];
  const byName = new Map(all.map((channel) => [channel.name, channel]));
  return [...byName.values()].filter((channel) => notifierOf(channel, ports) !== undefined);
}

function notifierOf({ topic, route }: Channel, ports: FleetPorts): Notifier | undefined {
  if (route) return topic === 'alerts' ? ports.routedAlerts : ports.routedReports;
  return topic === 'alerts' ? ports.notifier : ports.summaries;
}

/** Where the shift is shown, for those who may see all accounts. A message without a link names the command instead. */
async function findOverview(
  { shift }: Muster,
  { pages, clock, telemetry }: FleetPorts,
): Promise<string | undefined> {
  return pages?.linkToShift(shift.name, clock.now()).catch((error: unknown) => {
    const { message: reason } = toError(error);
    telemetry.warn('no link could be signed: messages name the command instead', { reason });
    return undefined;
  });
}

function compose(
  { channel, standings, known, recorded }: PlannedMessage,
  muster: Muster & { readonly overviewUrl: string | undefined },
  ports: FleetPorts,
): Composed | undefined {
  const source = { ...muster, standings, known, route: channel.route?.id, nowMs: ports.clock.now() };
  const message = channel.topic === 'alerts' ? composeMusterAlert(source) : composeMusterSummary(source);
  const to = notifierOf(channel, ports);
  return message && to && { recorded, message, to };
}

async function publish(
  composed: readonly Composed[],
  endMs: number,
  { clock }: FleetPorts,
  failures: Error[],
): Promise<RecordedMessage[]> {
  return pMap(
    composed,
    async ({ recorded, message, to }) => {
      const limitMs = endMs - clock.now();
      if (limitMs <= 0) return recorded;
      const messageId = await to.publish(message, { limitMs }).catch(collectIn(failures));
      return messageId === undefined ? recorded : { ...recorded, messageId };
    },
    { concurrency: messagesAtOnce },
  );
}
