import type { Counts, Fault, OrderProof, WindowOrder } from '../ledger/measurement.ts';
import type { ClockReading } from '../time/clock-reading.ts';
import type { CalendarDate, Window } from '../time/day.ts';

/** A body as text; where it is not UTF-8, in Base64; `truncated` when only its beginning was kept. */
export type Body =
  | { readonly text: string; readonly truncated: boolean }
  | { readonly base64: string; readonly truncated: boolean };

/** What the vendor sent, but for signatures and keys, which are taken out of it. */
export type Reply = {
  readonly httpStatus: number;
  readonly body: Body;
  readonly traceId?: string;
  /** The gateway's own clock, its `date` header. */
  readonly serverDate?: string;
  /** How old a cache between us and the gateway says that the reply is: its `age` header. */
  readonly age?: string;
};

/** What came, and why it cannot be used whatever its body says, if so; or why nothing came. */
export type Received =
  | { readonly reply: Reply; readonly fault?: Fault }
  | { readonly fault: Fault; readonly reply?: undefined };

/** What is asked of the vendor: the counts of a window under one order of its parameters, or a page of its files. */
export type Question = {
  readonly window: Window;
  readonly order: WindowOrder;
  /** Which page of the list of files: `pageNo` from 1, `pageSize` from 10; the counts are asked for without it. */
  readonly page?: { readonly pageNo: number; readonly pageSize: number };
};

/** One question to the vendor, and what came of it. */
export type Exchange = Question & {
  readonly requestTarget: string;
  /** Epoch milliseconds of the request that was answered. */
  readonly askedAtMs: number;
  /** What the gateway's clock said in the reply; absent where it said nothing that can be read. */
  readonly gatewayClock?: ClockReading;
  /** How old the reply is, in seconds; present exactly if a cache answered, with an `Age` header. */
  readonly ageS?: number;
  /** How long the gateway asks to wait, from its `retry-after` header. */
  readonly retryAfterMs?: number;
  /** How many attempts were refused because too much was asked, HTTP status 429. */
  readonly throttled?: number;
} & Received;

/** An exchange that was read for a date: counts, or why there are none, and why the order of its window is believed. */
export type Answer = Omit<Exchange, 'reply' | 'fault'> & {
  readonly date: CalendarDate;
  readonly proof: OrderProof;
  /** The list of files without any, which showed that an empty answer stands for zeros. */
  readonly confirmedBy?: Exchange;
} & (
    | { readonly counts: Counts; readonly reply: Reply; readonly fault?: undefined }
    | { readonly fault: Fault; readonly reply: Reply; readonly counts?: undefined }
    | { readonly fault: Fault; readonly reply?: undefined; readonly counts?: undefined }
  );
