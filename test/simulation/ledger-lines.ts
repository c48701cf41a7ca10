/** A notice as an onlooker reads it in the ledger. */
export type NoticeInLedger = {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
  readonly state: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly claim?: Claim;
};

type Claim = { readonly holder: string; readonly until: string };

/** A line of the ledger as an onlooker reads it: what the checks need, by the names in the document. */
export type Line = {
  readonly date: string;
  readonly state: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly settled?: boolean;
  readonly revision?: number;
  readonly order?: string;
  readonly proof?: string;
  readonly measuredAt?: string;
  readonly lastSeenAt?: string;
  readonly snapshot?: string;
  readonly rejected?: string;
  readonly askedAt?: string;
  readonly notices: readonly NoticeInLedger[];
  readonly summary?: { readonly claim?: Claim };
};

/** Reads one year's document without any of the code that wrote it. */
export function readLines(text: string | undefined): Map<string, Line> {
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Line).map((line) => [line.date, line]));
}

/** All years of the ledger in a bucket, oldest date first. */
export function readLedger(texts: ReadonlyMap<string, string>): Line[] {
  const years = [...texts].filter(([key]) => key.startsWith('ledger/'));
  return years
    .flatMap(([, text]) => [...readLines(text).values()])
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Whether two sets of counts are the same numbers. */
export function sameCounts(
  one: Readonly<Record<string, number>> | undefined,
  other: Readonly<Record<string, number>> | undefined,
): boolean {
  const names = ['waiting', 'running', 'complete', 'failure', 'canceled'];
  return one !== undefined && other !== undefined && names.every((name) => one[name] === other[name]);
}

/** Whether files may still fail. */
export function isUnfinished(line: Line | undefined): boolean {
  return line?.counts === undefined || (line.counts.waiting ?? 0) + (line.counts.running ?? 0) > 0;
}
