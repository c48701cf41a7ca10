import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../lambda/core/messages/language.ts';
import { composeMessage, type Message } from '../../lambda/core/messages.ts';
import { fitMessage } from '../../lambda/core/sns-limits.ts';
import { composeSummary } from '../../lambda/core/summaries.ts';
import { type SummaryExample, summaryExamples } from '../support/summed-up.ts';
import { noticesOf, type Telling, tellings } from '../support/tellings.ts';

/** What receivers get, byte for byte. Read the difference after `UPDATE_GOLDEN=1 npx vitest run messages-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const isUpdate = env.UPDATE_GOLDEN === '1';

type Golden = { readonly file: string; readonly text: string };

function goldensOf(telling: Telling): Golden[] {
  return languages.flatMap((language) => {
    const { account, ledger, lookUps, name } = telling;
    return filesOf(
      name,
      language,
      composeMessage({ account, language }, noticesOf(telling), ledger, lookUps),
    );
  });
}

function goldensOfSummary({ name, night }: SummaryExample): Golden[] {
  return languages.flatMap((language) =>
    filesOf(name, language, composeSummary({ ...night, account: { ...night.account, language } })),
  );
}

function filesOf(name: string, language: Language, message: Message): Golden[] {
  const { subject, body } = fitMessage(message);
  const { email, sms, https, sqs }: Record<string, string> = JSON.parse(body);
  return [
    { file: `${name}.${language}.email.txt`, text: `Subject: ${subject}\n\n${email}` },
    { file: `${name}.${language}.sms.txt`, text: `${sms}\n` },
    { file: `${name}.${language}.chat.json`, text: indent(https) },
    { file: `${name}.${language}.program.json`, text: indent(sqs) },
  ];
}

function indent(json = ''): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

const goldens = [...tellings.flatMap(goldensOf), ...summaryExamples.flatMap(goldensOfSummary)];

if (isUpdate) for (const { file, text } of goldens) writeFileSync(folder + file, text);

describe('a message', () => {
  it.each(goldens)('reads as in golden/$file', ({ file, text }) => {
    expect(text).toBe(readFileSync(folder + file, 'utf8'));
  });

  it('has no golden file that nothing is compared with', () => {
    expect(readdirSync(folder).toSorted()).toEqual(goldens.map(({ file }) => file).toSorted());
  });
});
