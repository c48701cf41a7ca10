import { randomUUID } from 'node:crypto';
import type { Account } from '../../lambda/account.ts';
import { heldBackNotices, pendingNotices } from '../../lambda/core/claims.ts';
import { addDays, dateReportedBy, datesBetween, existsIn } from '../../lambda/core/day.ts';
import { ledgerPrefix } from '../../lambda/core/keys.ts';
import { type Ledger, linesByDate } from '../../lambda/core/ledger.ts';
import { ConflictError, DamagedArchiveError, ForbiddenError } from '../../lambda/errors.ts';
import type { Archive, Ports } from '../../lambda/ports.ts';
import { lastDue } from '../last-due.ts';
import { loadWholeLedger } from '../whole-ledger.ts';
import { type Check, type Diagnosis, good, unknown, wrong } from './diagnosis.ts';

/** A night may still be running, or be tried again, so long after it was due. */
const graceMs = 60 * 60_000;
/** More dates than this are counted, not named. */
const namedDates = 5;

/** Stands for no account: its name could not be in any configuration. */
const nobody = '_doctor';

/**
 * Whether the store holds writes against their conditions, and lets us write at all. The write is one that has to be
 * refused, as it is for a version that never was: nothing is left behind where all is well.
 */
export function checkWriting(archive: Archive): Check {
  const look = async (): Promise<Diagnosis> => {
    const line = { date: '1970-01-01', state: 'unavailable', notices: [] } as const;
    const fault = { code: 'notAsked', detail: 'a probe of vod-nightly doctor' } as const;
    const next: Ledger = new Map([[line.date, { ...line, notices: [], fault }]]);
    const versions = new Map([[1970, `"${randomUUID().replaceAll('-', '')}"`]]);
    try {
      await archive.saveLedger(nobody, { ledger: new Map(), versions }, next);
    } catch (error) {
      if (error instanceof ConflictError)
        return good('allowed, and refused where its condition does not hold');
      if (error instanceof ForbiddenError) return wrong(error.message, 'allow s3:PutObject on ledger/*');
      throw error;
    }
    return wrong(
      'the store took a write whose condition does not hold: nights would overwrite each other',
      `use a store with conditional writes, and delete what lies below ${ledgerPrefix(nobody)}`,
    );
  };
  return { name: 'conditional write', look };
}

/** What an account's ledger says of itself. */
export function checkLedger(account: Account, { archive, clock }: Ports): Check[] {
  let loading: Promise<Ledger> | undefined;
  const load = () => {
    loading ??= loadWholeLedger(account.name, archive).then(({ ledger }) => ledger);
    return loading;
  };
  const times = () => {
    const nowMs = clock.now();
    return { nowMs, dueMs: lastDue(nowMs, account.timeZone, account.time) };
  };
  return [
    { name: 'ledger', look: () => judgeLedger(account, load, times().dueMs) },
    { name: 'last night', look: () => ofLedger((ledger) => judgeLastNight(account, ledger, times())) },
    { name: 'told', look: () => ofLedger((ledger) => judgeTold(ledger, times().nowMs)) },
  ];

  /** Why a ledger cannot be read is said once. */
  async function ofLedger(judge: (ledger: Ledger) => Diagnosis): Promise<Diagnosis> {
    const ledger = await load().catch(() => undefined);
    return ledger ? judge(ledger) : unknown('the ledger could not be read');
  }
}

async function judgeLedger(
  { name, timeZone }: Account,
  load: () => Promise<Ledger>,
  dueMs: number,
): Promise<Diagnosis> {
  try {
    const ledger = await load();
    const lines = linesByDate(ledger);
    const first = lines[0]?.date;
    if (first === undefined) return unknown('no night has run yet');
    const last = addDays(dateReportedBy(dueMs, timeZone), -1); // the very last date is last night's
    const gaps = datesBetween(first, last).filter((date) => existsIn(date, timeZone) && !ledger.has(date));
    if (gaps.length > 0) {
      return wrong(
        `nothing is said of ${describeDates(gaps)}`,
        'run a night: it enters what is missing and asks for what it can',
      );
    }
    const unavailable = lines.filter(({ state }) => state === 'unavailable').length;
    const rest = unavailable === 0 ? 'all measured' : `${unavailable} of them unavailable`;
    return good(`${lines.length} dates from ${first} without a gap, ${rest}`);
  } catch (error) {
    if (error instanceof ForbiddenError) {
      return wrong(error.message, 'allow s3:GetObject on ledger/* and s3:ListBucket on the bucket');
    }
    if (!(error instanceof DamagedArchiveError)) throw error;
    return wrong(error.message, `see what changed it; vod-nightly rebuild --account ${name} mends counts`);
  }
}

function judgeLastNight(
  { timeZone }: Account,
  ledger: Ledger,
  { nowMs, dueMs }: { readonly nowMs: number; readonly dueMs: number },
): Diagnosis {
  const date = dateReportedBy(dueMs, timeZone);
  const due = new Date(dueMs).toISOString().replace(/:\d\d\.\d{3}/, '');
  const line = ledger.get(date);
  if (line?.state === 'measured') return good(`${date} was last asked for at ${line.lastSeenAt}, due ${due}`);
  if (nowMs - dueMs < graceMs) return unknown(`${date} was due at ${due}: the night may still be running`);
  const detail = line ? `${date} is unavailable: ${line.fault.code}` : `none has run for ${date}, due ${due}`;
  return wrong(detail, 'see docs/runbook.md, “A night did not run”; vod-nightly run runs it now');
}

function judgeTold(ledger: Ledger, nowMs: number): Diagnosis {
  const waiting = pendingNotices(ledger).filter(
    ({ notice }) => nowMs - Date.parse(notice.committedAt) > graceMs,
  );
  const heldBack = heldBackNotices(ledger).length;
  const silence = heldBack === 0 ? '' : `; ${heldBack} held back while the account is silent`;
  if (waiting.length === 0) return good(`no notice has waited for more than an hour${silence}`);
  const dates = [...new Set(waiting.map(({ line }) => line.date))];
  return wrong(
    `${waiting.length} not told, of ${describeDates(dates)}`,
    'run a night: it tells what earlier ones left',
  );
}

function describeDates(dates: readonly string[]): string {
  const more = dates.length - namedDates;
  return `${dates.slice(0, namedDates).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
