import type { Received } from '../../lambda/core/vendor/exchange.ts';

/** A text that came over HTTP. */
export function received(text: string, httpStatus = 200): Received {
  return { reply: { httpStatus, body: { text, truncated: false } } };
}
