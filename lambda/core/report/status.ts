import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerLine, Notice } from '../ledger/line.ts';
import { totalOf } from '../ledger/measurement.ts';
import { worstOf } from '../rules/rules.ts';
import { type Fact, storyOf } from '../story/story.ts';

/** How a date stands, the most urgent first; where its night failed, only the muster of a fleet knows it. */
export const statuses = [
  ...(['failed', 'critical', 'warning', 'unmeasured', 'unproven'] as const),
  ...(['recovered', 'withdrawn', 'well'] as const),
] as const;

/** See {@link statuses}. */
export type Status = (typeof statuses)[number];

/** The most urgent of some; all is well where there are none. */
export function worstStatus(some: ReadonlySet<Status>): Status {
  return statuses.find((status) => some.has(status)) ?? 'well';
}

/** How a date stands by its counts now, whatever people were told. */
export function statusOf(line: LedgerLine): Status {
  if (line.state === 'unavailable') return 'unmeasured';
  const worst = worstOf(line.findings);
  if (worst) return worst;
  if (line.proof === 'unproven' && totalOf(line.counts) === 0) return 'unproven';
  const kind = line.notices.at(-1)?.kind;
  return kind === 'recovered' || kind === 'withdrawn' ? kind : 'well';
}

/** What an alert would say of a date that nobody was told of. */
const untold: Notice = { id: '', kind: 'breached', severity: 'warning', state: 'pending', committedAt: '' };

/** What else there is to say of a date, by its counts now. */
export function factsOn(line: LedgerLine, ledger: Ledger): readonly Fact[] {
  const notice = line.notices.at(-1) ?? untold;
  const current = line.state === 'measured' ? { ...notice, counts: line.counts } : notice;
  return storyOf({ line, notice: current }, ledger).facts;
}
