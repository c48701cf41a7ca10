/** Puts a word such as `account-1` in the place of each thing that only its owner should know: the same word everywhere. */
type Redact = (text: string) => string;

/** A text that others must not read, and what kind of thing it is, such as `account`. */
export type Known = readonly [kind: string, text: string | undefined];

const end = String.raw`[^\s"'<>,;).:]`;
/** What betrays its owner whatever is known, by kind; the first kind that fits is taken. */
const patterns: readonly (readonly [kind: string, pattern: string])[] = [
  ['url', String.raw`https?://[^\s"'<>,;)]*${end}`],
  ['arn', String.raw`\barn:aws[\w-]*:[\w-]*:[\w-]*:\w*:[^\s"'<>,;)]*${end}`],
  ['address', String.raw`[^\s@,;:<>()"]+@[^\s@,;:<>()"]*${end}`],
  ['address', String.raw`\+\d[\d-]{5,}\d`],
  ['host', String.raw`\b\d{1,3}(?:\.\d{1,3}){3}\b`],
  // As Node.js says which of them cannot be reached: a proxy's, say.
  ['host', String.raw`(?<=\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT) )[\w.:-]*\w`],
  ['aws-account', String.raw`\b\d{12}\b`],
  ['key', String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b`],
  ['bucket', String.raw`(?<=s3://)[\w.-]+`],
  ['path', String.raw`(?<![\w*.]|s3:/?)(?:\.\.)?/[^\s,;:'"()]+`],
  // As JSON.parse quotes what it could not read: with quotation marks in it.
  ['text', '".*"'],
];
/** These hold names that may be known, and are replaced as a whole. */
const wholes = 3;

/**
 * Such words for what is known and for what betrays itself by its form. Regions, states and error codes stay.
 * @param known numbered in this order by kind; what is found besides is numbered as it comes
 */
export function createRedaction(known: readonly Known[]): Redact {
  const wordFor = createWords();
  const names = known.flatMap(([kind, text]) => (text ? [[kind, text] as const] : []));
  for (const [kind, text] of names) wordFor(kind, text);
  const ofNames = names
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([kind, text]) => [kind, String.raw`(?<![\w-])${literally(text)}(?![\w-])`] as const);
  const all = [...patterns.slice(0, wholes), ...ofNames, ...patterns.slice(wholes)];
  const anyOf = new RegExp(all.map(([, pattern]) => `(${pattern})`).join('|'), 'giu');
  return (text) =>
    text.replace(anyOf, (found, ...groups) => {
      const [kind = ''] = all[groups.findIndex((group) => group !== undefined)] ?? [];
      return kind === 'arn' ? redactArn(found, wordFor) : wordFor(kind, found);
    });
}

/** Gives each text its word, whatever its case. */
function createWords(): (kind: string, text: string) => string {
  const words = new Map<string, string>();
  const numbers = new Map<string, number>();
  return (kind, text) => {
    const known = words.get(text.toLowerCase());
    if (known !== undefined) return known;
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    words.set(text.toLowerCase(), `${kind}-${number}`);
    return `${kind}-${number}`;
  };
}

/** Partition, service and Region are nobody's secret. */
function redactArn(text: string, wordFor: (kind: string, text: string) => string): string {
  const [arn, partition, service, region, account = '', ...resource] = text.split(':');
  const owner = account === '' ? '' : wordFor('aws-account', account);
  return [arn, partition, service, region, owner, wordFor('resource', resource.join(':'))].join(':');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
