import type { SignedRequest } from '../../../local/simulator/gateway.ts';
import type { ReversedWindow } from './other-readings.ts';
import type { Reply } from './replies.ts';
import type { Transfer } from './transfers.ts';

/** A way in which the simulator misbehaves. What is not given stays ordinary. */
export type Behaviour = {
  /** How many requests it is for; all of them, unless told. */
  readonly times?: number;
  /** Which requests it is for; all of them, unless told. */
  readonly when?: (request: SignedRequest) => boolean;
  readonly reply?: Reply;
  readonly transfer?: Transfer;
  /** How far the vendor's clock is ahead, in milliseconds. */
  readonly clockAheadMs?: number;
  /** `zeros` unless told. */
  readonly reversedWindow?: ReversedWindow;
  /** Whether the answer for a window without files has an empty list for its content, in place of zeros. */
  readonly emptyList?: boolean;
  /** The most files that a page of the list has, however many are wanted; as many as are wanted, unless told. */
  readonly pageCap?: number;
};

/** The behaviours in force. */
type Behaviours = {
  /** Replaces them all. */
  set(behaviours: readonly Behaviour[]): void;
  /** The first behaviour that is for a request and not used up; counts as one use of it. */
  take(request: SignedRequest): Behaviour;
};

/** Well-behaved, until told. */
export function createBehaviours(): Behaviours {
  let current: { readonly behaviour: Behaviour; left: number }[] = [];
  return {
    set(behaviours) {
      current = behaviours.map((behaviour) => ({
        behaviour,
        left: behaviour.times ?? Number.POSITIVE_INFINITY,
      }));
    },
    take(request) {
      const found = current.find(({ behaviour, left }) => left > 0 && (behaviour.when?.(request) ?? true));
      if (!found) return {};
      found.left -= 1;
      return found.behaviour;
    },
  };
}
