import * as z from 'zod/mini';
import type { CalendarDate, Window } from '../time/day.ts';
import { readEmptyAnswer } from '../vendor/empty-answer.ts';
import { readReply } from '../vendor/statistics.ts';
import type { Reply } from '../vendor/vendor-reply.ts';
import { readFilePage } from './failed-files.ts';
import {
  type Counts,
  type Fault,
  type Instant,
  instantOf,
  type OrderProof,
  orderProofs,
  type WindowOrder,
  windowOrders,
} from './measurement.ts';

/** A body as text; where it is not UTF-8, in Base64; `truncated` when only its beginning was kept. */
export type Body =
  | { readonly text: string; readonly truncated: boolean }
  | { readonly base64: string; readonly truncated: boolean };

/** A reply as it came, but for signatures and keys, which are taken out of it. */
export type KeptReply = {
  readonly httpStatus: number;
  readonly body: Body;
  readonly traceId?: string;
  /** The gateway's own clock, its `date` header. */
  readonly serverDate?: string;
  /** How old a cache between us and the gateway says that the reply is: its `age` header. */
  readonly age?: string;
};

/** A list of files without any, which shows that an answer with an empty list stands for five zeros. */
export type Confirmation = {
  readonly requestTarget: string;
  readonly askedAt: Instant;
  readonly reply: KeptReply;
};

/** An answer on its way into the archive. */
export type KeptAnswer = {
  readonly account: string;
  readonly date: CalendarDate;
  readonly window: Window;
  readonly order: WindowOrder;
  readonly requestTarget: string;
  readonly askedAt: Instant;
  readonly reply: KeptReply;
} & (
  | { readonly counts: Counts; readonly proof: OrderProof; readonly confirmedBy?: Confirmation }
  | { readonly fault: Fault }
);

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
  askedAt: z.iso.datetime({ precision: 3 }),
  order: z.enum(windowOrders),
  proof: z.enum(orderProofs),
  reply: replySchema,
  confirmedBy: z.exactOptional(z.object({ reply: replySchema })),
});

/** The archived form of an answer: one JSON document on one line, with what is needed to trust it. */
export function formatSnapshot({ account, date, window, reply, ...answer }: KeptAnswer): string {
  const [start, end] = [instantOf(window.startMs), instantOf(window.endMs)];
  return `${JSON.stringify({ version: 1, account, date, window: { start, end }, ...answer, reply })}\n`;
}

/**
 * Reads a snapshot; its counts come from the body that the vendor sent, not from what was made of it then.
 * @throws SyntaxError when it is no snapshot, or its body holds no counts
 */
export function parseSnapshot(text: string): Snapshot {
  const { askedAt, order, proof, reply, confirmedBy } = readDocument(text);
  const reading = readReply(toReply(reply));
  const { counts, fault } =
    reading.isEmpty && confirmedBy
      ? readEmptyAnswer(reading.fault, readFilePage(toReply(confirmedBy.reply)))
      : reading;
  if (fault) throw new SyntaxError(`its body holds no counts: ${fault.detail}`);
  const { serverDate } = reply;
  return { askedAt, counts, order, proof, ...(serverDate !== undefined && { serverDate }) };
}

function toReply({ httpStatus, body }: z.output<typeof replySchema>): Reply {
  return { httpStatus, body: body.text };
}

function readDocument(text: string): z.output<typeof snapshotSchema> {
  const result = z.safeParse(snapshotSchema, JSON.parse(text));
  if (result.success) return result.data;
  throw new SyntaxError(`it is no snapshot: ${z.prettifyError(result.error)}`);
}
