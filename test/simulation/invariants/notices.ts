import { type Line, type NoticeInLedger, sameCounts } from '../ledger-lines.ts';
import type { Published, ToldNotice } from '../topic.ts';
import type { World } from '../world.ts';

/**
 * What makes two versions of a notice the same for whoever reads them. That a date could not be measured is the same
 * news, whatever the counts that it has been measured with since.
 */
function contentOf({ kind, severity, counts }: ToldNotice | NoticeInLedger): string {
  const numbers = !isOfAvailability(kind) &&
    counts && [counts.waiting, counts.running, counts.complete, counts.failure, counts.canceled];
  return JSON.stringify([kind, severity, numbers || null]);
}

function isOfAvailability(kind: string): boolean {
  return kind === 'unavailable' || kind === 'available';
}

/** Notes down what was committed, and holds every new content of a notice against the line that it stands on. */
export function checkCommitted(world: World, line: Line): void {
  for (const [index, notice] of line.notices.entries()) {
    const contents = world.committed.get(notice.id) ?? new Set();
    world.committed.set(notice.id, contents);
    const content = contentOf(notice);
    if (contents.has(content)) continue;
    const isNew = contents.size === 0;
    checkReason(world, line, notice, isNew);
    contents.add(content);
    const previous = line.notices[index - 1];
    // What was committed otherwise at first may have been told so by a night that died: then it is taken back.
    if (isNew && previous && contentOf(previous) === content) {
      world.violations.push({
        invariant: 'a notice says something new',
        detail: `${notice.id} repeats the one before`,
      });
    }
  }
}

/**
 * Invariant 4, and its like for bad news: a notice follows from counts, and never from the lack of them. A recovery is
 * committed on a settled date only; while it waits to be told, files of the date may be encoded anew.
 */
function checkReason(
  { history, violations }: World,
  line: Line,
  notice: NoticeInLedger,
  isNew: boolean,
): void {
  const object = (invariant: string, detail: string) =>
    violations.push({ invariant, detail: `${notice.id} (${notice.kind}) ${detail}` });
  if (notice.kind === 'unavailable') {
    if (line.state === 'measured') object('only a date without counts is told as unavailable', 'has counts');
    return;
  }
  if (notice.kind === 'available') {
    checkAvailable(line, notice, object);
    return;
  }
  const isGood = notice.kind === 'recovered' || notice.kind === 'withdrawn';
  const invariant = isGood ? '4: unavailable is never good news' : 'bad news follows from counts';
  if (line.state !== 'measured') return void object(invariant, 'is on a date without counts');
  if (!sameCounts(notice.counts, line.counts))
    return void object(invariant, 'tells other counts than its date has');
  const failed = notice.counts?.failure ?? 0;
  const severity = severityOf(failed, history);
  if (notice.severity !== severity) object(invariant, `says ${notice.severity} of ${failed} failures`);
  if (isGood !== (severity === 'info')) object(invariant, `is told of ${failed} failures`);
  if (notice.kind === 'recovered' && isNew && line.settled !== true)
    object(invariant, 'is on a date that is not settled');
}

/** That a date has been measured after all follows from its counts, and from people's having been told that it has none. */
function checkAvailable(
  { state, notices }: Line,
  { id }: NoticeInLedger,
  object: (invariant: string, detail: string) => void,
): void {
  const before = notices.slice(
    0,
    notices.findIndex((one) => one.id === id),
  );
  const isTold = before.some(({ kind, state: told }) => kind === 'unavailable' && told === 'sent');
  if (state !== 'measured') object('4: unavailable is never good news', 'is on a date without counts');
  if (!isTold) object('only what people were told is taken back', 'nobody was told that it was unavailable');
}

function severityOf(
  failed: number,
  { warning, critical = Number.POSITIVE_INFINITY }: World['history'],
): string {
  if (failed >= critical) return 'critical';
  return failed >= warning ? 'warning' : 'info';
}

/** Invariant 3: nothing is told but what was committed, under the id under which it was. */
export function checkPublished({ committed, violations }: World, { notices }: Published): void {
  for (const notice of notices) {
    if (committed.get(notice.id)?.has(contentOf(notice))) continue;
    violations.push({
      invariant: '3: only what is committed is told, under its id',
      detail: `${notice.id}: ${contentOf(notice)}`,
    });
  }
}

