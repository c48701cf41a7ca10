import type { Line } from '../ledger-lines.ts';
import { sameCounts } from '../ledger-lines.ts';
import type { World } from '../world.ts';
import { isAskedAt } from './clocks.ts';

type Snapshot = {
  readonly askedAt: string;
  readonly requestTarget: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly reply: {
    readonly httpStatus: number;
    readonly body: { text?: string; base64?: string; truncated: boolean };
  };
};

const name = '1: no answer is lost';

/** Invariant 1: what a line refers to lies in the archive, and is what the vendor answered to that question. */
export function checkArchived(world: World, line: Line): void {
  const key = line.snapshot ?? line.rejected;
  if (key === undefined) {
    if (line.state === 'measured')
      world.violations.push({ invariant: name, detail: `${line.date} has no snapshot` });
    return;
  }
  const text = world.bucket.texts.get(key);
  if (text === undefined) {
    world.violations.push({ invariant: name, detail: `${line.date} refers to ${key}, which does not exist` });
    return;
  }
  const archived = JSON.parse(text) as Snapshot;
  if (!wasAnswered(world, archived)) {
    world.violations.push({ invariant: name, detail: `${key} is not what the vendor answered` });
  }
  if (line.snapshot !== undefined && !sameCounts(archived.counts, line.counts)) {
    world.violations.push({ invariant: name, detail: `${key} does not hold the counts of ${line.date}` });
  }
}

/** Invariant 1, too: an archived object never changes again. */
export function checkUnchanged(world: World, key: string, previous: string | undefined, text: string): void {
  if (previous === undefined || previous === text) return;
  world.violations.push({ invariant: name, detail: `${key} was overwritten` });
}

function wasAnswered({ vendor }: World, { askedAt, requestTarget, reply }: Snapshot): boolean {
  const askedMs = Date.parse(askedAt);
  return vendor.said.some(
    (said) =>
      isAskedAt(said, askedMs) &&
      said.target === requestTarget &&
      said.status === reply.httpStatus &&
      isSameBody(said.body, reply.body, vendor.signatures),
  );
}

function isSameBody(
  body: string | Uint8Array,
  { text, base64, truncated }: Snapshot['reply']['body'],
  signatures: ReadonlySet<string>,
): boolean {
  if (base64 !== undefined) return Buffer.from(base64, 'base64').equals(Buffer.from(body));
  const said = withoutSignatures(String(body), signatures);
  // A body that broke off within the quoted signature holds only a part of it, which no marker replaces.
  return truncated ? said.startsWith((text ?? '').slice(0, 40)) : said === text;
}

function withoutSignatures(text: string, signatures: ReadonlySet<string>): string {
  return text.replace(/[A-Za-z0-9+/]{43}=/g, (token) => (signatures.has(token) ? '[signature]' : token));
}
