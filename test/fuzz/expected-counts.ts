import { type Counts, countNames } from '../../lambda/core/ledger/measurement.ts';

/**
 * The counts that a body holds for whoever reads it generously; none where not even such a reader finds five whole
 * numbers everywhere. Written apart from the program's own reading on purpose.
 */
export function countsIn(body: Buffer): Counts | undefined {
  const document = parseOrNothing(body.toString().replace('\ufeff', ''));
  if (!isObject(document) || (document.error ?? null) !== null) return undefined;
  const elements: unknown[] = Array.isArray(document.content) ? document.content : [document.content];
  const sums = countNames.map((name) => [name, sumOf(elements, name)] as const);
  if (elements.length === 0 || sums.some(([, sum]) => sum === undefined)) return undefined;
  return Object.fromEntries(sums) as Counts;
}

function sumOf(elements: readonly unknown[], name: string): number | undefined {
  const values = elements.map((element) =>
    isObject(element) && Object.hasOwn(element, name) ? toWhole(element[name]) : undefined,
  );
  return values.reduce(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  );
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toWhole(value: unknown): number | undefined {
  const given = typeof value === 'number' || (typeof value === 'string' && /^[0-9]/.test(value));
  const number = Number(value);
  return given && Number.isInteger(number) && number >= 0 ? number : undefined;
}
