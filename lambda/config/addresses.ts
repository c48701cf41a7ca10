import * as z from 'zod/mini';

/** RFC 5321, 4.1.2: a dot-string and a domain, without quotes and without an address literal. */
const mailbox =
  /^(?=.{1,64}@)(?!.{255})[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;

/** The forms of addresses that SNS can use, by protocol. */
export const addresses = {
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

/** The same text for the same address, whatever its case; nothing of what is none. Neither mail addresses nor hosts know a case. */
export function toComparable(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined;
  return URL.parse(address)?.href ?? address.toLowerCase();
}

/** SNS calls what has a name or an address in the internet, and takes no characters but ASCII's. */
function isEndpoint(text: string): boolean {
  const { protocol, hostname = '' } = URL.parse(text) ?? {};
  return (
    protocol === 'https:' && /^https:\/\/[!-~]+$/i.test(text) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname)
  );
}
