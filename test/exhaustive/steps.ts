/** A thing that nights share, and whether a step changes it: a key of the bucket, all keys below a prefix, or a topic. */
export type Touch = { readonly thing: string; readonly isPrefix?: boolean; readonly isWrite: boolean };

/** What goes wrong: the night dies; a call is refused; a call is carried out and its answer gets lost. */
export type Fault = 'crash' | 'fails' | 'lost';

/** One thing that can happen next: a night's call is carried out, it wakes up, it dies, or a lease's time goes by for all. */
export type Step = {
  /** The same in every schedule: whose it is, what it does, and the how-manieth of its kind. */
  readonly label: string;
  readonly kind: 'call' | 'wake' | 'crash' | 'jump';
  /** Whose it is; nobody's when time goes by. */
  readonly night: string;
  readonly touch?: Touch;
  readonly fault?: Fault;
};

/**
 * Whether two steps that can both happen lead to the same whichever comes first. A night has a clock of its own, which only
 * its sleep and the jump move, so that its calls read nothing but what they touch. Faults are counted together.
 */
export function areIndependent(one: Step, other: Step): boolean {
  if (one.kind === 'jump' || other.kind === 'jump') return one.kind === 'crash' || other.kind === 'crash';
  if (one.night === other.night || (one.fault && other.fault)) return false;
  return !one.touch || !other.touch || !doTouch(one.touch, other.touch);
}

function doTouch(one: Touch, other: Touch): boolean {
  return (one.isWrite || other.isWrite) && (covers(one, other) || covers(other, one));
}

function covers({ thing, isPrefix }: Touch, other: Touch): boolean {
  return isPrefix ? other.thing.startsWith(thing) : other.thing === thing;
}
