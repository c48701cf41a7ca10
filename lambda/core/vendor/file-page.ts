import { isLosslessNumber } from 'lossless-json';
import type { FailedFile } from '../ledger/failed-files.ts';
import { hashOf } from '../ledger/keys.ts';
import type { Received } from './exchange.ts';
import { formatFault, isObject, type JsonObject, type Reading, readDocument, readText } from './reading.ts';

/** One page of the vendor's list. */
export type FilePage = {
  readonly listed: number;
  /** What tells its files from those of another page. */
  readonly fingerprint: string;
  readonly total?: number;
  readonly failed: readonly FailedFile[];
};

const pathMaxLength = 400;
const nameMaxLength = 100;

/** Understands a page of the vendor's list of files, in the forms that its guide describes. Never throws. */
export function readFilePage(exchange: Received): Reading<{ readonly page: FilePage }> {
  const { document, reply, fault } = readDocument(exchange);
  if (fault) return { fault };
  const { content } = document;
  const elements: readonly unknown[] = Array.isArray(content) ? content : [content];
  const files = elements.filter(isObject);
  if (files.length < elements.length || files.some(({ status }) => typeof status !== 'string'))
    return { fault: formatFault(reply, 'content is no list of files with a status each') };
  const total = readTotal(document.total);
  const failed = files.filter(({ status }) => String(status).toUpperCase() === 'FAILURE').map(readFile);
  const fingerprint = hashOf(JSON.stringify(files.map(identityOf)));
  return { page: { listed: files.length, fingerprint, ...(total !== undefined && { total }), failed } };
}

/** Two files may have one path: it was encoded twice, or into two forms. */
function identityOf({ categoryId, filePath, outputType, lastWorkTime }: JsonObject): unknown[] {
  return [categoryId, filePath, outputType, lastWorkTime];
}

function readFile({ filePath, categoryName, lastWorkTime }: JsonObject): FailedFile {
  const category = readText(categoryName, nameMaxLength);
  const lastWork = readText(lastWorkTime, 30);
  return {
    path: readText(filePath, pathMaxLength) ?? '?',
    ...(category !== undefined && { category }),
    ...(lastWork !== undefined && { lastWorkTime: lastWork }),
  };
}

/** Whole digits, as a number or in a string; anything else is no total. */
function readTotal(value: unknown): number | undefined {
  const text = isLosslessNumber(value) ? value.value : value;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
