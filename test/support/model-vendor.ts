import { windowQuery } from '../../lambda/core/vendor/window-order.ts';
import type { VodStation } from '../../lambda/ports.ts';
import { countsWith } from './counts.ts';

/** What a server makes of a window that ends before it starts. */
export const treatments = [
  ...(['zeros', 'refuse', 'dropBoth', 'dropStart', 'dropEnd', 'endIsNow', 'swap'] as const),
] as const;

/** A server as far as windows go, and the instants at which its files were requested, epoch milliseconds. */
export type ModelServer = {
  readonly order: 'toIsStart' | 'fromIsStart';
  readonly treatment: (typeof treatments)[number];
  /** Whether it moves either end into the time of its data once it has looked whether they are reversed. */
  readonly clamps: boolean;
  /** Whether it answers with an empty list where there are no files. */
  readonly listsNothing: boolean;
  readonly requestedMs: readonly number[];
};

/** A server in a few lines, without HTTP. Every file has failed. `asked` has the start and the end of each question. */
export function createModelVendor(server: ModelServer, nowMs: number) {
  const asked: { readonly kind: 'counts' | 'files'; readonly startMs: number; readonly endMs: number }[] = [];
  const beganMs = Math.min(...server.requestedMs, nowMs);
  const clamp = (ms: number) => (server.clamps ? Math.min(Math.max(ms, beganMs), nowMs) : ms);
  const countIn = (startMs: number, endMs: number) =>
    server.requestedMs.filter((ms) => ms >= clamp(startMs) && ms < clamp(endMs)).length;

  function count(query: URLSearchParams): number | undefined {
    const [to, from] = [Number(query.get('workStartTimeTo')), Number(query.get('workStartTimeFrom'))];
    const [startMs, endMs] = server.order === 'toIsStart' ? [to, from] : [from, to];
    if (startMs < endMs) return countIn(startMs, endMs);
    const reversed: Record<ModelServer['treatment'], () => number | undefined> = {
      zeros: () => 0,
      refuse: () => undefined,
      dropBoth: () => server.requestedMs.length,
      dropStart: () => countIn(-Infinity, endMs),
      dropEnd: () => countIn(startMs, Infinity),
      endIsNow: () => countIn(startMs, nowMs),
      swap: () => countIn(endMs, startMs),
    };
    return reversed[server.treatment]();
  }

  function formOf(failure: number, kind: 'counts' | 'files'): object {
    if (kind === 'counts')
      return { content: failure === 0 && server.listsNothing ? [] : countsWith({ complete: 0, failure }) };
    const content = Array.from({ length: Math.min(failure, 10) }, () => ({ status: 'FAILURE' }));
    return { content, total: failure };
  }

  const vodStation: VodStation = {
    async ask(question) {
      const { window, order, page } = question;
      const kind = page ? 'files' : 'counts';
      asked.push({ kind, ...window });
      const query = windowQuery(window, order);
      const failure = count(new URLSearchParams(query));
      const refusal = { error: { code: 260002, message: 'Input value error' } };
      const text = JSON.stringify(failure === undefined ? refusal : formOf(failure, kind));
      const reply = { httpStatus: failure === undefined ? 400 : 200, body: { text, truncated: false } };
      return { ...question, requestTarget: `/${kind}?${query}`, askedAtMs: nowMs, reply };
    },
  };
  return { vodStation, asked };
}
