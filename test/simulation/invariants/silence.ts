import { dateAfter } from '../calendar.ts';
import type { History } from '../history.ts';
import type { Published } from '../topic.ts';
import type { World } from '../world.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Whether the configuration or a mute that is still in force at the end silences the night that reports a date. */
export function isSilent({ history, mutes }: Pick<World, 'history' | 'mutes'>, date: string): boolean {
  return plannedOn(date, history).length + mutes.filter(({ until }) => date <= until).length > 0;
}

/** The first date after all of these that nothing silences: by its night, all has been told. */
export function firstHeard(world: Pick<World, 'history' | 'mutes'>, date: string): string {
  return isSilent(world, date) ? firstHeard(world, dateAfter(date, 1)) : date;
}

/**
 * A night that is silent from its start until it publishes tells nothing, or nothing but what is critical. One that could
 * not read the mutes tells, for an alert too many is better than one too few.
 */
export function checkSilence(world: World, { by, atMs, notices }: Published): void {
  const { date } = by.planned;
  const mutes = world.mutes.filter(
    ({ until, fromMs, toMs }) => date <= until && fromMs < by.startedMs && toMs > atMs,
  );
  const silences = [...plannedOn(date, world.history), ...(by.bucketFailuresMs.length > 0 ? [] : mutes)];
  if (silences.length === 0) return;
  const exceptCritical = silences.every((silence) => silence.exceptCritical);
  for (const { id, severity } of notices) {
    if (exceptCritical && severity === 'critical') continue;
    world.violations.push({
      invariant: 'a silent night holds back what it may not tell',
      detail: `${id} (${severity}), told by the night of ${date}`,
    });
  }
}

function plannedOn(date: string, { quiet }: History): { readonly exceptCritical: boolean }[] {
  const weekday = weekdays[new Date(date).getUTCDay()];
  const isPlanned =
    quiet.weekdays.some((one) => one === weekday) ||
    quiet.dates.some(({ from, to }) => from <= date && date <= to);
  return isPlanned ? [quiet] : [];
}
