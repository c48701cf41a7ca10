import { type Line, type NoticeInLedger, readLedger, readLines } from '../simulation/ledger-lines.ts';

/** Whether something has been told, and who is telling it. */
type Told = { readonly state: string; readonly claim?: { readonly holder: string } };

/** A line with who is telling what of it. */
export type ClaimedLine = Omit<Line, 'notices'> & {
  readonly notices: readonly (NoticeInLedger & Told & { readonly messageId?: string })[];
  readonly summary?: Told & { readonly of: string };
};

/** The lines of one year's document. */
export function readClaimedLines(text: string | undefined): ClaimedLine[] {
  return [...readLines(text).values()] as ClaimedLine[];
}

/** The lines of all years in a bucket. */
export function readClaimedLedger(texts: ReadonlyMap<string, string>): ClaimedLine[] {
  return readLedger(texts) as ClaimedLine[];
}

/** All that is told of some lines, by the name under which it is told: a notice's id, or the summary's date and state. */
export function tellablesOf(lines: readonly ClaimedLine[]): Map<string, Told> {
  return new Map<string, Told>(
    lines.flatMap(({ date, notices, summary }) => [
      ...notices.map((notice) => [notice.id, notice] as const),
      ...(summary ? [[summaryOf(date, summary.of), summary] as const] : []),
    ]),
  );
}

/** The name under which a date's summary is told. That there are no counts and what they are is told each in one of its own. */
export function summaryOf(date: string, of: string): string {
  return `the summary of ${date}, ${of}`;
}
