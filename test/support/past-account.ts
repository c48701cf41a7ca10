import { setImmediate } from 'node:timers/promises';
import { connectFrom } from '../../lambda/adapters/connect.ts';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { httpGet } from '../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import { type BackfillControl, type BackfillOutcome, backfill } from '../../lambda/backfill/backfill.ts';
import { backfillAccount } from '../../lambda/backfill/backfill-account.ts';
import type { Account } from '../../lambda/config/account.ts';
import type { AccountInput } from '../../lambda/config/account-input.ts';
import { parseNightEvent } from '../../lambda/config/event.ts';
import type { BackfillProgress } from '../../lambda/core/fleet/backfill-progress.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';
import { lastDue } from '../../lambda/core/time/last-due.ts';
import { run } from '../../lambda/night/night.ts';
import type { Ports } from '../../lambda/ports.ts';
import type { Stage } from './stage.ts';

type Filling = Partial<BackfillControl> & {
  readonly again?: boolean;
  /** Where the vendor is, if it is not the stage's. */
  readonly url?: string;
};

/** An account whose past is filled in by the engine itself, on a stage. */
export type PastAccount = {
  readonly account: Account;
  fill(from: CalendarDate, to: CalendarDate, filling?: Filling): Promise<BackfillOutcome>;
  /** Calls the function's step for the backfill of this name once. */
  callStep(id: string, from: CalendarDate, to: CalendarDate, deadlineMs?: number): Promise<BackfillProgress>;
  /** Runs the next night to come as if it were due, the one that reports today; gives what it told. */
  runNight(): Promise<readonly string[]>;
  ledger(): Promise<LedgerLine[]>;
  /** The lines that have counts. */
  measured(): Promise<LedgerLine[]>;
};

/** Gives a stage one more account. Its nights are due at midnight, so that the last one always reported yesterday. */
export function openAccount(stage: Stage, input: AccountInput): PastAccount {
  const { account } = parseNightEvent(stage.event({ time: '00:00', ...input }));
  return {
    account,
    fill: (from, to, { again = false, url, ...control } = {}) =>
      backfill(account, { from, to, again }, connect(stage, account, url), {
        ...{ concurrency: 8, onProgress: () => undefined },
        ...control,
      }),
    callStep: (id, from, to, deadlineMs) => {
      const event = { account, backfill: { id, from, to } };
      return backfillAccount(event, connect(stage, account), deadlineMs === undefined ? {} : { deadlineMs });
    },
    async runNight() {
      const dueMs = lastDue(Date.now(), account.timeZone, account.time) + 24 * 60 * 60_000;
      const night = { account, dueMs, holder: crypto.randomUUID(), deadlineMs: Date.now() + 60_000 };
      stage.travel(24 * 60 * 60_000);
      const { told } = await run(night, connect(stage, account)).finally(() => stage.travel(0));
      return told.notices.map(({ line, notice }) => `${line.date} ${notice.kind}`);
    },
    ledger: () => stage.ledger(account.name),
    measured: async () => (await stage.ledger(account.name)).filter(({ state }) => state === 'measured'),
  };
}

/** The program's own ports, but for waits, which nobody sits out. */
function connect(stage: Stage, account: Account, url = stage.simulator.url): Ports {
  const settings = {
    region: 'ap-northeast-2',
    endpoint: stage.aws.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const clock = { now: Date.now, sleep: async () => setImmediate() };
  const { accessKey, secretKey } = stage.keys;
  const credentials = createStaticCredentials(accessKey, secretKey);
  const vodStation = createVodStation({
    baseUrl: url,
    credentials,
    send: httpGet,
    clock,
    random: () => 0.5,
  });
  return { ...connectFrom(stage.environment, () => undefined, settings)(account), clock, vodStation };
}

/** How many requests the vendor got meanwhile. */
export async function countQuestions<T>({ simulator }: Stage, deed: () => Promise<T>) {
  const before = simulator.requests.length;
  const outcome = await deed();
  return { outcome, questions: simulator.requests.length - before };
}

/** The dates of lines, oldest first. */
export function datesOf(lines: readonly LedgerLine[]): CalendarDate[] {
  return lines.map(({ date }) => date).sort();
}
