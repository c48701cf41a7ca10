import { describe, expect, it } from 'vitest';
import { quotesOf, read } from './pages.ts';

describe.each(['README.md', 'README.ko.md'])('%s', (path) => {
  it('takes three minutes to read', () => {
    expect(read(path).split('\n').length - 1).toBeLessThanOrEqual(180);
  });

  it('quotes a message, a configuration and a stack', () => {
    const files = quotesOf({ path, text: read(path) }).map(({ file }) => file);
    expect(files).toEqual(
      expect.arrayContaining([
        expect.stringContaining('golden/'),
        'test/docs/small.config.ts',
        'test/docs/own-stack.ts',
      ]),
    );
  });
});

describe('docs/messages.md', () => {
  it('shows a message for each channel in both languages, and summaries', () => {
    const files = quotesOf({ path: 'docs/messages.md', text: read('docs/messages.md') }).map(
      ({ file }) => file,
    );
    const forms = files.map((file) => file.split('.').slice(1, 3).join('.'));
    for (const form of ['en.sms', 'ko.sms', 'en.email', 'ko.email', 'en.chat', 'ko.chat', 'en.program'])
      expect(forms).toContain(form);
    expect(files.filter((file) => file.includes('/summary-')).length).toBeGreaterThanOrEqual(2);
  });
});
