import * as z from 'zod/mini';
import { parseJson } from '../text/document.ts';
import { faultCodes } from './measurement.ts';

const count = z.int().check(z.minimum(0));

/** A file whose encoding failed, as the vendor lists it. Path and category are a customer's words, made printable. */
export type FailedFile = z.output<typeof fileSchema>;

const fileSchema = z.object({
  path: z.string(),
  category: z.exactOptional(z.string()),
  /** When something last happened to it, as the vendor writes it. */
  lastWorkTime: z.exactOptional(z.string()),
});

/** The failed files that the vendor's list of a date names. */
export type FailedFiles = z.output<typeof failedFilesSchema>;

/** A list of failed files as it is archived. */
export const failedFilesSchema = z.object({
  askedAt: z.iso.datetime(),
  files: z.readonly(z.array(fileSchema)),
  /** Listed files that were looked through, whatever their state. */
  read: count,
  /** Files of the date in all, where the vendor says so. */
  total: z.exactOptional(count),
  /** Why not all were looked through: the vendor's fault, or the bounds of what a night reads. Absent when all were. */
  stopped: z.exactOptional(z.enum([...faultCodes, 'bounds'])),
});

/** Failed files of one category; without a name for those that have none. */
type CategoryCount = { readonly name?: string; readonly failures: number };

/** Understands an archived list of failed files; gives nothing for what is none. Never throws. */
export function parseFailedFiles(text: string): FailedFiles | undefined {
  return z.safeParse(failedFilesSchema, parseJson(text)).data;
}

/** The failed files by category, most failures first. */
export function countByCategory(files: readonly FailedFile[]): CategoryCount[] {
  const counts = new Map<string | undefined, number>();
  for (const { category } of files) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .map(([name, failures]) => ({ ...(name !== undefined && { name }), failures }))
    .sort((a, b) => b.failures - a.failures);
}
