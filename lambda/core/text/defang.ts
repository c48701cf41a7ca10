/**
 * Untrusted text in which no mail program, phone or chat finds an address to click on: `https[:]//www[.]evil[.]example`, as
 * security tools write it (IBM Cloud Pak for Security, "Defang URLs in email notifications"). Whoever has to can read it,
 * copy it and take the brackets out, which is why they are better than look-alikes and invisible characters.
 *
 * Mail programs also link bare names of hosts if the last label is a top-level domain, `.mov` and `.zip` among them. These
 * are all letters or begin with `xn--` (RFC 3696, section 2): the dot of `clip.mp4` or `3.5` is left alone, that of
 * `clip.mov` is not, nor that of a mail address. Colons of times are left alone.
 *
 * Every text of others in mails and cards goes through here. Headlines, and so subjects and text messages, hold none.
 */
export function defang(text: string): string {
  return text
    .replace(colons, '[:]')
    .replace(dots, '[.]')
    .replace(/(?<=\bwww)\./gi, '[.]');
}

const colons = /(?<!\d):(?=\S)|:(?=[^\s\d])/gu;

/**
 * Before a label that may be a top-level domain. The extensions of films that are named are none (IANA, Root Zone Database);
 * with them left alone, most paths read as they are. The other dots are those that IDNA takes for one (RFC 3490, 3.1).
 */
const dots =
  /(?<=[\p{L}\p{M}\p{N}_-])[.。．｡](?!(?:avi|flv|mkv|mpe?g|mts|mxf|ts|vob|webm|wmv)(?![\p{L}\p{N}-]))(?=xn--|[\p{L}\p{M}]{2,}(?!\p{N}))/giu;
