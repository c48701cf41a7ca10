import { dateAfter } from '../calendar.ts';
import type { History } from '../history.ts';
import type { Published } from '../topic.ts';
import type { StandingMutes, World } from '../world.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Notes down which mutes stand in the bucket now. */
export function noteMutes({ mutes, timeline }: World, text: string): void {
  const written: { mutes: (StandingMutes['mutes'][0] & { endedAt?: string })[] } = JSON.parse(text);
  const standing = written.mutes.filter(({ endedAt }) => endedAt === undefined);
  mutes.push({ fromMs: timeline.now(), mutes: standing });
}

/** Whether the configuration or a mute that still stands at the end silences the night that reports a date. */
function isSilent({ history, mutes }: Pick<World, 'history' | 'mutes'>, date: string): boolean {
  const standing = mutes.at(-1)?.mutes ?? [];
  return plannedOn(date, history).length + standing.filter(({ until }) => date <= until).length > 0;
}

/** The first date after all of these that nothing silences: by its night, all has been told. */
export function firstHeard(world: Pick<World, 'history' | 'mutes'>, date: string): string {
  return isSilent(world, date) ? firstHeard(world, dateAfter(date, 1)) : date;
}

/**
 * A night that is silent from its start until it publishes tells nothing, or nothing but what is critical and what that
 * date had before. One that could
 * not read the mutes tells, for an alert too many is better than one too few.
 */
export function checkSilence(world: World, { by, atMs, notices }: Published): void {
  const { date } = by.planned;
  const known = by.bucketFailuresMs.length > 0 ? [] : standingThroughout(world, by.startedMs, atMs);
  const mutes = known.filter(({ until }) => date <= until).slice(-1);
  const silences = [...plannedOn(date, world.history), ...mutes];
  if (silences.length === 0) return;
  const exceptCritical = silences.every((silence) => silence.exceptCritical);
  for (const [index, { id, severity, date: about }] of notices.entries()) {
    // What was held back of a date goes before what is critical of it.
    const isCritical = notices.slice(index).some((one) => one.date === about && one.severity === 'critical');
    if (exceptCritical && isCritical) continue;
    world.violations.push({
      invariant: 'a silent night holds back what it may not tell',
      detail: `${id} (${severity}), told by the night of ${date}`,
    });
  }
}

/** The mutes that stood from one time to another; none where they changed in between, for a night may go by either. */
function standingThroughout({ mutes }: World, sinceMs: number, untilMs: number): StandingMutes['mutes'] {
  if (mutes.some(({ fromMs }) => fromMs >= sinceMs && fromMs <= untilMs)) return [];
  return mutes.findLast(({ fromMs }) => fromMs < sinceMs)?.mutes ?? [];
}

function plannedOn(date: string, { quiet }: History): { readonly exceptCritical: boolean }[] {
  const weekday = weekdays[new Date(date).getUTCDay()];
  const isPlanned =
    quiet.weekdays.some((one) => one === weekday) ||
    quiet.dates.some(({ from, to }) => from <= date && date <= to);
  return isPlanned ? [quiet] : [];
}
