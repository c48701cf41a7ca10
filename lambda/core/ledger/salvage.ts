import * as z from 'zod/mini';
import { parseJson } from '../text/document.ts';
import type { CalendarDate } from '../time/day.ts';
import { toldOf } from './apply-measurement.ts';
import { type LedgerLine, type Notice, parseLine, toldSchema } from './line.ts';

/** What could not be read of a ledger; `date` is absent where it is not known of which date it was. */
export type Loss = {
  readonly reason: string;
  readonly date?: CalendarDate;
  /** Whether what people were told of the date could be read all the same. */
  readonly isToldSaved: boolean;
};

/** What a damaged year of a ledger still says: one line a date, and what was lost. */
export type Salvage = { readonly lines: readonly LedgerLine[]; readonly losses: readonly Loss[] };

/**
 * Reads as much of one year of a ledger as there is to read, line by line. A line of which only what was told can be read
 * becomes that of a date which is not measured. Never throws.
 */
export function salvageLedgerYear(text: string): Salvage {
  const lines = new Map<CalendarDate, LedgerLine>();
  const losses: Loss[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    if (written === '') continue;
    const { line, loss } = salvageLine(written, index + 1);
    const same = line && lines.get(line.date);
    if (loss) losses.push(loss);
    if (same) losses.push({ reason: 'it has more than one line', date: same.date, isToldSaved: true });
    if (line) lines.set(line.date, same ? merge(same, line) : line);
  }
  return { lines: [...lines.values()], losses };
}

function salvageLine(text: string, number: number): { readonly line?: LedgerLine; readonly loss?: Loss } {
  try {
    return { line: parseLine(text, number) };
  } catch (error) {
    const reason = String(error).replace(/^SyntaxError: /, '');
    const told = z.safeParse(toldSchema, parseJson(text)).data;
    if (!told) return { loss: { reason, ...dateAtStart(text), isToldSaved: false } };
    const fault = { code: 'notAsked', detail: 'its line in the ledger was damaged' } as const;
    const { date } = told;
    return {
      line: { ...told, state: 'unavailable', fault },
      loss: { reason, date, isToldSaved: true },
    };
  }
}

/** Every line begins with its date, and so does what is left of one that was cut off. */
function dateAtStart(text: string): Pick<Loss, 'date'> {
  const date = /^\{"date":"(\d{4}-\d\d-\d\d)"/.exec(text)?.[1];
  return date === undefined ? {} : { date };
}

/** Of two lines of a date the one that was seen later, with all that either says was told: what one says was sent was sent. */
function merge(one: LedgerLine, other: LedgerLine): LedgerLine {
  const notices = new Map<string, Notice>();
  for (const notice of [...one.notices, ...other.notices]) {
    if (notices.get(notice.id)?.state !== 'sent') notices.set(notice.id, notice);
  }
  const [earlier, later] = seenAt(other) >= seenAt(one) ? [one, other] : [other, one];
  return { ...later, ...toldOf(earlier), ...toldOf(later), notices: [...notices.values()] };
}

function seenAt(line: LedgerLine): string {
  return line.state === 'measured' ? line.lastSeenAt : '';
}
