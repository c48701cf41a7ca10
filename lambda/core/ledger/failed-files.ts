import { isLosslessNumber } from 'lossless-json';
import * as z from 'zod/mini';
import {
  formatFault,
  isObject,
  type JsonObject,
  type Reply,
  readDocument,
  readText,
} from '../vendor/vendor-reply.ts';
import { hashOf } from './keys.ts';
import { type Fault, type FaultCode, faultCodes, type Instant } from './measurement.ts';

/** A file whose encoding failed, as the vendor lists it. Path and category are a customer's words, made printable. */
export type FailedFile = {
  readonly path: string;
  readonly category?: string;
  /** When something last happened to it, as the vendor writes it. */
  readonly lastWorkTime?: string;
};

/** What a look-up found of a date. */
export type FailedFiles = {
  readonly askedAt: Instant;
  readonly files: readonly FailedFile[];
  /** Listed files that were looked through, whatever their state. */
  readonly read: number;
  /** Files of the date in all, where the vendor says so. */
  readonly total?: number;
  /** Why not all were looked through: the vendor's fault, or the bounds of a look-up. Absent when all were. */
  readonly stopped?: FaultCode | 'bounds';
};

/** Failed files of one category; without a name for those that have none. */
export type CategoryCount = { readonly name?: string; readonly failures: number };

/** One page of the vendor's list. */
export type FilePage = {
  readonly listed: number;
  /** What tells its files from those of another page. */
  readonly fingerprint: string;
  readonly total?: number;
  readonly failed: readonly FailedFile[];
};

/** A page understood, or why it cannot be. */
export type FilePageReading =
  | { readonly page: FilePage; readonly fault?: undefined }
  | { readonly fault: Fault; readonly page?: undefined };

const archivedSchema = z.object({
  askedAt: z.iso.datetime(),
  files: z.array(
    z.object({
      path: z.string(),
      category: z.exactOptional(z.string()),
      lastWorkTime: z.exactOptional(z.string()),
    }),
  ),
  read: z.int().check(z.minimum(0)),
  total: z.exactOptional(z.int().check(z.minimum(0))),
  stopped: z.exactOptional(z.enum([...faultCodes, 'bounds'])),
});

const pathMaxLength = 400;
const nameMaxLength = 100;

/** Understands a page of the vendor's list of files, in the forms that its guide describes. Never throws. */
export function readFilePage(reply: Reply): FilePageReading {
  const { document, fault } = readDocument(reply);
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

/** Understands an archived list of failed files; gives nothing for what is none. Never throws. */
export function parseFailedFiles(text: string): FailedFiles | undefined {
  try {
    return z.safeParse(archivedSchema, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The failed files by category, most failures first. */
export function countByCategory(files: readonly FailedFile[]): CategoryCount[] {
  const counts = new Map<string | undefined, number>();
  for (const { category } of files) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .map(([name, failures]) => ({ ...(name !== undefined && { name }), failures }))
    .sort((a, b) => b.failures - a.failures);
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
