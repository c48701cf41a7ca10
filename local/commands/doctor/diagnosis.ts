import { type ClockReading, correctionOf, toleranceMs } from '../../../lambda/core/time/clock-reading.ts';
import { toError } from '../../../lambda/errors.ts';
import { explainAwsError } from '../../machine/deployed/aws-error.ts';

/** What one check came to. */
export type Diagnosis = {
  /**
   * `good` is what has just been seen to succeed, `doubtful` what works and hardly anybody wants, `unknown` what was not
   * tried or cannot be told from here.
   */
  readonly verdict: 'good' | 'doubtful' | 'wrong' | 'unknown';
  readonly detail: string;
  /** What to do about it, or the command that tries what was not tried. */
  readonly fix?: string;
  /** What a report for others says in place of the detail, where that holds words of people or of their configuration. */
  readonly reported?: string;
};

/** Preconditions by their names, and how each is looked at. */
export type Checks = Readonly<Record<string, () => Diagnosis | Promise<Diagnosis>>>;

/** Checks that concern one thing, such as an account. */
export type Section = { readonly title: string; readonly checks: Checks };

/** A check that has been made. */
export type Checked = Diagnosis & { readonly section: string; readonly check: string };

/** It has just been seen to be well. */
export function good(detail: string): Diagnosis {
  return { verdict: 'good', detail };
}

/** It has to be mended, and how. */
export function wrong(detail: string, fix: string): Diagnosis {
  return { verdict: 'wrong', detail, fix };
}

/** What an error of the AWS SDK means, and how to mend it. */
export function wrongInAws(thrown: unknown, subject: string, action: string): Diagnosis {
  const { detail, fix } = explainAwsError(thrown, subject, action);
  return wrong(detail, fix);
}

/** It works, but is hardly meant so, and how to change it. */
export function doubtful(detail: string, fix: string): Diagnosis {
  return { verdict: 'doubtful', detail, fix };
}

/** It was left alone, why, and the command that does it. */
export function notTried(reason: string, command: string): Diagnosis {
  return { verdict: 'unknown', detail: `not tried: ${reason}`, fix: command };
}

/**
 * It was left alone, as there is nothing of it on this machine.
 * @param variable of the environment that would name it as well
 */
export function needsStack(variable?: string): Diagnosis {
  const instead = variable === undefined ? '' : `, or with ${variable} set`;
  return notTried('needs a stack', `npx vod-nightly doctor --stack NAME${instead}`);
}

/** It cannot be told from here, and why. */
export function unknown(detail: string): Diagnosis {
  return { verdict: 'unknown', detail };
}

/** Makes every check of a section, one after the other; one that fails in a way of its own is wrong like any other. */
export async function examine({ title, checks }: Section): Promise<Checked[]> {
  const made: Checked[] = [];
  for (const [check, look] of Object.entries(checks))
    made.push({ section: title, check, ...(await tryTo(look)) });
  return made;
}

async function tryTo(look: Checks[string]): Promise<Diagnosis> {
  try {
    return await look();
  } catch (thrown) {
    const { name, message } = toError(thrown);
    const fix = 'see whether it can be reached from here, with credentials that are valid';
    return wrong(`could not be checked: ${name}, ${message}`, fix);
  }
}

/**
 * What is to be said of our clock beside another one.
 * @param other whose that is, in words
 */
export function judgeClock(reading: ClockReading | undefined, other: string): Diagnosis {
  if (reading === undefined) return unknown(`no answer told the time of ${other}`);
  const correctionMs = correctionOf(reading);
  const seconds = Math.round(Math.abs(correctionMs) / 1_000);
  if (Math.abs(correctionMs) <= toleranceMs) return good(`within ${Math.max(seconds, 1)} s of ${other}`);
  return wrong(
    `${seconds} s ${correctionMs > 0 ? 'behind' : 'ahead of'} ${other}`,
    'set the clock of this machine, best by NTP: signatures of NAVER Cloud and of AWS are good for some minutes only',
  );
}
