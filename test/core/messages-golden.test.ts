import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../lambda/core/messages/language.ts';
import { composeMessage } from '../../lambda/core/messages.ts';
import { fitMessage } from '../../lambda/core/sns-limits.ts';
import { noticesOf, type Telling, tellings } from '../support/tellings.ts';

/** What receivers get, byte for byte. Read the difference after `UPDATE_GOLDEN=1 npx vitest run messages-golden`. */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const isUpdate = env.UPDATE_GOLDEN === '1';

/** A text for each ending; written when a test asks, so that a mutant is alive by then. */
function write(telling: Telling, language: Language): Record<string, string> {
  const { account, ledger, lookUps } = telling;
  const message = composeMessage({ account, language }, noticesOf(telling), ledger, lookUps);
  const { subject, body } = fitMessage(message);
  const { email, sms, https, sqs }: Record<string, string> = JSON.parse(body);
  return {
    'email.txt': `Subject: ${subject}\n\n${email}`,
    'sms.txt': `${sms}\n`,
    'chat.json': indent(https),
    'program.json': indent(sqs),
  };
}

function indent(json = ''): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

const endings = ['email.txt', 'sms.txt', 'chat.json', 'program.json'];
const goldens = tellings.flatMap((telling) =>
  languages.flatMap((language) =>
    endings.map((ending) => ({ file: `${telling.name}.${language}.${ending}`, telling, language, ending })),
  ),
);

describe('a message', () => {
  it.each(goldens)('reads as in golden/$file', ({ file, telling, language, ending }) => {
    const text = write(telling, language)[ending] ?? '';
    if (isUpdate) writeFileSync(folder + file, text);
    expect(text).toBe(readFileSync(folder + file, 'utf8'));
  });

  it('has no golden file that nothing is compared with', () => {
    expect(readdirSync(folder).toSorted()).toEqual(goldens.map(({ file }) => file).toSorted());
  });
});
