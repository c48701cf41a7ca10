import * as z from 'zod/mini';
import { usualLinkDays } from '../core/links/links.ts';

/** Links in messages, and the reader that they lead to. */
export const linkSettingsSchema = z.strictObject({
  /** For how many days a link in an alert or a summary opens. */
  days: z._default(z.int().check(z.minimum(1), z.maximum(365)), usualLinkDays),
  /**
   * Pages that may be drawn at once; leave out to reserve none. AWS lets an account reserve only what leaves 100 for its other
   * functions, and new accounts often have no more than 10.
   */
  reservedConcurrency: z.optional(z.int().check(z.minimum(1))),
});

/** See {@link linkSettingsSchema}; every default filled in. */
export type LinkSettings = z.output<typeof linkSettingsSchema>;
