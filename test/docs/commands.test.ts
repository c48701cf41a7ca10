import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeAlert } from '../../lambda/core/messages/alert.ts';
import { composeSummary, type SummarySource } from '../../lambda/core/messages/summary.ts';
import { languages } from '../../lambda/core/words/language.ts';
import { placeOptions } from '../../local/commands/session.ts';
import {
  commandsIn,
  findCommand,
  misusesOf,
  parse,
  refusalOf,
  wordsByShell,
  wordsOf,
} from '../support/named-commands.ts';
import { codeOf, readSourceFiles } from '../support/source-files.ts';
import { summaryExamples } from '../support/summary-examples.ts';
import { noticesOf, tellings } from '../support/tellings.ts';
import { type Page, pages, read, root } from './pages.ts';

/** An example of everything that people are sent or shown. */
const examples = ['test/core/messages/golden', 'test/core/report/golden'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => ({
    path: join(folder, name),
    text: read(join(folder, name)).replaceAll(/<\/?span>/g, ''),
  })),
);

/** Pages that tell of the past name what there was then. */
const present = pages.filter(({ path }) => path !== 'CHANGELOG.md');

const aDate = '2026-11-22';

/** The words of each command that files show, what a reader puts in filled in; each once. */
function wordsIn(files: readonly Page[]): (readonly string[])[] {
  const whole = files.flatMap(({ text }) => commandsIn(text)).filter((command) => !command.includes('…'));
  return distinct(whole.map((command) => wordsOf(command).map(fill)));
}

function fill(word: string): string {
  if (word === 'DATE') return aDate;
  return /^(?:NAME|ACCOUNT|SHIFT|STACK|FILE)$/.test(word) ? word.toLowerCase() : word;
}

function distinct(commands: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(commands.map((words) => [words.join(' '), words])).values()];
}

/** Prose may speak of a command by its name; with an option or an argument it is one to be typed. */
function isName(words: readonly string[]): boolean {
  return findCommand(words)?.length === words.length;
}

/** The beginnings of commands in texts of the program: up to the first word that can be no part of one. */
function beginningsIn(code: string): (readonly string[])[] {
  const found = code.matchAll(/vod-nightly((?: (?:\$\{[^{}`]*\}|[\w-])+)+)/g);
  const begun = [...found].flatMap(([, text = '']) => {
    // What stands in a word of its own is a value; what follows one without a space are options of the place.
    const filled = text
      .slice(1)
      .replaceAll(/(?<= )\$\{[^}]*\}/g, aDate)
      .replaceAll(/\$\{[^}]*\}/g, '');
    const words = filled.split(' ').map(fill);
    const { command, length } = findCommand(words) ?? { length: 0 };
    return command ? [words.slice(0, length + countTyped(words.slice(length), command))] : [];
  });
  return distinct(begun);
}

/** How many of the words that follow a command's name are options, their values and what is filled in. */
function countTyped(words: readonly string[], command: Command): number {
  const takesValue = new Set(optionsOf(command).flatMap(({ long, required }) => (required ? [long] : [])));
  let count = 0;
  while (count < words.length) {
    const word = words[count] ?? '';
    const length = takesValue.has(word) ? 2 : 1;
    const isTyped = word.startsWith('--') || (word === aDate && command.registeredArguments.length > 0);
    if (!isTyped || count + length > words.length) break;
    count += length;
  }
  return count;
}

function optionsOf({ options, parent }: Command): readonly Option[] {
  return parent ? [...options, ...optionsOf(parent)] : options;
}

describe('a command', () => {
  it.each(wordsIn(examples).map((words) => ({ words, line: words.join(' ') })))(
    'that a message or a page names can be typed as it stands: $line',
    async ({ words }) => expect(await misusesOf(words)).toEqual([]),
  );

  const shown = wordsIn(present).filter((words) => !isName(words));
  it.each(shown.map((words) => ({ words, line: words.join(' ') })))(
    'that the documentation shows can be typed as it stands: $line',
    async ({ words }) => expect(await misusesOf(words)).toEqual([]),
  );

  const code = readSourceFiles('lambda', 'infra', 'local').map(codeOf).join('\n');
  const begun = beginningsIn(code).filter((words) => !isName(words));
  it.each(begun.map((words) => ({ words, line: words.join(' ') })))(
    'that the program names anywhere has the options and arguments that it says: $line',
    async ({ words }) => expect(await refusalOf(words)).toBeUndefined(),
  );

  it.each([[['fly']], [['show']], [['run', '--moon']], [['rebuild']], [['mute', '--account', 'acme']]])(
    'that is none, or lacks something, is noticed: %s',
    async (words) => expect(await misusesOf(words)).not.toEqual([]),
  );
});

/** Any name that an account may have. */
const anyAccount = fc
  .stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .filter((name) => name !== 'constructor');

/** A stack by its name, or by the path of what stands in it, which may hold anything: such as that of a person's team. */
const anyPlace = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/),
  fc
    .array(
      fc.constantFrom(
        ...[
          "o'brien",
          'Nights',
          ' ',
          '  --account x',
          '"',
          '\\',
          '$HOME',
          '$(id)',
          '`',
          '&',
          '#',
          '?',
          '~',
          '밤',
        ],
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((pieces) => `Prod/${pieces.join('')}`),
);

/** A command of a mail, as far as its lines go on behind a backslash. */
function typedIn(mail: string): string[] {
  return [...mail.matchAll(/npx (vod-nightly(?:.*\\\n)*.*)/g)].map(([, command = '']) => command);
}

describe('a command that is made for an account and a place', () => {
  it.each(languages)('reaches the program word by word, whatever they are called: %s', async (language) => {
    const quiet = summaryExamples.find(({ name }) => name === 'summary-quiet')?.night as SummarySource;
    await fc.assert(
      fc.asyncProperty(anyAccount, fc.option(anyPlace, { nil: undefined }), async (name, stack) => {
        const audience = { account: { name, language, timeZone: 'UTC' }, stack };
        const mails = [
          ...tellings.map((telling) => composeAlert(audience, noticesOf(telling), telling.ledger).mail),
          composeSummary({ ...quiet, stack, account: { ...quiet.account, name, language } }).mail,
        ];
        const commands = new Set(mails.flatMap(typedIn));
        expect(commands.size).toBeGreaterThan(3);
        for (const command of commands) {
          const { options } = await parse(wordsByShell(command));
          expect(options).toMatchObject({ account: name, ...(stack !== undefined && { stack }) });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('that the command line itself names looks at the same place', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlace, anyPlace, async (directory, stack) => {
        const place = { config: `${directory}/a.ts`, directory, stack };
        const words = wordsByShell(`vod-nightly history${placeOptions(place)}`);
        expect((await parse(words)).options).toMatchObject(place);
      }),
      { numRuns: 50 },
    );
  });
});
