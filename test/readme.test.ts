import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const shown = [...readme.matchAll(/<!-- (test\/core\/messages\/golden\/\S+) -->\n\n```\w+\n(.*?)\n```\n/gs)];

describe('the README', () => {
  it('shows a text message, a mail, a card and a summary', () => {
    expect(shown.map(([, file]) => file?.split('.').slice(1, 3).join('.'))).toEqual([
      ...['en.sms', 'ko.sms', 'ko.email', 'en.chat', 'ko.chat', 'en.email'],
    ]);
  });

  it.each(shown.map(([, file, text]) => ({ file: String(file), text })))(
    'shows $file as it is',
    ({ file, text }) => {
      expect(`${text}\n`).toBe(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
    },
  );
});
