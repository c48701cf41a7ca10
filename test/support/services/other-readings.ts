import type { HttpResponse } from '../../../local/http/http-server.ts';
import type { EditionRules } from '../../../local/simulator/editions.ts';
import { VendorError } from '../../../local/simulator/errors.ts';
import { toJsonResponse } from '../../../local/simulator/server.ts';

/**
 * How a server takes a window that ends before it starts, or as it starts; the vendor's guide does not say. It may count
 * nothing in it, drop both ends or one, move the end to now, take the ends for each other, or refuse it.
 */
export type ReversedWindow = 'zeros' | 'drop' | 'dropStart' | 'dropEnd' | 'clamp' | 'swap' | 'refuse';

/** The query in whose stead a server that takes reversed windows so would answer; nothing when it refuses it. */
export function rereadWindow(
  query: URLSearchParams,
  { startParameter, endParameter }: EditionRules,
  reversed: ReversedWindow,
  nowMs: number,
): URLSearchParams | undefined {
  const [start, end] = [query.get(startParameter), query.get(endParameter)];
  const isReversed = start !== null && end !== null && Number(start) >= Number(end);
  if (!isReversed || reversed === 'zeros') return query;
  if (reversed === 'refuse') return undefined;
  const reread = new URLSearchParams(query);
  if (reversed === 'drop' || reversed === 'dropStart') reread.delete(startParameter);
  if (reversed === 'drop' || reversed === 'dropEnd') reread.delete(endParameter);
  if (reversed === 'clamp') reread.set(endParameter, String(nowMs));
  if (reversed === 'swap') {
    reread.set(startParameter, end);
    reread.set(endParameter, start);
  }
  return reread;
}

/** The refusal of a reversed window. */
export function refuseWindow(rules: EditionRules): HttpResponse {
  const error = new VendorError(400, 260033, 'Wrong request data', 'the window is reversed');
  return toJsonResponse(400, rules.shapeError(error));
}

/** The query with no more files to a page than `mostFiles`, of which there are 20 unless told. */
export function capPage(query: URLSearchParams, mostFiles: number): URLSearchParams {
  const capped = new URLSearchParams(query);
  const wanted = Number(query.get('pageSizeNo') ?? 20);
  capped.set('pageSizeNo', String(Math.min(wanted, mostFiles)));
  return capped;
}

/** Statistics of no files, as a server tells them that makes no row for nothing. */
export function emptyZeros(response: HttpResponse): HttpResponse {
  const { content, total } = JSON.parse(String(response.body)) as { content: object; total?: number };
  const [counts = {}] = [content].flat();
  const isZero = total === undefined && Object.values(counts).every((count) => Number(count) === 0);
  return isZero ? { ...response, body: JSON.stringify({ content: [] }) } : response;
}
