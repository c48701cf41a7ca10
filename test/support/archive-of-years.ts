import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashOf, ledgerKey, pageKey, snapshotKey } from '../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { formatSnapshot } from '../../lambda/core/ledger/snapshot.ts';
import { addDays, datesBetween, windowOf, yearOf } from '../../lambda/core/time/day.ts';
import { countsWith } from './counts.ts';
import { ledgerOf, measuredLine, noticeOf } from './lines.ts';

/** A third of a night's page. */
const pageBytes = 30_000;

/** Writes what the nights of some years leave of one account into a folder, as the local archive has it. */
export async function writeYears(folder: string, account: string, years: number): Promise<void> {
  const last = '2026-11-22';
  const dates = datesBetween(addDays(last, 1 - Math.round(years * 365.25)), last);
  const lines: LedgerLine[] = [];
  const write = async (key: string, text: string) => {
    const file = join(folder, key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  for (const [index, date] of dates.entries()) {
    const counts = countsWith({ complete: 200 + (index % 50), failure: index % 17 });
    const askedAt = `${date}T16:10:00.000Z`;
    const body = JSON.stringify({
      content: [Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]))],
    });
    const key = snapshotKey(account, date, askedAt, hashOf(body));
    const reply = {
      httpStatus: 200,
      body: { text: body, truncated: false },
      traceId: `trace-${index}`,
      serverDate: new Date(askedAt).toUTCString(),
    };
    const answer = {
      date,
      window: windowOf(date, 'Asia/Seoul'),
      order: 'toIsStart',
      proof: 'proven',
      requestTarget: '/api/v2/status',
      askedAtMs: Date.parse(askedAt),
      counts,
      reply,
    } as const;
    await write(key, formatSnapshot(account, answer));
    await write(pageKey(account, date), 'x'.repeat(pageBytes));
    const notices =
      index % 17 > 9 ? [noticeOf('breached', { id: `${account}/${date}/1`, counts, sentAt: askedAt })] : [];
    lines.push(measuredLine(date, { counts, snapshot: key, notices }));
  }
  const ledger = ledgerOf(...lines);
  for (const year of new Set(dates.map(yearOf)))
    await write(ledgerKey(account, year), formatLedgerYear(ledger, year));
}
