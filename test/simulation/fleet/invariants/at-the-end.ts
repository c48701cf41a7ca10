import { dateAfter } from '../../calendar.ts';
import { checkStanding, checkTold, checkToldOnce } from '../../invariants/notices.ts';
import { checkRebuilt } from '../../invariants/rebuilt.ts';
import { checkGaps, checkWhole } from '../../invariants/whole.ts';
import { type Line, readLedger } from '../../ledger-lines.ts';
import type { NightOutcomes } from '../executions.ts';
import type { PlannedStart } from '../fleet-history.ts';
import type { FleetWorld } from '../fleet-world.ts';
import { concerns, routesHeard } from './messages.ts';

/** Checks what must hold once each shift has had a night in which nothing went wrong. */
export function checkFleetAtTheEnd(
  world: FleetWorld,
  clean: readonly PlannedStart[],
  outcomes: ReadonlyMap<string, NightOutcomes>,
): void {
  for (const { shift, date, atMs } of clean) {
    const file = world.files.get(shift)?.at(-1)?.value ?? new Map();
    const ofShift = outcomes.get(shift);
    checkMusterCame(world, shift, date, file.size);
    for (const name of file.keys()) {
      const view = world.views.get(name);
      const planned = world.fleet.accounts.find((one) => one.name === name);
      if (!view || !planned) continue;
      const lines = readLedger(view.bucket.texts);
      const before = [
        ...(world.ledgers
          .get(name)
          ?.findLast((one) => one.atMs < atMs)
          ?.value.values() ?? []),
      ];
      if (!planned.hasWrongKeys) {
        checkWhole(view, date, ofShift?.get(name), before, lines, atMs);
        checkStanding(view, lines, dateAfter(date, -view.history.lookBackDays));
      }
      checkGaps(view, lines, date);
      checkTold(view, lines);
      checkRoutesHeard(world, name, lines);
      checkToldOnce(view);
      checkRebuilt(view, lines);
    }
  }
}

/**
 * Whoever has a route heard of each outage that all heard of, where the account was theirs all the time. That a date was
 * unavailable for some passes only is told to nobody any more whom a failed call kept from hearing of it before.
 */
function checkRoutesHeard(world: FleetWorld, account: string, lines: readonly Line[]): void {
  const { messages, fleet, violations } = world;
  const [only, ...changes] = fleet.enrolments.filter((one) => one.account === account);
  if (!only || changes.length > 0) return;
  const measured = lines.filter(({ state }) => state === 'measured').flatMap(({ notices }) => notices);
  const past = new Set(measured.flatMap(({ id, kind }) => (kind === 'unavailable' ? id : [])));
  for (const { topic, channel: told, notices } of messages) {
    if (told !== topic) continue;
    for (const { channel, filter, heard } of routesHeard(world, topic)) {
      if (!concerns(filter, account, only.tags)) continue;
      const own = notices.filter((id) => id.startsWith(`${account}/`));
      const missed = own.filter((id) => !heard.has(id) && !past.has(id));
      if (missed.length > 0)
        violations.push({
          invariant: 'fleet 3: every notice reaches everybody whom it concerns',
          detail: `${channel} was not told ${missed.join(', ')}`,
        });
    }
  }
}

function checkMusterCame(
  { bucket, violations }: FleetWorld,
  shift: string,
  date: string,
  size: number,
): void {
  const text = bucket.texts.get(`fleet/overviews/${shift}.json`);
  const overview = JSON.parse(text ?? '{}');
  if (overview.date === date && overview.accounts.length === size) return;
  violations.push({ invariant: 'fleet 1: the clean night is mustered', detail: `${shift}, ${date}` });
}
