import { join } from 'node:path';
import { writeAtomically } from '../s3/atomic-file.ts';
import { formatDelivery, nameFile } from './delivery-text.ts';
import type { MessageAttributes } from './message-attributes.ts';
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

/** Takes deliveries instead of sending them. */
export type Outbox = {
  /** Resolves when the delivery lies in its file. */
  lay(delivery: Delivery): Promise<void>;
  /** Since the start, in their order. */
  readonly deliveries: readonly Delivery[];
};

/** Lays each delivery into a text file of its own in `<directory>/outbox/`; without a directory, in memory only. */
export function createOutbox(directory: string | undefined): Outbox {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    async lay(delivery) {
      const number = deliveries.push(delivery);
      if (directory === undefined) return;
      const file = join(directory, 'outbox', nameFile(delivery, number));
      await writeAtomically(file, formatDelivery(delivery), join(directory, 'outbox', '.writing'));
    },
  };
}
