import type { Answer } from './answer.ts';
import type { AwsCall } from './aws-call.ts';
import { Refusal } from './refusal.ts';

/** An error that is answered instead of carrying the call out. */
export type Failure = { readonly status: number; readonly code: string; readonly message: string };

/** `break-after`: the call is carried out, but its caller sees a broken connection. Nothing: it goes its way. */
type Outcome = Failure | 'break-after' | undefined;

/** Decides on each call, for tests. A write waits for it with its turn taken, so that a promise holds it in flight. */
export type Intervention = (call: AwsCall) => Outcome | Promise<Outcome>;

/**
 * Carries the call out as the intervention wants it; gives no answer when the connection is to break.
 * @throws Refusal
 */
export async function performWith(
  intervention: Intervention,
  call: AwsCall,
  perform: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const outcome = await intervention(call);
  if (outcome === undefined) return perform();
  if (outcome !== 'break-after') throw new Refusal(outcome.status, outcome.code, outcome.message);
  await perform();
  return undefined;
}
