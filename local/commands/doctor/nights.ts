import { loadMutes } from '../../../lambda/archive/load-mutes.ts';
import type { Account } from '../../../lambda/config/account.ts';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { muteOn } from '../../../lambda/core/notices/mutes.ts';
import { heldBackNotices, leftNotices, pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { dateReportedBy } from '../../../lambda/core/time/day.ts';
import { lastDue } from '../../../lambda/core/time/last-due.ts';
import { DamagedArchiveError, ForbiddenError } from '../../../lambda/errors.ts';
import type { Archive } from '../../../lambda/ports.ts';
import { nameSome } from '../../cli/count.ts';
import { joinYears, type LedgerYear, readLedgerYears } from '../../machine/ledger-years.ts';
import { type Checks, type Diagnosis, good, unknown, wrong } from './diagnosis.ts';
import { judgeLedger, namedDates, type Times } from './ledger.ts';

/** A night may still be running, or be tried again, so long after it was due. */
const graceMs = 60 * 60_000;
const reasonMaxLength = 80;

/** What the archive is looked at with. */
type Looking = {
  readonly archive: Archive;
  /** Epoch milliseconds, by the gateway's clock where it has told. */
  readonly now: () => Promise<number>;
  /** The options that other commands need to look at the same. */
  readonly place: string;
};

/** What an account's ledger and mutes say of its nights. */
export function checkNights(account: Account, { archive, now, place }: Looking): Checks {
  let loading: Promise<LedgerYear[]> | undefined;
  const load = () => {
    loading ??= readLedgerYears(account.name, archive);
    return loading;
  };
  const times = async (): Promise<Times> => {
    const nowMs = await now();
    return { nowMs, dueMs: lastDue(nowMs, account.timeZone, account.time) };
  };
  /** Why a ledger cannot be read is said once. */
  const ofLedger = async (judge: (ledger: Ledger, times: Times) => Diagnosis): Promise<Diagnosis> => {
    const years = await load().catch(() => undefined);
    const isWhole = years?.every(({ fault }) => fault === undefined);
    return isWhole ? judge(joinYears(years ?? []), await times()) : unknown('the ledger could not be read');
  };
  const ledger = async () => judgeLedger(await load(), account, await times(), place);
  return {
    ledger: () => explainForbidden(ledger, 'ledger/*'),
    'last night': () => ofLedger((lines, at) => judgeLastNight(account, lines, at)),
    told: () => ofLedger((lines, at) => judgeTold(lines, at.nowMs)),
    mutes: () => explainForbidden(() => judgeMutes(account, archive, times), 'mutes/*'),
  };
}

/** Whose rights are missing is wrong with what is looked at, and how to give them. */
export async function explainForbidden(look: Checks[string], keys: string): Promise<Diagnosis> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    return wrong(error.message, `allow s3:GetObject on ${keys} and s3:ListBucket on the bucket`);
  }
}

function judgeLastNight({ timeZone }: Account, ledger: Ledger, { nowMs, dueMs }: Times): Diagnosis {
  const date = dateReportedBy(dueMs, timeZone);
  const due = new Date(dueMs).toISOString().replace(/:\d\d\.\d{3}/, '');
  const line = ledger.get(date);
  if (line?.state === 'measured') return good(`${date} was last asked for at ${line.lastSeenAt}, due ${due}`);
  if (nowMs - dueMs < graceMs) return unknown(`${date} was due at ${due}: the night may still be running`);
  const detail = line ? `${date} is unavailable: ${line.fault.code}` : `none has run for ${date}, due ${due}`;
  return wrong(detail, 'see docs/runbook.md, “A night did not run”; npx vod-nightly run runs it now');
}

function judgeTold(ledger: Ledger, nowMs: number): Diagnosis {
  const waiting = pendingNotices(ledger).filter(
    ({ notice }) => nowMs - Date.parse(notice.committedAt) > graceMs,
  );
  const [heldBack, left] = [heldBackNotices(ledger).length, leftNotices(ledger).length];
  const silence = heldBack === 0 ? '' : `; ${heldBack} held back while the account is silent`;
  const muster = left === 0 ? '' : `; ${left} left to the muster of its shift`;
  if (waiting.length === 0) return good(`no notice has waited for more than an hour${silence}${muster}`);
  const dates = [...new Set(waiting.map(({ line }) => line.date))];
  return wrong(
    `${waiting.length} not told, of ${nameSome(dates, namedDates)}`,
    'run a night: it tells what earlier ones left',
  );
}

async function judgeMutes(
  { name, timeZone }: Account,
  archive: Archive,
  times: () => Promise<Times>,
): Promise<Diagnosis> {
  try {
    const mutes = await loadMutes(name, archive);
    const mute = muteOn(dateReportedBy((await times()).nowMs, timeZone), mutes);
    if (!mute) return good('not muted');
    const { until, by, reason } = mute;
    const reported = `muted up to ${until}`;
    return { ...good(`${reported} by ${by}: ${toPlainText(reason, reasonMaxLength)}`), reported };
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    return wrong(error.message, 'see what changed it; a copy of S3 Versioning may be whole');
  }
}
