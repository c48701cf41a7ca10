import * as z from 'zod/mini';
import { parseDocument } from '../text/document.ts';
import { readEmptyAnswer } from '../vendor/empty-answer.ts';
import type { Received } from '../vendor/exchange.ts';
import { readFilePage } from '../vendor/file-page.ts';
import { readCounts } from '../vendor/statistics.ts';
import {
  type Counts,
  type Instant,
  instant,
  type OrderProof,
  orderProofs,
  type WindowOrder,
  windowOrders,
} from './measurement.ts';

/** What a snapshot says of its date. */
export type Snapshot = {
  readonly askedAt: Instant;
  /** The gateway's own clock as it answered, its `date` header. */
  readonly serverDate?: string;
  readonly counts: Counts;
  readonly order: WindowOrder;
  readonly proof: OrderProof;
};

const replySchema = z.object({
  httpStatus: z.int(),
  body: z.object({ text: z.string() }),
  serverDate: z.exactOptional(z.string()),
});

const snapshotSchema = z.object({
  version: z.literal(1),
  askedAt: instant(),
  order: z.enum(windowOrders),
  proof: z.enum(orderProofs),
  reply: replySchema,
  confirmedBy: z.exactOptional(z.object({ reply: replySchema })),
});

/**
 * Reads a snapshot; its counts come from the body that the vendor sent, not from what was made of it then.
 * @throws SyntaxError when it is no snapshot, or its body holds no counts
 */
export function parseSnapshot(text: string): Snapshot {
  const { askedAt, order, proof, reply, confirmedBy } = parseDocument(snapshotSchema, 'snapshot', text);
  const reading = readCounts(toExchange(reply));
  const { counts, fault } =
    reading.isEmpty && confirmedBy
      ? readEmptyAnswer(reading.fault, readFilePage(toExchange(confirmedBy.reply)))
      : reading;
  if (fault) throw new SyntaxError(`its body holds no counts: ${fault.detail}`);
  const { serverDate } = reply;
  return { askedAt, counts, order, proof, ...(serverDate !== undefined && { serverDate }) };
}

function toExchange({ httpStatus, body: { text } }: z.output<typeof replySchema>): Received {
  return { reply: { httpStatus, body: { text, truncated: false } } };
}
