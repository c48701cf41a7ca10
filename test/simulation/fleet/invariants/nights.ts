import type { NightOutcome } from '../../../../lambda/night/outcome.ts';
import { checkAsked, checkReleased } from '../../invariants/endings.ts';
import { checkPublished } from '../../invariants/notices.ts';
import { checkSecrets } from '../../invariants/secrets.ts';
import { checkSilence } from '../../invariants/silence.ts';
import { checkGaps, checkOwnDate, checkProofKept } from '../../invariants/whole.ts';
import type { Invocation } from '../../invocation.ts';
import { type Line, readLedger } from '../../ledger-lines.ts';
import { describeError } from '../../onlooker.ts';
import type { Published } from '../../topic.ts';
import type { FleetWorld, Role } from '../fleet-world.ts';

/** What holds after a night of an account that is alone holds after one of a fleet. */
export function checkFleetNight(
  { views }: FleetWorld,
  invocation: Invocation,
  { account, date }: Role,
  outcome: NightOutcome | Error | undefined,
  before: readonly Line[],
): void {
  const view = views.get(account?.name ?? '');
  if (!view) return;
  const lines = readLedger(view.bucket.texts);
  checkProofKept(view, invocation, before);
  checkReleased(view, invocation, lines);
  for (const line of view.logged.splice(0)) checkSecrets(view, line);
  if (outcome === undefined) return;
  if (outcome instanceof Error) {
    checkSecrets(view, describeError(outcome));
    return;
  }
  for (const failure of outcome.failures) checkSecrets(view, describeError(failure));
  checkGaps(view, lines, date);
  if (outcome.failures.length === 0) checkOwnDate(view, lines, date);
  checkAsked(view, invocation, outcome, lines);
}

/** A night tells what concerns its account alone; what many may have in common is the muster's to tell. */
export function checkNightMessage(
  { views, told, violations }: FleetWorld,
  published: Published,
  { account, shift, date }: Role,
): void {
  const view = views.get(account?.name ?? '');
  if (!view) return;
  told.get(view.account.name)?.push(published);
  checkPublished(view, published);
  checkSilence(view, published);
  const ofMany = published.notices.filter(({ kind }) => kind === 'unavailable' || kind === 'available');
  const odd = [...ofMany.map(({ id }) => id), ...(published.summary ? ['a summary'] : [])];
  if (odd.length === 0) return;
  violations.push({
    invariant: 'fleet 2: musters alone tell of outages',
    detail: `${odd.join(', ')} was told by the night of ${account?.name} (${shift.name}, ${date})`,
  });
}
