import { join } from 'node:path';
import { writeAtomically } from '../atomic-file.ts';
import type { MessageAttributes } from './attributes.ts';
import { measureSms } from './sms.ts';
import type { Protocol } from './topics.ts';

/** What one subscriber was sent. */
export type Delivery = {
  /** The topic's name. */
  readonly topic: string;
  readonly protocol: Protocol;
  readonly recipient: string;
  readonly subject?: string;
  /** For https the envelope, a JSON document. */
  readonly body: string;
  readonly messageId: string;
  readonly attributes: MessageAttributes;
  readonly sentAtMs: number;
};

/** Keeps what would be sent. */
export type Outbox = {
  put(delivery: Delivery): void;
  /** Since the start, in their order. */
  readonly deliveries: readonly Delivery[];
};

/** Writes each delivery into a text file of its own in a folder. */
export function createOutbox(folder: string): Outbox {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    put(delivery) {
      const file = join(folder, nameFile(delivery, deliveries.push(delivery)));
      writeAtomically(file, formatDelivery(delivery), join(folder, '.writing'));
    },
  };
}

/** SNS's own, for email without a subject. */
const defaultSubject = 'AWS Notification Message';
const recipientMaxLength = 100;

/** A name that sorts by time: `20261123T011002.123Z-0001-alerts-email-ops@example.com.txt`. */
function nameFile({ sentAtMs, topic, protocol, recipient }: Delivery, number: number): string {
  const time = new Date(sentAtMs).toISOString().replace(/[:-]/g, '');
  // The path of a webhook is often its password, so only the host is named.
  const shown = protocol === 'https' ? (URL.parse(recipient)?.host ?? 'endpoint') : recipient;
  const safe = shown.replace(/[^A-Za-z0-9@+._-]/g, '-').slice(0, recipientMaxLength);
  return `${time}-${String(number).padStart(4, '0')}-${topic}-${protocol}-${safe}.txt`;
}

/** What a person reads: a mail, a text message, or the document that a web hook gets. */
function formatDelivery(delivery: Delivery): string {
  const { protocol, recipient, subject = defaultSubject, sentAtMs, body } = delivery;
  if (protocol === 'https') return `${body}\n`;
  const date = new Date(sentAtMs).toUTCString();
  if (protocol === 'email') return `To: ${recipient}\nSubject: ${subject}\nDate: ${date}\n\n${body}\n`;
  const { alphabet, units, parts } = measureSms(body);
  return `To: ${recipient}\nDate: ${date}\nParts: ${parts} (${alphabet}, ${units} characters)\n\n${body}\n`;
}
