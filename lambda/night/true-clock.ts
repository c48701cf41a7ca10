import type { Fault } from '../core/ledger/measurement.ts';
import {
  type ClockReading,
  correctionBy,
  correctionOf,
  isCached,
  recordingCorrectionBy,
} from '../core/time/clock-reading.ts';
import type { Exchange } from '../core/vendor/exchange.ts';
import type { Ports } from '../ports.ts';

/**
 * The time as the servers tell it: our own clock may be hours off, on a machine that slept or has two systems. Three corrections,
 * each with a promise of its own: the gateway alone says whether a date is over; by the earlier of both clocks nothing is recorded
 * of the future, whichever is ahead; and claims go by the one clock that all nights share.
 */
export type TrueClock = {
  /** Epoch milliseconds. */
  now(): number;
  /** What is added to our clock, milliseconds. */
  correctionMs(): number;
  /** The same for what is recorded, which lies in the future of neither clock. */
  recordingCorrectionMs(): number;
  /** The same by the store's clock, which all nights share, whatever the gateway says: claims are theirs alone. */
  sharedCorrectionMs(): number;
  /** An exchange as it may be recorded: asked for at the true time, and with a fault if the reply came out of a cache. */
  hear(exchange: Exchange): Exchange;
};

const cached: Fault = {
  code: 'cached',
  detail: 'the answer came out of a cache, or is older than the time at which it was asked for',
};

/** A clock that goes by what the gateway's said last, and until it has said anything by the store's. */
export function createTrueClock({ clock, archive }: Pick<Ports, 'clock' | 'archive'>): TrueClock {
  let gateway: ClockReading | undefined;
  const correctionMs = () => correctionBy({ gateway, store: archive.clock() });
  const recordingCorrectionMs = () => recordingCorrectionBy({ gateway, store: archive.clock() });
  return {
    correctionMs,
    recordingCorrectionMs,
    sharedCorrectionMs() {
      const reading = archive.clock() ?? gateway;
      return reading ? correctionOf(reading) : 0;
    },
    now: () => clock.now() + correctionMs(),
    hear(exchange) {
      const isOld = isCached(exchange, archive.clock());
      if (!isOld && exchange.gatewayClock) gateway = exchange.gatewayClock;
      const heard = { ...exchange, askedAtMs: exchange.askedAtMs + recordingCorrectionMs() };
      // A refusal is never believed as counts, and may say when to ask again.
      const isBelievable = exchange.reply?.httpStatus === 200 && !exchange.fault;
      return isOld && isBelievable ? { ...heard, fault: cached } : heard;
    },
  };
}

/** Everything a night touches, with this much added to its clock; what the vendor has to be done by stays the same moment. */
export function correctPorts(ports: Ports, correctionMs: number): Ports {
  const { clock, vodStation } = ports;
  return {
    ...ports,
    clock: { now: () => clock.now() + correctionMs, sleep: clock.sleep },
    vodStation: { ask: (question, deadlineMs) => vodStation.ask(question, deadlineMs - correctionMs) },
  };
}
