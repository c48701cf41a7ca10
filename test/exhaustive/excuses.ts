import { type Happening, type Journal, nightOf } from './journal.ts';
import { readClaimedLines, tellablesOf } from './ledger-claims.ts';
import type { Step } from './steps.ts';

/**
 * Whether a telling may be followed by another of the same: the first teller died before it had marked, or one of its calls failed
 * from the publishing to the marking; or the claim of either ran out: the first one's before it had marked, or the second
 * one's before it told. Nobody can publish on condition that a claim still runs.
 * @param first where in the journal it was told, and `second` where it was told again
 */
export function isExcused(journal: Journal, id: string, first: number, second: number): boolean {
  const teller = nightOf(journal[first]);
  const marked = journal.findIndex((one, at) => at > first && isMark(one, teller, id));
  const until = marked < 0 ? journal.length : marked;
  const published = stepBefore(journal, first);
  const hadFault = journal.some(
    ({ step }, at) => at >= published && at < until && step?.night === teller && step.fault !== undefined,
  );
  return (
    hadFault ||
    hasJump(journal, claimedAt(journal, first), Math.min(second, until)) ||
    hasJump(journal, claimedAt(journal, second), second)
  );
}

function hasJump(journal: Journal, after: number, before: number): boolean {
  return journal.some(({ step }, at) => step?.kind === 'jump' && at > after && at < before);
}

function isMark(one: Happening, teller: string, id: string): boolean {
  if (one.kind !== 'wrote' || one.night !== teller || !one.written.key.startsWith('ledger/')) return false;
  return tellablesOf(readClaimedLines(one.written.text)).get(id)?.state === 'sent';
}

/** The last moment before the teller read its clock for the claim under which it told. */
function claimedAt(journal: Journal, told: number): number {
  const teller = nightOf(journal[told]);
  const claim = journal.findLastIndex(
    (one, at) =>
      at < told && one.kind === 'wrote' && one.night === teller && one.written.key.startsWith('ledger/'),
  );
  return stepBefore(journal, stepBefore(journal, claim), ({ night }) => night === teller);
}

function stepBefore(journal: Journal, before: number, isIt: (step: Step) => boolean = () => true): number {
  return journal.findLastIndex((one, at) => at < before && one.kind === 'step' && isIt(one.step));
}
