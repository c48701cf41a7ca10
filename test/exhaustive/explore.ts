import { areIndependent, type Step } from './steps.ts';

/** Says what happens next of all that can; nothing to give this schedule up. */
export type Choose = (enabled: readonly Step[]) => Step | undefined;

/** How many schedules were run to their end, and how many were given up as others that had been run already. */
export type Explored = { readonly schedules: number; readonly givenUp: number };

/** A moment of the schedule under way: what could happen, what was chosen, and what need not be tried. */
type Moment = {
  readonly enabled: readonly Step[];
  /** Steps that lead to nothing new from here: with them in front, all that follows has been run. */
  readonly asleep: readonly Step[];
  readonly tried: Step[];
  chosen: Step;
};

/**
 * Runs every schedule there is, one for each order of steps that depend on each other (sleep sets: P. Godefroid,
 * Partial-Order Methods for the Verification of Concurrent Systems, 1996, chapter 5). Each is run from the start, so
 * that whatever is run has to do the same whenever it is given the same choices.
 * @param run runs one schedule; gives false to stop exploring
 * @param areSwappable what to take for independent; nothing at all gives every order of all steps
 */
export async function explore(
  run: (choose: Choose) => Promise<boolean>,
  areSwappable: (one: Step, other: Step) => boolean = areIndependent,
): Promise<Explored> {
  const moments: Moment[] = [];
  let [schedules, givenUp] = [0, 0];
  do {
    let depth = 0;
    let isGivenUp = false;
    const goesOn = await run((enabled) => {
      const moment = moments[depth] ?? reach(enabled, moments.at(-1), areSwappable);
      isGivenUp = moment === undefined;
      if (moment === undefined) return undefined;
      if (moments[depth] === undefined) moments.push(moment);
      depth += 1;
      return find(enabled, moment.chosen);
    });
    if (isGivenUp) givenUp += 1;
    else schedules += 1;
    if (!goesOn) break;
  } while (backtrack(moments));
  return { schedules, givenUp };
}

/** A moment that was not reached before; nothing when all that can happen is asleep. */
function reach(
  enabled: readonly Step[],
  before: Moment | undefined,
  areSwappable: (one: Step, other: Step) => boolean,
): Moment | undefined {
  const asleep = before
    ? [...before.asleep, ...before.tried].filter((step) => areSwappable(step, before.chosen))
    : [];
  const chosen = nextOf(enabled, asleep);
  return chosen && { enabled, asleep, tried: [], chosen };
}

/** Goes back to the last moment at which something else can happen, and chooses it; false when there is none. */
function backtrack(moments: Moment[]): boolean {
  for (let last = moments.at(-1); last; last = moments.at(-1)) {
    last.tried.push(last.chosen);
    const next = nextOf(last.enabled, [...last.asleep, ...last.tried]);
    if (next) {
      last.chosen = next;
      return true;
    }
    moments.pop();
  }
  return false;
}

function nextOf(enabled: readonly Step[], passedOver: readonly Step[]): Step | undefined {
  return enabled.find(({ label }) => !passedOver.some((step) => step.label === label));
}

/** The same step as it can happen now. */
function find(enabled: readonly Step[], { label }: Step): Step {
  const step = enabled.find((one) => one.label === label);
  if (step) return step;
  throw new Error(`the same choices led elsewhere: ${label} is not among ${enabled.map((one) => one.label)}`);
}
