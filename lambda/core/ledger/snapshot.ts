import type { Answer, Exchange } from '../vendor/exchange.ts';
import { instantOf } from './measurement.ts';

/** The archived form of an answer with a reply: one JSON document on one line, with what is needed to trust it. */
export function formatSnapshot(account: string, answer: Answer): string {
  const { date, window, order, requestTarget, askedAtMs, proof, fault, counts, reply, confirmedBy } = answer;
  return `${JSON.stringify({
    version: 1,
    account,
    date,
    window: { start: instantOf(window.startMs), end: instantOf(window.endMs) },
    order,
    requestTarget,
    askedAt: instantOf(askedAtMs),
    ...(fault ? { fault } : { counts, proof, confirmedBy: confirmedBy && toConfirmation(confirmedBy) }),
    reply,
  })}\n`;
}

function toConfirmation({ requestTarget, askedAtMs, reply }: Exchange) {
  return { requestTarget, askedAt: instantOf(askedAtMs), reply };
}
