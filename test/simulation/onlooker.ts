import type { NightOutcome } from '../../lambda/night/outcome.ts';
import type { Written } from './bucket.ts';
import { dateAfter, spanOf } from './calendar.ts';
import { checkArchived, checkUnchanged } from './invariants/archived.ts';
import { checkNotFuture, checkOver, checkRefused } from './invariants/clocks.ts';
import { checkAsked, checkPrompt, checkReleased } from './invariants/endings.ts';
import { checkFiles } from './invariants/files.ts';
import { checkNeverBack, checkTrueCounts } from './invariants/never-back.ts';
import {
  checkCommitted,
  checkPublished,
  checkStanding,
  checkTold,
  checkToldOnce,
} from './invariants/notices.ts';
import { checkRebuilt } from './invariants/rebuilt.ts';
import { checkPage } from './invariants/reports.ts';
import { checkSecrets } from './invariants/secrets.ts';
import { checkSilence, noteMutes } from './invariants/silence.ts';
import { checkSummedUp, checkSummedUpOnce } from './invariants/summaries.ts';
import { checkGaps, checkOwnDate, checkProofKept, checkWhole } from './invariants/whole.ts';
import type { Invocation } from './invocation.ts';
import { type Line, readLedger, readLines } from './ledger-lines.ts';
import type { Onlooker, World } from './world.ts';

/** Checks what can be checked the moment that it is written, told or logged. */
export const onlooker: Onlooker = {
  onWrite(world, written) {
    checkSecrets(world, written.text);
    checkRefused(world, written);
    if (written.key.startsWith('files/')) checkFiles(world, written);
    if (written.key.startsWith('mutes/')) noteMutes(world, written.text);
    if (written.key.startsWith('ledger/')) checkLedger(world, written);
    else if (!/^(reports|mutes)\//.test(written.key))
      checkUnchanged(world, written.key, written.previous, written.text);
  },
  onPublish(world, published) {
    checkSecrets(world, published.text);
    checkPublished(world, published);
    checkSilence(world, published);
    checkPrompt(world, published);
  },
};

function checkLedger(world: World, written: Written): void {
  const { text, previous, by } = written;
  checkNotFuture(world, written);
  const before = readLines(previous);
  const after = readLines(text);
  for (const line of before.values()) checkNeverBack(world, line, after.get(line.date));
  for (const line of after.values()) {
    if (JSON.stringify(before.get(line.date)) === JSON.stringify(line)) continue;
    checkOver(world, line.date, by.planned.skewMs);
    checkArchived(world, line);
    checkTrueCounts(world, line, spanOf);
    checkCommitted(world, line);
  }
}

/** Checks what must hold after every attempt of a night, however it ended. */
export function checkNight(
  world: World,
  invocation: Invocation,
  outcome: NightOutcome | Error | undefined,
  ledgerAtStart: readonly Line[],
): void {
  checkProofKept(world, invocation, ledgerAtStart);
  checkReleased(world, invocation, readLedger(world.bucket.texts));
  for (const line of world.logged.splice(0)) checkSecrets(world, line);
  if (outcome instanceof Error) checkSecrets(world, describeError(outcome));
  else if (outcome) {
    for (const failure of outcome.failures) checkSecrets(world, describeError(failure));
    const lines = readLedger(world.bucket.texts);
    checkGaps(world, lines, invocation.planned.date);
    if (outcome.failures.length === 0) checkOwnDate(world, lines, invocation.planned.date);
    checkAsked(world, invocation, outcome, lines);
    checkSummedUp(world, outcome);
    checkPage(world, outcome);
  }
}

/** Checks what must hold once a night has gone by in which nothing went wrong. */
export function checkAtTheEnd(
  world: World,
  yesterday: string,
  outcome: NightOutcome | Error | undefined,
  before: readonly Line[],
  startedMs: number,
): void {
  const lines = readLedger(world.bucket.texts);
  checkWhole(world, yesterday, outcome, before, lines, startedMs);
  checkGaps(world, lines, yesterday);
  checkTold(world, lines);
  checkToldOnce(world);
  checkSummedUpOnce(world);
  checkStanding(world, lines, dateAfter(yesterday, -world.history.lookBackDays));
  checkRebuilt(world, lines);
}

/** All that a log would show of an error. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause ? describeError(error.cause) : ''}`;
}