/** Invariant 3: every committed notice was told, and marked as told. */
export function checkTold({ committed, topic, violations }: World, lines: readonly Line[]): void {
  const told = new Set(topic.published.flatMap(({ notices }) => notices.map(({ id }) => id)));
  for (const id of committed.keys()) {
    if (!told.has(id)) violations.push({ invariant: '3: every committed notice is told', detail: id });
  }
  const pending = lines.flatMap(({ notices }) => notices.filter(({ state }) => state !== 'sent'));
  for (const { id } of pending) {
    violations.push({ invariant: '5: the next good night makes it whole', detail: `${id} is still pending` });
  }
}

/**
 * Invariant 3: a notice is told again only when the teller died or failed before it could mark it, or never heard of its
 * success; or when it says something else by now.
 */
export function checkToldOnce({ topic, violations }: World): void {
  const last = new Map<string, Published>();
  for (const published of topic.published) {
    for (const notice of published.notices) {
      const { id } = notice;
      const earlier = last.get(id);
      const isNews = !earlier?.notices.some(
        (told) => told.id === id && contentOf(told) === contentOf(notice),
      );
      if (earlier && !isNews && !isExcused(earlier)) {
        violations.push({
          invariant: '3: a notice is told twice only after a crash between publishing and marking',
          detail: `${id}, by ${describe(earlier)} and ${describe(published)}`,
        });
      }
      last.set(id, published);
    }
  }
}

function isExcused({ by, atMs, acknowledged }: Published): boolean {
  // What a process had sent when it died may arrive later.
  const died = by.diedMs !== undefined;
  const failed = by.bucketFailuresMs.some((failedMs) => failedMs >= atMs);
  return !acknowledged || died || failed;
}

function describe({ by, atMs }: Published): string {
  return `night ${by.planned.id} (${by.planned.requestId}, attempt ${by.attempt}) at ${new Date(atMs).toISOString()}`;
}

/** What people were told last is how things stand: no broken rule is untold, and no bad news stands that is no longer true. */
export function checkStanding(
  { history, topic, violations }: World,
  lines: readonly Line[],
  since: string,
): void {
  const told = topic.published.flatMap(({ notices }) => notices);
  const standing = new Map<string, ToldNotice | undefined>();
  for (const notice of told) {
    if (isOfAvailability(notice.kind) || notice.kind === 'recovered') continue;
    standing.set(notice.date, notice.kind === 'withdrawn' ? undefined : notice);
  }
  for (const line of lines) {
    const detail = describeGap(line, standing.get(line.date), told, history);
    if (detail)
      violations.push({
        invariant: 'what was told last is how things stand',
        detail: `${line.date} ${detail}`,
      });
  }
  // A night reads the year of its date and the one before: of what was bad longer ago nobody says that it is well again.
  const firstRead = `${Number(lines.at(-1)?.date.slice(0, 4)) - 1}-01-01`;
  const lastBad = lines.findLastIndex(({ date }) => standing.get(date) !== undefined);
  if (lastBad < 0 || (lines[lastBad]?.date ?? '') < firstRead) return;
  const later = lines.slice(lastBad + 1);
  const good = later.find(
    ({ date, settled, counts }) => date >= since && settled && (counts?.failure ?? 0) < history.warning,
  );
  const hasTold = told.some(({ kind, date }) => kind === 'recovered' && date > (lines[lastBad]?.date ?? ''));
  if (good && !hasTold)
    violations.push({ invariant: 'a recovery is told', detail: `${good.date} is good again` });
}

function describeGap(
  line: Line,
  standing: ToldNotice | undefined,
  told: readonly ToldNotice[],
  history: World['history'],
): string | undefined {
  if (line.state !== 'measured') {
    const isTold = told.some(({ date, kind }) => date === line.date && kind === 'unavailable');
    return line.askedAt === undefined || isTold ? undefined : 'is unavailable and nobody was told';
  }
  const failed = line.counts?.failure ?? 0;
  const severity = severityOf(failed, history);
  if (severity === 'info') return standing && `is no longer bad, but ${standing.kind} stands`;
  if (!standing) return `has ${failed} failures and nobody was told`;
  if (standing.severity !== severity) return `is ${severity}, but told as ${standing.severity}`;
  const toldFailed = standing.counts?.failure ?? 0;
  const isFar = failed !== toldFailed && Math.abs(failed - toldFailed) * 10 >= toldFailed;
  return isFar ? `has ${failed} failures, but ${toldFailed} were told` : undefined;
}
