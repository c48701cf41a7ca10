import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Licences under which others' code may be passed on in a bundle, with their text. */
const knownLicences = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/** The words of licences for packages that name one and do not bring it along: https://spdx.org/licenses/. */
const usualTexts: Readonly<Record<string, string>> = {
  'Apache-2.0': readFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), 'utf8').trim(),
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/** A package that is in a bundle, and what its licence has to be passed on with it. */
type Notice = { readonly name: string; readonly licence: string; readonly text: string };

/**
 * The licences of all packages that some source files are of, in one text.
 * @param sources absolute paths, of which those below node_modules count
 * @throws Error that names every package without a licence that is known, or without its text
 */
export function composeNotices(sources: readonly string[]): string {
  const folders = sources.flatMap((path) => /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const notices = [...new Set(folders)].toSorted().map(readNotice);
  const faults = notices.flatMap(({ name, licence, text }) => {
    if (!knownLicences.includes(licence)) return [`${name}: its licence is ${licence || 'not named'}`];
    return text === '' ? [`${name}: says nowhere whose it is`] : [];
  });
  if (faults.length > 0) throw new Error(`the bundles cannot be passed on:\n${faults.join('\n')}`);
  const heading =
    'The functions in this package are bundles. What is in them of others, and under which licence:\n';
  return [heading, ...inOnePlace(notices)].join('\n');
}

function readNotice(folder: string): Notice {
  const { name, version, license = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = String(license);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const text = texts.length > 0 ? texts.join('\n\n') : textFor(licence, folder);
  return { name: `${name} ${version}`, licence, text };
}

/** Of a package without a file of its licence: the usual words, after the copyright that its README names. */
function textFor(licence: string, folder: string): string {
  const usual = usualTexts[licence] ?? '';
  if (licence === 'Apache-2.0' || usual === '') return usual; // it asks for no more than a copy of itself
  const readme = join(folder, 'README.md');
  const [copyright = ''] = existsSync(readme)
    ? (/^.*copyright .*$/im.exec(readFileSync(readme, 'utf8')) ?? [])
    : [];
  return copyright === '' ? '' : `${copyright}\n\n${usual}`;
}

/** Many packages have the same text, which then stands once. */
function inOnePlace(notices: readonly Notice[]): string[] {
  return [...Map.groupBy(notices, ({ text }) => text)].map(([text, same]) => {
    const names = same.map(({ name, licence }) => `${name} (${licence})`).join('\n');
    return `${'='.repeat(80)}\n${names}\n${'-'.repeat(80)}\n${text}\n`;
  });
}
