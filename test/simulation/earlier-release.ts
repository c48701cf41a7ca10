import { holderOf, type Invocation } from './invocation.ts';
import type { World } from './world.ts';

/**
 * Prolongs the claims that a dead process has left, in the histories that have it so: an earlier release reckoned them by our
 * own clock, which was so far ahead.
 */
export function prolongClaims({ history, bucket }: World, invocation: Invocation): void {
  if (history.claimsAheadMs === 0) return;
  const claim = new RegExp(`(\\{"holder":"${holderOf(invocation)}","until":")([^"]+)`, 'g');
  for (const [key, text] of bucket.texts) {
    if (!key.startsWith('ledger/')) continue;
    const prolonged = (_claim: string, before: string, until: string) =>
      before + new Date(Date.parse(until) + history.claimsAheadMs).toISOString();
    bucket.texts.set(key, text.replace(claim, prolonged));
  }
}
