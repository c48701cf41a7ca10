import type { Span } from './calendar.ts';
import type { History } from './history.ts';
import type { Counts, Jobs } from './jobs.ts';

/** What a vendor counts, and in which window; without one when that is not what was asked for, but everything. */
export type Counted = { readonly counts: Counts; readonly window?: Span };

/** Counts what a question is for, as this vendor reads its window; nothing when it refuses a window that makes no sense. */
export function countFor(
  url: URL,
  { order, onImpossible }: Pick<History, 'order' | 'onImpossible'>,
  jobs: Jobs,
  atMs: number,
): Counted | undefined {
  const { startMs, endMs } = readWindow(url, order);
  const countIn = (window: Span): Counted => ({ counts: jobs.countIn(window, atMs), window });
  if (startMs < endMs) return countIn({ startMs, endMs });
  switch (onImpossible) {
    case 'error':
      return undefined;
    case 'everything':
      return { counts: jobs.countAll(atMs) };
    case 'zeros':
      return { counts: jobs.countIn({ startMs: 0, endMs: 0 }, atMs) };
    case 'dropStart':
      return countIn({ startMs: 0, endMs });
    case 'dropEnd':
      return countIn({ startMs, endMs: Number.POSITIVE_INFINITY });
    case 'clamp':
      return countIn({ startMs, endMs: atMs });
    case 'swap':
      return countIn({ startMs: endMs, endMs: startMs });
  }
}

/** The window of a question, as a vendor of this order reads it: one that makes no sense ends before it starts. */
export function readWindow({ searchParams }: URL, order: History['order']): Span {
  const to = readInstant(searchParams, 'workStartTimeTo');
  const from = readInstant(searchParams, 'workStartTimeFrom');
  return order === 'toIsStart' ? { startMs: to, endMs: from } : { startMs: from, endMs: to };
}

function readInstant(searchParams: URLSearchParams, name: string): number {
  const values = searchParams.getAll(name);
  if (values.length !== 1 || !/^\d{12,13}$/.test(values[0] ?? '')) throw new Error(`${name} is no instant`);
  return Number(values[0]);
}
