import { type ClockReading, correctionOf, toleranceMs } from '../../../lambda/core/time/clock-reading.ts';
import { type Diagnosis, good, unknown, wrong } from './diagnosis.ts';

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
