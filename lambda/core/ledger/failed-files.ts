import * as z from 'zod/mini';
import { type FaultCode, faultCodes, type Instant } from './measurement.ts';

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
