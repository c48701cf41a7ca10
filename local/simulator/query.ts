import { serviceError, type VendorError } from './vendor-errors.ts';
import type { EditionRules } from './world/editions.ts';
import type { Page, Window } from './world/world.ts';

/**
 * How a server takes a window that ends before it starts, or as it starts; the vendor's guide does not say. It may count
 * nothing in it, drop both ends or one, move the end to now, take the ends for each other, or refuse it.
 */
export type ReversedWindow = 'zeros' | 'drop' | 'dropStart' | 'dropEnd' | 'clamp' | 'swap' | 'refuse';

/** A parameter that the service will not have. Thrown, and caught where the answer is made. */
export class RefusedQuery extends Error {
  override readonly name = 'RefusedQuery';
  readonly refusal: VendorError;

  constructor(refusal: VendorError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The last instant that an ECMAScript date can be. */
const lastInstantMs = 8.64e15;

/** Reads the window under an edition's names. Throws a {@link RefusedQuery}. */
export function readWindow(
  query: URLSearchParams,
  { startParameter, endParameter }: EditionRules,
  reversed: ReversedWindow,
  nowMs: number,
): Window {
  const startMs = readInstant(query, startParameter);
  const endMs = readInstant(query, endParameter);
  if (startMs !== undefined && endMs !== undefined && startMs >= endMs)
    return takeReversed({ startMs, endMs }, reversed, nowMs);
  return { ...(startMs !== undefined && { startMs }), ...(endMs !== undefined && { endMs }) };
}

function takeReversed(window: Required<Window>, reversed: ReversedWindow, nowMs: number): Window {
  const { startMs, endMs } = window;
  switch (reversed) {
    case 'refuse':
      throw new RefusedQuery(serviceError(260033, 'the window is reversed'));
    case 'zeros':
      return window;
    case 'drop':
      return {};
    case 'dropStart':
      return { endMs };
    case 'dropEnd':
      return { startMs };
    case 'clamp':
      return { startMs, endMs: nowMs };
    case 'swap':
      return { startMs: endMs, endMs: startMs };
  }
}

/** Reads which page is wanted, the first 20 files unless told, of no more than `mostFiles`. Throws a {@link RefusedQuery}. */
export function readPage(query: URLSearchParams, mostFiles: number): Page {
  const number = readInteger(query, 'pageNo') ?? 1;
  const wanted = readInteger(query, 'pageSizeNo') ?? 20;
  if (number < 1) throw new RefusedQuery(serviceError(260025, 'pageNo'));
  if (wanted < 10) throw new RefusedQuery(serviceError(260002, 'pageSizeNo is 10 or more'));
  const size = Math.min(wanted, mostFiles);
  return { skip: (number - 1) * size, size };
}

function readInstant(query: URLSearchParams, name: string): number | undefined {
  const value = readOnce(query, name);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new RefusedQuery(serviceError(260026, `${name} is in epoch milliseconds`));
  if (Number(value) > lastInstantMs) throw new RefusedQuery(serviceError(260002, `${name} is too large`));
  return Number(value);
}

function readInteger(query: URLSearchParams, name: string): number | undefined {
  const value = readOnce(query, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(value)) throw new RefusedQuery(serviceError(260002, `${name} is a whole number`));
  return Number(value);
}

function readOnce(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw new RefusedQuery(serviceError(260002, `${name} is given twice`));
  return values[0];
}
