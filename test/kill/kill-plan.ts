import { createRandom } from '../../local/simulator/world/random.ts';

/** When a night is killed. Places are shares from 0 to 1: of its time, or of the requests that it makes. */
export type Kill = {
  /**
   * `time`: that far into the night. `onArrival`: when a request has arrived, which is not carried out, as if it had
   * not been sent any more. `onEffect`: when a request has arrived, which is carried out; nobody hears the answer.
   */
  readonly kind: 'time' | 'onArrival' | 'onEffect';
  readonly place: number;
  /**
   * Who runs the clean night: Lambda's retry, a minute later and under the same request id; another invocation after that
   * minute, in which the dead night's claim has run out; or one that comes at once and has to wait for that.
   */
  readonly successor: 'retry' | 'later' | 'atOnce';
};

const kinds = ['time', 'onArrival', 'onEffect'] as const;

/**
 * The same kills for the same seed: as many of each kind, the places of each spread evenly and moved a little at random
 * within their share, retries and other invocations mixed.
 */
export function planKills(count: number, seed: number): Kill[] {
  return kinds.flatMap((kind, index) => {
    const random = createRandom(seed, `kills ${kind}`);
    const ofKind = Math.floor((count + kinds.length - 1 - index) / kinds.length);
    return Array.from({ length: ofKind }, (_, nth): Kill => {
      const place = Math.floor((1_000 * (nth + random())) / ofKind) / 1_000;
      return { kind, place, successor: random() < 0.5 ? 'retry' : 'later' };
    });
  });
}
