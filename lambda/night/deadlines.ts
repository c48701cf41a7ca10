/** What is kept free at the end of a night for recording and telling, milliseconds; half of a night that is shorter than two of it. */
export const recordingReserveMs = 30_000;
/** The longest that one date is asked for, with all retries. */
export const askingMs = 60_000;

/** When a step has to be over that leaves a reserve to those after it, or half of what there is; milliseconds. */
export function keepFree(reserveMs: number, endMs: number, nowMs: number): number {
  return endMs - Math.min(reserveMs, (endMs - nowMs) / 2);
}
