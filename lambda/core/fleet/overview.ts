import * as z from 'zod/mini';
import { counts, severities } from '../ledger/line.ts';
import { calendarDate, faultCodes, instant } from '../ledger/measurement.ts';
import { parseDocument } from '../text/document.ts';
import { zoneNames } from '../time/zone-names.ts';
import { languages } from '../words/language.ts';
import type { Standing } from './standing.ts';

const overviewSchema = z.strictObject({
  shift: z.string(),
  /** The time zone of its dates and times. */
  timeZone: z.string().check(z.refine((name) => zoneNames.has(name), 'is no time zone')),
  /** The language in which it is summed up. */
  language: z.enum(languages),
  /** The date that the accounts' nights reported. */
  date: calendarDate(),
  /** When these were due, and when the ledgers were read. */
  due: instant(),
  at: instant(),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      tags: z.array(z.string()),
      state: z.enum(['measured', 'unavailable', 'failed']),
      counts: z.exactOptional(counts),
      /** How bad the rules are broken that it breaks. */
      worst: z.exactOptional(z.enum(severities)),
      fault: z.exactOptional(z.enum(faultCodes)),
      /** Why it failed; untrusted text. */
      reason: z.exactOptional(z.string()),
    }),
  ),
});

/** Where the accounts of a shift stand, as its last muster found them. */
export type Overview = z.output<typeof overviewSchema>;

/** The overview of these standings. */
export function overviewOf(night: Omit<Overview, 'accounts'>, standings: readonly Standing[]): Overview {
  const accounts = standings.map(({ account, tags, state, counts, worst, fault, reason }) => ({
    account,
    tags: [...tags],
    state,
    ...(counts && { counts }),
    ...(worst && { worst }),
    ...(fault && { fault: fault.code }),
    ...(reason !== undefined && { reason }),
  }));
  return { ...night, accounts };
}

/**
 * Reads an overview.
 * @throws SyntaxError that says what is wrong with it
 */
export function parseOverview(text: string): Overview {
  return parseDocument(overviewSchema, 'overview of a shift', text);
}
