import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { httpGet } from '../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import type { LedgerLine, Notice } from '../../lambda/core/ledger/line.ts';
import type { Night } from '../../lambda/night/context.ts';
import { listFailedFiles } from '../../lambda/night/list-failed-files.ts';
import { accountOf } from '../support/accounts.ts';
import { countsWith } from '../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf } from '../support/lines.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { type ScriptedSimulator, startScriptedSimulator } from '../support/services/scripted-simulator.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';

const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };
const due = '2026-11-22T16:10:00.000Z';
const before = '2026-11-21T16:10:00.000Z';
const dates = ['2026-11-19', '2026-11-20', '2026-11-21'] as const;
const [oldest, older, newest] = dates;
const clock = createManualClock(Date.parse(due));

describe('the list of failed files', () => {
  let simulator: ScriptedSimulator;
  beforeAll(async () => {
    simulator = await startScriptedSimulator({ ...keys, now: () => clock.now() });
    for (const date of dates) simulator.world.setCounts(date, countsWith({ failure: 3 }));
  });
  afterAll(() => simulator.stop());

  /** The dates for which the vendor was asked, and how many files it named of each. */
  async function list(...lines: readonly LedgerLine[]): Promise<[date: string, files: number][]> {
    const vodStation = createVodStation({
      baseUrl: simulator.url,
      credentials: createStaticCredentials(keys.accessKey, keys.secretKey),
      ...{ send: httpGet, clock, random: () => 0.5 },
    });
    const times = { dueMs: Date.parse(due), deadlineMs: clock.now() + 60_000 };
    const night: Night = {
      ...{ account: accountOf(), holder: 'me', date: newest, ...times },
      ...{ silence: undefined, mute: undefined, clockAheadMs: 0 },
    };
    const asked = simulator.requests.length;
    const found = await listFailedFiles(night, ledgerOf(...lines), undefined, {
      vodStation,
      clock,
      telemetry: silentTelemetry,
    });
    expect(simulator.requests.length - asked).toBe(found.size);
    return [...found].map(([date, { files }]) => [date, files.length]);
  }

  function lineOf(date: string, ...notices: readonly Notice[]): LedgerLine {
    return measuredLine(date, { counts: countsWith({ failure: 3 }), notices: [...notices] });
  }

  const mine = noticeOf('breached', { state: 'pending', claim: { holder: 'me', until: due } });
  const theirs = noticeOf('breached', { state: 'pending', claim: { holder: 'you', until: due } });
  const held = noticeOf('breached', { state: 'heldBack', committedAt: due });

  it('asks for the two newest dates that the night tells, each once however much there is to tell of it', async () => {
    const lines = [lineOf(newest, mine, mine), lineOf(older, mine, mine), lineOf(oldest, mine)];
    expect(await list(...lines)).toEqual([
      [older, 3],
      [newest, 3],
    ]);
  });

  it('asks for what the night has held back, while the vendor still knows, and for no more of that', async () => {
    expect(await list(lineOf(older, { ...held, committedAt: before }), lineOf(newest, held))).toEqual([
      [newest, 3],
    ]);
  });

  it.each([
    ['another night tells', lineOf(newest, theirs)],
    ['has been told', lineOf(newest, noticeOf('breached'))],
    ['is good news', lineOf(newest, { ...mine, kind: 'withdrawn' })],
    ['has no failed files', measuredLine(newest, { notices: [mine] })],
  ])('asks for nothing that %s', async (_, line) => {
    expect(await list(line)).toEqual([]);
  });
});
