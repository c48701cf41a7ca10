import type { Line, NoticeInLedger } from '../ledger-lines.ts';
import { sameCounts } from '../ledger-lines.ts';
import type { World } from '../world.ts';
import { isAskedAt } from './clocks.ts';

const name = '2: the ledger never goes back';

/** Invariant 2: from one version of a line to the next, nothing that was known is forgotten. */
export function checkNeverBack(
  world: Pick<World, 'violations'>,
  before: Line,
  after: Line | undefined,
): void {
  const detail = describeStepBack(before, after);
  if (detail) world.violations.push({ invariant: name, detail: `${before.date} ${detail}` });
}

function describeStepBack(before: Line, after: Line | undefined): string | undefined {
  if (!after) return 'has vanished';
  if (before.state === 'measured' && after.state !== 'measured') return 'is no longer measured';
  if ((after.lastSeenAt ?? '') < (before.lastSeenAt ?? '')) return 'has an earlier measurement than before';
  if (
    before.state !== 'measured' &&
    after.state !== 'measured' &&
    (after.askedAt ?? '') < (before.askedAt ?? '')
  )
    return 'was asked earlier than before';
  if ((after.revision ?? 0) < (before.revision ?? 0)) return 'has a lower revision than before';
  return before.notices.map((notice, index) => describeLoss(notice, after.notices[index])).find(Boolean);
}

function describeLoss(before: NoticeInLedger, after: NoticeInLedger | undefined): string | undefined {
  if (after?.id !== before.id) return `has lost the notice ${before.id}`;
  if (before.state !== 'sent') return undefined;
  const same = after.kind === before.kind && after.severity === before.severity && after.state === 'sent';
  const counted = before.counts === undefined || sameCounts(before.counts, after.counts);
  return same && counted ? undefined : `has changed the notice ${before.id}, which was told`;
}

/**
 * Invariant 2, too: the counts of a line are those that were true of its date when the vendor was last asked, and the
 * vendor said so then, not some cache. So no outage is a zero, no window is read the wrong way round, and no total stands for a date.
 */
export function checkTrueCounts(
  { vendor, jobs, history, violations }: World,
  line: Line,
  windowOf: WindowOf,
): void {
  if (line.state !== 'measured') return;
  const seenMs = Date.parse(line.lastSeenAt ?? '');
  const window = windowOf(line.date, history.zone);
  const told = vendor.said.some(
    (said) =>
      isAskedAt(said, seenMs) &&
      said.ageMs === 0 &&
      said.status === 200 &&
      said.target.includes(String(window.startMs)) &&
      said.target.includes(String(window.endMs)) &&
      sameCounts(jobs.countIn(window, said.arrivedMs), line.counts),
  );
  if (!told) {
    violations.push({
      invariant: 'counts are what the vendor said of that very date when it was asked',
      detail: `${line.date} has ${JSON.stringify(line.counts)}, last seen at ${line.lastSeenAt}`,
    });
  }
}

type WindowOf = (date: string, zone: string) => { readonly startMs: number; readonly endMs: number };
