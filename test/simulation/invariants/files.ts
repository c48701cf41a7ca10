import type { Written } from '../bucket.ts';
import { spanOf } from '../calendar.ts';
import { sameCounts } from '../ledger-lines.ts';
import type { World } from '../world.ts';

type FileList = {
  readonly date: string;
  readonly askedAt: string;
  readonly files: readonly object[];
  readonly stopped?: string;
};

/**
 * A list of failed files that does not say that it broke off has all of them, or as many as were counted: if no file of the
 * date changed while it was read, for then nobody could say what all of them are.
 */
export function checkFiles(world: World, { key, text, by }: Written): void {
  const { date, askedAt, files, stopped } = JSON.parse(text) as FileList;
  if (stopped !== undefined) return;
  const { jobs, vendor, history, violations } = world;
  const window = spanOf(date, history.zone);
  const pages = vendor.said.filter(
    ({ to, sentMs, target }) =>
      to === by &&
      sentMs >= Date.parse(askedAt) &&
      target.includes('pageSizeNo=100&') &&
      isFor(target, window),
  );
  const counts = pages.map(({ arrivedMs }) => jobs.countIn(window, arrivedMs));
  const [first] = counts;
  if (!first || counts.some((later) => !sameCounts(first, later))) return;
  if (files.length >= Math.min(first.failure, ...countedFailures(world, date))) return;
  violations.push({
    invariant: 'a list of failed files is complete, or says that it is not',
    detail: `${key} has ${files.length} of ${first.failure}`,
  });
}

function isFor(target: string, { startMs, endMs }: { readonly startMs: number; readonly endMs: number }) {
  return target.includes(String(startMs)) && target.includes(String(endMs));
}

/** How many failures any archived answer told of a date, where there were any: a list is read until it has as many. */
function countedFailures({ bucket }: World, date: string): number[] {
  const answers = [...bucket.texts].filter(
    ([key]) => key.startsWith('snapshots/') && key.includes(`/date=${date}/`),
  );
  return answers.map(([, text]) => Number(JSON.parse(text).counts.failure)).filter((failure) => failure > 0);
}
