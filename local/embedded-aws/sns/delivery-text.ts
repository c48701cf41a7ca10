import type { Delivery } from './outbox.ts';
import { measureSms } from './sms.ts';

/** SNS's own, for email without a subject. */
const defaultSubject = 'AWS Notification Message';
const recipientMaxLength = 100;

/** A name that sorts by time: `20261123T011002.123Z-0001-alerts-email-ops@example.com.txt`. */
export function nameFile({ sentAtMs, topic, protocol, recipient }: Delivery, number: number): string {
  const time = new Date(sentAtMs).toISOString().replace(/[:-]/g, '');
  // The path of a webhook is often its password, so only the host is named.
  const shown = protocol === 'https' ? (URL.parse(recipient)?.host ?? 'endpoint') : recipient;
  const safe = shown.replace(/[^A-Za-z0-9@+._-]/g, '-').slice(0, recipientMaxLength);
  return `${time}-${String(number).padStart(4, '0')}-${topic}-${protocol}-${safe}.txt`;
}

/** What a person reads: a mail, a text message, or the document that a web hook gets. */
export function formatDelivery(delivery: Delivery): string {
  const { protocol, recipient, subject = defaultSubject, sentAtMs, body } = delivery;
  if (protocol === 'https') return `${body}\n`;
  const date = new Date(sentAtMs).toUTCString();
  if (protocol === 'email') return `To: ${recipient}\nSubject: ${subject}\nDate: ${date}\n\n${body}\n`;
  const { alphabet, units, parts } = measureSms(body);
  return `To: ${recipient}\nDate: ${date}\nParts: ${parts} (${alphabet}, ${units} characters)\n\n${body}\n`;
}
