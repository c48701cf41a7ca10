import * as z from 'zod/mini';
import { type Notice, noticeKinds, type Severity, severities } from '../core/ledger/line.ts';
import { usualLinkDays } from '../core/links/links.ts';
import { digestKind, type MessageAttributes } from '../core/messages/attributes.ts';
import { nameSchema } from './account.ts';
import { refuseTwins } from './twins.ts';

/** How somebody is reached, in SNS's words. */
type Protocol = 'email' | 'sms' | 'https';

/**
 * An SNS filter policy: by attribute, the values of which a message has to carry one. What does not carry the attribute
 * does not pass, so nothing of CloudWatch's passes any filter.
 */
export type Filter = {
  readonly account?: readonly string[];
  /** Of which the account has one. */
  readonly tags?: readonly string[];
  /** Of messages about several accounts: see routes.ts. */
  readonly route?: readonly string[];
  readonly severity?: readonly Severity[];
  readonly kind?: readonly MessageAttributes['kind'][];
};

/** Who gets a topic's messages, and which: all, unless there is a filter. */
export type Recipient = {
  readonly protocol: Protocol;
  readonly address: string;
  readonly filter?: Filter;
};

/** RFC 5321, 4.1.2: a dot-string and a domain, without quotes and without an address literal. */
const mailbox =
  /^(?=.{1,64}@)(?!.{255})[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;

/** The forms of addresses that SNS can use, by protocol. */
const addresses = {
  email: z
    .string()
    .check(z.regex(mailbox, 'has to be one email address and nothing else, such as ops@example.com')),
  sms: z.string().check(
    z.regex(/^\+[1-9]\d{6,14}$/, 'has to be a number in E.164 form, such as +821012345678'),
    z.refine(
      (number) => !number.startsWith('+820'),
      'has to have no 0 after +82: +821012345678 for 010-1234-5678',
    ),
  ),
  https: z
    .string()
    .check(z.refine(isEndpoint, 'has to be an https address, such as https://chat.example.com/hook')),
};

type Address = (typeof addresses)[Protocol];

const severityList = someOf(z.enum(severities)).check(
  z.refine(
    namesAllWorse,
    'has to name all that is worse as well: several notices go out as one message, under the worst severity',
  ),
);

/** Links in messages, and the reader that they lead to. */
const linkSettingsSchema = z.strictObject({
  /** For how many days a link in an alert or a summary opens. */
  days: z._default(z.int().check(z.minimum(1), z.maximum(365)), usualLinkDays),
  /**
   * Pages that may be drawn at once; leave out to reserve none. AWS lets an account reserve only what leaves 100 for its other
   * functions, and new accounts often have no more than 10.
   */
  reservedConcurrency: z.optional(z.int().check(z.minimum(1))),
});

/** How messages link to the reader, every default filled in. */
export type LinkSettings = z.output<typeof linkSettingsSchema>;

/** SNS takes no more: the lengths of a policy's lists, multiplied. docs: SNS, Filter policy constraints. */
const maxCombinations = 150;

/**
 * Who is told when a rule of one of these accounts is broken.
 * @param names that routes may name; any, where there is a fleet
 */
export function alertRecipientsSchema(names: readonly string[] | undefined) {
  const routes = {
    ...accountRoutes(names),
    /** How bad it has to be; `info` is the least, and says that all is well again. */
    severities: z.optional(severityList),
    /** What they are told of. A message of several kinds reaches whoever asked for one of them. */
    kinds: z.optional(someOf(z.enum(noticeKinds))),
  };
  const lists = z.strictObject({
    ...listsOf((address) => z.union([address, z.strictObject({ address, ...routes })])),
    /** The `severities` of telephones that have none of their own. */
    smsSeverities: z._default(severityList, ['critical']),
  });
  return z.pipe(
    lists.check(fitsSns),
    z.transform((given: z.output<typeof lists>) => listRecipients(given)),
  );
}

/** Who gets the nightly summaries of these accounts, likewise, and whether messages link to a reader of the reports. */
export function reportRecipientsSchema(names: readonly string[] | undefined) {
  const routes = accountRoutes(names);
  const lists = z.strictObject({
    ...listsOf((address) => z.union([address, z.strictObject({ address, ...routes })])),
    /** Without it there is no reader, and messages name commands instead. */
    links: z.optional(linkSettingsSchema),
  });
  return z.pipe(
    lists.check(fitsSns),
    z.transform(({ links, ...given }: z.output<typeof lists>) => ({
      recipients: listRecipients(given),
      links,
    })),
  );
}

const fitsSns = z.check<Lists>(({ value, issues }) => {
  for (const { protocol, address, filter = {} } of listRecipients(value)) {
    const combinations = Object.values(filter).reduce((product, { length }) => product * length, 1);
    if (combinations <= maxCombinations) continue;
    const message = `${address} has ${combinations} combinations of account, tag, severity and kind, and SNS takes ${maxCombinations}; leave out a list that names all there are`;
    issues.push({ code: 'custom', input: address, path: [protocol], message });
  }
});

type Given = string | Routed;

type Routed = {
  address: string;
  accounts?: string[] | undefined;
  tags?: string[] | undefined;
  severities?: Severity[] | undefined;
  kinds?: Notice['kind'][] | undefined;
};

type Lists = Record<Protocol, Given[]> & { smsSeverities?: Severity[] };

function listsOf<Schema extends z.ZodMiniType<Given>>(recipientAt: (address: Address) => Schema) {
  const listAt = (address: Address) => {
    const differ = refuseTwins(
      comparableOf,
      (given) => (typeof given === 'string' ? [] : ['address']),
      (first) => `is the same address as [${first}]`,
    );
    return z._default(z.array(recipientAt(address)).check(differ), []);
  };
  return {
    /** Mail addresses. Each gets a mail that asks to confirm, within two days. */
    email: listAt(addresses.email),
    /** Telephone numbers in E.164 form. Not every AWS Region can send text messages. */
    sms: listAt(addresses.sms),
    /** Endpoints that SNS calls, such as a chat integration's. */
    https: listAt(addresses.https),
  };
}

function accountRoutes(names: readonly string[] | undefined) {
  return {
    /** The accounts that they are told of. */
    accounts: z.optional(someOf(names ? oneOf(names) : nameSchema)),
    /** They are told of accounts with one of these. */
    tags: z.optional(someOf(nameSchema)),
  };
}

function oneOf(names: readonly string[]) {
  const isKnown = (name: string) => names.length === 0 || names.includes(name);
  return z.string().check(z.refine(isKnown, `has to be one of the accounts: ${names.join(', ')}`));
}

/** A list in which something stands, and nothing twice. */
function someOf<Item extends z.ZodMiniType>(item: Item) {
  return z.array(item).check(
    z.minLength(1, 'has to name at least one'),
    z.refine((list) => new Set(list).size === list.length, 'has to name nothing twice'),
  );
}

function namesAllWorse(list: readonly Severity[]): boolean {
  return severities.every((one, index) => {
    const worse = severities[index + 1];
    return !list.includes(one) || worse === undefined || list.includes(worse);
  });
}

/** The same text for the same address, whatever its case: neither mail addresses nor hosts know one. */
function comparableOf(given: Given): string | undefined {
  const address = addressOf(given);
  return typeof address === 'string' ? (URL.parse(address)?.href ?? address.toLowerCase()) : undefined;
}

function addressOf(given: Given | null): unknown {
  return typeof given === 'string' ? given : given?.address;
}

/** The one form in which the program knows recipients. */
function listRecipients({ smsSeverities, ...lists }: Lists): Recipient[] {
  return [
    ...lists.email.map((given) => toRecipient('email', given)),
    ...lists.sms.map((given) => toRecipient('sms', given, smsSeverities)),
    ...lists.https.map((given) => toRecipient('https', given)),
  ];
}

function toRecipient(protocol: Protocol, given: Given, usual?: Severity[]): Recipient {
  const {
    address,
    accounts,
    tags,
    kinds,
    severities = usual,
  }: Routed = typeof given === 'string' ? { address: given } : given;
  const filter: Filter = {
    ...(accounts && { account: accounts }),
    ...(tags && { tags }),
    ...(severities && { severity: severities }),
    ...(kinds && { kind: [...kinds, digestKind] }),
  };
  return { protocol, address, ...(Object.keys(filter).length > 0 && { filter }) };
}

/** SNS calls what has a name or an address in the internet, and takes no characters but ASCII's. */
function isEndpoint(text: string): boolean {
  const { protocol, hostname = '' } = URL.parse(text) ?? {};
  return (
    protocol === 'https:' && /^https:\/\/[!-~]+$/i.test(text) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname)
  );
}
