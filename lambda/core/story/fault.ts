import type { Fault } from '../ledger/measurement.ts';
import { toPlainText } from '../text/plain-text.ts';
import type { MessageWords } from '../words/en/messages.ts';

/** How much of the vendor's words people are shown, in characters. */
const vendorTextMaxLength = 300;

/** Why a date has no counts: in our words, and in the vendor's, which are untrusted. */
export function describeFault(
  { code, detail, vendorMessage, traceId }: Fault,
  words: MessageWords,
): string[] {
  const quote = (text: string) => toPlainText(text, vendorTextMaxLength);
  return [
    `${capitalize(words.reasons[code])}: ${quote(detail)}`,
    ...(vendorMessage ? [`${words.said}: "${quote(vendorMessage)}"`] : []),
    ...(traceId ? [`${words.traceId}: ${quote(traceId)}`] : []),
  ];
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
